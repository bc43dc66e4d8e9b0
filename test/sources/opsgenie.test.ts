import { describe, expect, it } from 'vitest';
import { packDetails, unpackDetails } from '../../src/server/sources/opsgenie-details.ts';
import { opsgenieTools } from '../../src/server/sources/opsgenie-tools.ts';
import { matchEndpoint, SOURCES } from '../../src/server/sources/registry.ts';
import { createdResult, doorAt, eventOf, KEY, refusal, refusalOf, requestOf } from './request.ts';

const door = doorAt('/v2/alerts');
const body = {
  message: 'Replica lags by 40 s',
  alias: 'db7/lag',
  tags: ['db', 'db', ' replica '],
  details: { shard: 7, tags: 'their own', nested: { a: 1 } },
  responders: [{ type: 'team', name: 'DBA' }],
  actions: ['Failover'],
  entity: 'db7',
  source: 'lagwatch',
  note: 'again',
  user: 'cron',
  description: 'two\nlines',
};

describe('Opsgenie create', () => {
  it('[ING110] finds its key in the header, whatever the case of its word', () => {
    const keyWith = (authorization?: string) =>
      door.keyOf?.(requestOf({}, { headers: authorization === undefined ? {} : { authorization } }));
    expect(keyWith(`GenieKey ${KEY}`)).toBe(KEY);
    expect(keyWith(`geniekey ${KEY} `)).toBe(KEY);
    expect([keyWith(`Bearer ${KEY}`), keyWith(KEY), keyWith('GenieKey '), keyWith()]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('[ING110] answers 202 in its shape, at both paths, with a slash at the end too', () => {
    for (const path of ['/v2/alerts', '/v2/alerts/', '/jsm/ops/integration/v2/alerts']) {
      const answer = doorAt(path).accept([createdResult], requestOf(body));
      expect(answer).toMatchObject({
        status: 202,
        body: { result: 'Request will be processed', requestId: 'id-1' },
      });
    }
  });

  it.each([
    ['P1', 'highest'],
    ['P2', 'high'],
    ['p3', 'medium'],
    ['P4', 'low'],
    ['P5', 'lowest'],
    [undefined, 'medium'],
    [null, 'medium'],
  ])('[ING111] priority %s is %s', (priority, urgency) => {
    expect(eventOf(door, { ...body, priority }).urgency).toBe(urgency);
  });

  it('[ING111] keeps the body in the details, custom ones by their own names, and takes it apart again', () => {
    const event = eventOf(door, body);
    expect(event).toMatchObject({ dedupKey: 'db7/lag', resource: 'db7', summary: 'Replica lags by 40 s' });
    expect(event.details).toMatchObject({
      shard: 7,
      tags: ['db', 'replica'],
      details: { tags: 'their own' },
    });
    expect(unpackDetails(event.details)).toEqual({
      description: 'two\nlines',
      entity: 'db7',
      source: 'lagwatch',
      user: 'cron',
      note: 'again',
      tags: ['db', 'replica'],
      actions: ['Failover'],
      responders: [{ type: 'team', name: 'DBA' }],
      details: { shard: '7', nested: '{"a":1}', tags: 'their own' },
    });
  });

  it('[ING111] what is too long is cut, and what is no alert is read as nothing', () => {
    const packed = packDetails({
      tags: Array.from({ length: 30 }, (_, n) => `${n}${'x'.repeat(80)}`),
      description: 'y'.repeat(20_000),
    });
    const { tags, description } = unpackDetails(packed);
    expect(tags).toHaveLength(20);
    expect(tags[0]).toHaveLength(50);
    expect(description).toHaveLength(15_000);
    for (const odd of [null, 7, [], { redacted: '[redacted]' }]) expect(unpackDetails(odd).tags).toEqual([]);
  });

  it('[ING112] names the field at fault, in the refusal and in the answer', () => {
    expect(refusalOf(door, { alias: 'x' })).toBe('ING112 message: Message can not be empty.');
    expect(refusalOf(door, { message: 'x', priority: 'urgent' })).toMatch(/^ING112 priority: /);
    expect(door.refuse(refusal('body'), requestOf({ alias: 'x' }))).toMatchObject({
      status: 422,
      body: { errors: { message: 'Message can not be empty.' } },
    });
  });

  it('[ING124] every refusal has a code that its clients know', () => {
    const status = (kind: Parameters<typeof refusal>[0]) => door.refuse(refusal(kind), null).status;
    expect(
      ['key', 'body', 'too-large', 'overload', 'storage', 'method'].map((kind) => status(kind as 'key')),
    ).toEqual([401, 422, 413, 429, 503, 405]);
    expect(door.refuse(refusal('overload'), null).headers).toEqual({ 'Retry-After': '1' });
  });
});

describe("Opsgenie's outgoing webhook", () => {
  const posted = doorAt(`/integration/opsgenie/v1/${KEY}`);
  const told = (action: string, alert: object = {}) => ({
    action,
    alert: { alertId: 'al-1', alias: 'web/500', message: 'Web answers 500', priority: 'P2', ...alert },
    integrationName: 'Watchfloor',
  });

  it.each([
    ['Create', 'open'],
    ['Acknowledge', 'ack'],
    ['Close', 'close'],
    ['Delete', 'close'],
  ])('[ING125] %s is %s by the alias', (action, status) => {
    expect(eventOf(posted, told(action))).toMatchObject({ status, dedupKey: 'web/500', urgency: 'high' });
  });

  it('[ING125] without an alias the id is the key; other actions are set aside', () => {
    expect(eventOf(posted, told('Close', { alias: '' })).dedupKey).toBe('al-1');
    for (const action of ['AddNote', 'AssignOwnership', 'UnAcknowledge', 'Escalate'])
      expect(posted.parse(requestOf(told(action)))).toMatchObject([
        { ok: true, setAside: { code: 'ING16' } },
      ]);
  });
});

describe("Opsgenie's paths for tools", () => {
  it('[ING122] every tool with a door of its own has both paths, read by its own source', () => {
    for (const { type, endpoints } of opsgenieTools(SOURCES)) {
      const own = SOURCES.find((source) => source.type === type);
      for (const { path } of endpoints) {
        const found = matchEndpoint('POST', path);
        expect(found?.source).toMatchObject({ type, aliases: expect.arrayContaining(['opsgenie']) });
        expect(own?.endpoints.map(({ parse }) => parse)).toContain(found?.endpoint.parse);
        expect(found?.endpoint.keyOf?.(requestOf({}, { query: { apiKey: KEY } }))).toBe(KEY);
        expect(found?.endpoint.keyOf?.(requestOf({}))).toBeNull();
      }
    }
    expect(matchEndpoint('POST', '/v1/json/prometheus')?.source.type).toBe('alertmanager');
    expect(matchEndpoint('POST', '/v1/json/integrations/webhooks/instana')?.source.type).toBe('instana');
  });

  it('[ING122] a tool that nobody knows is taken by the opsgenie source, and answered exactly 200', () => {
    const found = matchEndpoint('POST', '/v1/json/integrations/webhooks/zenoss');
    expect(found).toMatchObject({ key: null, source: { type: 'opsgenie' } });
    expect(found?.endpoint.accept([createdResult], requestOf({})).status).toBe(200);
  });
});

describe('PagerDuty change events', () => {
  const change = doorAt('/v2/change/enqueue');
  it('[ING123] are recorded, page nobody and are answered 202', () => {
    const [parsed] = change.parse(
      requestOf({
        routing_key: KEY,
        payload: {
          summary: 'Deployed 4.2',
          source: 'ci',
          timestamp: '2026-11-22T08:00:00Z',
          custom_details: { sha: 'f00' },
        },
        links: [{ href: 'https://ci.example/42', text: 'build' }],
      }),
    );
    expect(parsed).toMatchObject({
      ok: true,
      setAside: { code: 'ING16' },
      event: { summary: 'Deployed 4.2', eventType: 'change', details: { sha: 'f00' } },
    });
    expect(change.accept([], requestOf({}))).toEqual({
      status: 202,
      body: { status: 'success', message: 'Change event processed' },
    });
    expect(change.keyOf?.(requestOf({}, { headers: { 'x-routing-key': KEY } }))).toBe(KEY);
  });

  it('[ING123] without a summary are refused in its words', () => {
    expect(refusalOf(change, { payload: {} })).toBe("ING12 'payload.summary' is missing or blank");
    expect(change.refuse(refusal('body', "'payload' is missing or blank"), requestOf({}))).toMatchObject({
      status: 400,
      body: { errors: ["'payload' is missing or blank"] },
    });
  });
});
