import { describe, expect, it } from 'vitest';
import type { ParsedEvent, SourceEvent } from '../../src/server/domain/event.ts';
import { matchEndpoint } from '../../src/server/sources/registry.ts';
import { expectBounded } from './expect-bounded.ts';
import { doorAt, eventOf, KEY, requestOf } from './request.ts';
import { allConformances, type Conformance } from './tools/conformance.ts';

const all = await allConformances();
const toolOf = (type: string): Conformance => all.find((tool) => tool.type === type)!;
const door = (type: string) => doorAt(`/integration/${type}/v1/${KEY}`);
/** The first request of a tool's course, as an event. */
function first(type: string, course = 0): SourceEvent {
  const { body, query = {} } = toolOf(type).courses[course]!.trigger;
  return eventOf(door(type), body, { query });
}
const asideOf = (type: string, index: number): ParsedEvent =>
  door(type).parse(requestOf(toolOf(type).asides![index]!.body))[0]!;

it('[ING5] times of every tool are read, whatever their form', () => {
  expect(first('pingdom').eventAt).toBe(1_795_510_000_000);
  expect(first('uptimerobot').eventAt).toBe(1_795_510_100_000);
  expect(first('uptimerobot', 2).eventAt).toBe(Date.UTC(2026, 10, 24, 8, 48, 20));
  expect(first('uptimekuma').eventAt).toBe(Date.UTC(2026, 10, 24, 8, 50, 0, 512));
  expect(first('site24x7').eventAt).toBe(Date.UTC(2026, 10, 24, 8, 55));
  expect(first('whatap').eventAt).toBe(1_795_510_800_000);
  expect(first('jira').eventAt).toBe(1_795_510_900_123);
  expect(first('zendesk').eventAt).toBe(Date.UTC(2026, 10, 24, 9, 3));
});

it('[ING91] Kuma: the local time with its offset counts where there is no UTC time', () => {
  const body = structuredClone(toolOf('uptimekuma').courses[0]!.trigger.body) as {
    heartbeat: { time?: string };
  };
  delete body.heartbeat.time;
  expect(eventOf(door('uptimekuma'), body).eventAt).toBe(Date.UTC(2026, 10, 24, 8, 50));
});

it('[ING91] Kuma: what is pending is neither, a certificate that runs out is trouble with one key', () => {
  expect(asideOf('uptimekuma', 0)).toMatchObject({ setAside: { params: { cause: 'neither' } } });
  const expiry = (days: number) =>
    eventOf(door('uptimekuma'), {
      heartbeat: null,
      monitor: null,
      msg: `Domain name example.com will expire in ${days} days`,
    });
  expect(expiry(14)).toMatchObject({ status: 'open', urgency: 'low', dedupKey: 'Domain name example.com' });
  expect(expiry(1).dedupKey).toBe(expiry(14).dedupKey);
});

it('[ING92] UptimeRobot: the end of an outage leaves the warning about the certificate', () => {
  const tool = toolOf('uptimerobot');
  const up = eventOf(door('uptimerobot'), tool.courses[0]!.recovery!.body);
  expect(up).toMatchObject({ status: 'close', dedupKey: '800123456' });
  expect(first('uptimerobot', 1)).toMatchObject({
    dedupKey: '800123456/ssl',
    metricValue: '7',
    urgencyWord: 'SSL expiry',
  });
  // Left unrendered by the sender: not a value.
  expect(first('uptimerobot').metricValue).toBeNull();
});

it('[ING93] Site24x7: two ids that JSON rounds to one number stay two keys', () => {
  const body = (id: string, link: boolean, name: string) => ({
    MONITOR_ID: Number(id),
    MONITORNAME: name,
    STATUS: 'DOWN',
    ...(link ? { MONITOR_DASHBOARD_LINK: `https://monitoring.example.com/monitors/${id}/Summary` } : {}),
  });
  const [a, b] = ['555000000000040017', '555000000000040018'] as const;
  expect(Number(a)).toBe(Number(b));
  const key = (id: string, link: boolean, name: string) =>
    eventOf(door('site24x7'), body(id, link, name)).dedupKey;
  expect([key(a, true, 'x'), key(b, true, 'x')]).toEqual([a, b]);
  expect(key(a, false, 'x')).not.toBe(key(b, false, 'y'));
  expect(key('17', false, 'x')).toBe('17');
});

describe('[ING94] Jira', () => {
  it('[ING94] links the page for people under the base of the API', () => {
    expect(first('jira').links).toEqual([
      { text: 'NOC-77', url: 'https://desk.example.com/jira/browse/NOC-77' },
    ]);
    expect(first('jira')).toMatchObject({ resource: 'gate-c', eventType: 'Incident' });
    expect(JSON.stringify(first('jira').details)).not.toContain('customfield');
  });

  it('[ING94] an update that changes neither status nor priority, and a comment, page nobody', () => {
    for (const index of [0, 1])
      expect(asideOf('jira', index)).toMatchObject({
        setAside: { code: 'ING16', params: { cause: 'neither' } },
      });
  });

  it('[ING94] a new issue counts whatever its change log says', () => {
    const body = toolOf('jira').courses[0]!.trigger.body as object;
    expect(eventOf(door('jira'), { ...body, changelog: { items: [] } }).status).toBe('open');
  });

  it('[ING94] the doors of Jira and Zendesk name their signature', () => {
    expect(door('jira').signature).toBe('jira');
    expect(door('zendesk').signature).toBe('zendesk');
  });
});

it('[ING95] Zendesk: a placeholder address gets its scheme, events that change nothing page nobody', () => {
  expect(first('zendesk', 2).links).toEqual([
    { text: 'Ticket 5120', url: 'https://venue.zendesk.example/agent/tickets/5120' },
  ]);
  expect(asideOf('zendesk', 0)).toMatchObject({ setAside: { code: 'ING16' }, event: { dedupKey: '90431' } });
  const risky = { ticket_id: 1, title: 't', status: 'open', url: 'javascript:alert(1)' };
  expect(eventOf(door('zendesk'), risky).links).toEqual([]);
});

it('[ING96] WhaTap: without a uuid project, agent and title make the key', () => {
  expect(first('whatap', 1).dedupKey).toBe('30712/-1912004221/CPU 사용률 초과');
  expect(first('whatap')).toMatchObject({
    resource: 'was-07',
    metricName: 'cpu',
    metricValue: '97.1',
    threshold: '90',
    urgencyWord: 'Warning',
  });
});

it('[ING97] a token of the sender is not kept among the details', () => {
  expect(JSON.stringify(first('statuscake'))).not.toContain('aa11bb22');
});

it('[ING97] tools that put their fields into the query are taken by GET', () => {
  for (const type of ['uptimerobot', 'uptimekuma', 'statuscake', 'site24x7'])
    expect(matchEndpoint('GET', `/integration/${type}/v1/${KEY}`)?.source.type).toBe(type);
  expect(matchEndpoint('GET', `/integration/pingdom/v1/${KEY}`)).toBeNull();
});

it('[ING3] what is put together from a long id is no longer than a field may be', () => {
  const parsed = door('uptimerobot').parse(requestOf({ monitor_id: 'x'.repeat(5000), alert_type: '1' }))[0]!;
  expectBounded(parsed);
  expect(parsed).toMatchObject({ ok: true, event: { resource: expect.stringMatching(/^monitor x+…$/) } });
});
