import { describe, expect, it } from 'vitest';
import { readAlertmanagerState } from '../../src/server/sources/alertmanager-state.ts';
import { readCheckmkHosts, readCheckmkServices } from '../../src/server/sources/checkmk-state.ts';
import type { StateAnswer } from '../../src/server/sources/state-answer.ts';
import { readZabbixState, triggersOf } from '../../src/server/sources/zabbix-state.ts';
import { doorAt, eventOf as readEvent } from './request.ts';

/** What the type's own webhook makes of a body. */
const eventOf = (type: string, body: unknown) => readEvent(doorAt(`/integration/${type}/v1/key`), body);
const alertsOf = (answer: StateAnswer) => {
  if (!answer.ok) throw new Error(answer.problem);
  return answer.alerts;
};

const alert = (more: object = {}) => ({
  labels: { alertname: 'QueueTooLong', severity: 'critical', queue: 'refunds' },
  annotations: { summary: 'Queue of refunds is too long' },
  fingerprint: '5f0c7e0a5a1f1b2c',
  startsAt: '2026-11-23T11:40:00.000Z',
  endsAt: '2026-11-23T12:04:00.000Z',
  updatedAt: '2026-11-23T12:00:00.000Z',
  generatorURL: 'http://prometheus.example.com/graph?g0.expr=up',
  receivers: [{ name: 'floor' }],
  status: { state: 'active', silencedBy: [], inhibitedBy: [] },
  ...more,
});
const alertmanager = { url: 'http://am.example.com' };

describe('Alertmanager', () => {
  it('[ING169] an alert of the API has the key, urgency and time of its webhook', () => {
    const [found] = alertsOf(readAlertmanagerState([alert()], alertmanager));
    const { labels, annotations, fingerprint, startsAt } = alert();
    const webhook = {
      version: '4',
      status: 'firing',
      alerts: [{ status: 'firing', labels, annotations, fingerprint, startsAt }],
    };
    const [mine, theirs] = [eventOf('alertmanager', found!.body), eventOf('alertmanager', webhook)];
    expect(mine).toMatchObject({ status: 'open', dedupKey: fingerprint, urgency: 'highest' });
    for (const name of ['dedupKey', 'summary', 'urgency', 'urgencyWord', 'eventAt'] as const)
      expect(mine[name]).toEqual(theirs[name]);
  });

  it('[ING164] what is silenced, inhibited or routed to others is quiet', () => {
    const quiet = (more: object, receiver?: string) =>
      alertsOf(readAlertmanagerState([alert(more)], { ...alertmanager, receiver }))[0]!.isQuiet;
    expect(quiet({})).toBe(false);
    expect(quiet({ status: { state: 'unprocessed' } })).toBe(false);
    expect(quiet({ status: { state: 'suppressed', silencedBy: ['a'], inhibitedBy: [] } })).toBe(true);
    expect(quiet({}, 'floor')).toBe(false);
    expect(quiet({}, 'mail')).toBe(true);
  });

  it.each<[string, unknown]>([
    ['no list', { data: [] }],
    ['nothing', null],
    ['an element that is no alert', [alert(), 'x']],
    ['an alert without fingerprint', [alert({ fingerprint: undefined })]],
    ['an alert without status', [alert({ status: null })]],
    ['an alert without receivers', [alert({ receivers: null })]],
  ])('[ING163] %s spoils the reading', (_, answer) => {
    expect(readAlertmanagerState(answer, alertmanager)).toMatchObject({ ok: false });
  });
});

const problem = (more: object = {}) => ({
  eventid: '90417',
  objectid: '23151',
  clock: '1795434000',
  name: 'Disk space is low on /',
  severity: '4',
  acknowledged: '0',
  suppressed: '0',
  opdata: '97 %',
  ...more,
});
const triggers = [{ triggerid: '23151', hosts: [{ hostid: '10', host: 'db01', name: 'DB 01' }] }];
const zabbix = { url: 'https://zabbix.example.com', minSeverity: 0 };

describe('Zabbix', () => {
  it('[ING169] a problem of the API has the key of its webhook', () => {
    const [found] = alertsOf(readZabbixState([problem()], triggers, zabbix));
    const webhook = {
      subject: 'Problem',
      message: { eventId: '90417', eventStatus: 'open', nseverity: '4' },
    };
    const event = eventOf('zabbix', found!.body);
    expect(event.dedupKey).toBe(eventOf('zabbix', webhook).dedupKey);
    expect(event).toMatchObject({
      status: 'open',
      summary: 'Disk space is low on /',
      urgency: 'high',
      resource: 'DB 01',
      metricValue: '97 %',
      eventAt: 1_795_434_000_000,
    });
    expect(event.links[0]?.url).toBe(
      'https://zabbix.example.com/tr_events.php?triggerid=23151&eventid=90417',
    );
  });

  it('[ING164] what is in maintenance, too mild, or not monitored is quiet', () => {
    const quiet = (more: object, minSeverity = 0) =>
      alertsOf(readZabbixState([problem(more)], triggers, { ...zabbix, minSeverity }))[0]!.isQuiet;
    expect(quiet({})).toBe(false);
    expect(quiet({ suppressed: '1' })).toBe(true);
    expect(quiet({ severity: '2' }, 3)).toBe(true);
    expect(quiet({ objectid: '1' })).toBe(true);
  });

  it('[ING163] a problem or trigger that is not readable spoils the reading', () => {
    expect(readZabbixState([problem(), { eventid: '1' }], triggers, zabbix).ok).toBe(false);
    expect(readZabbixState(undefined, [], zabbix).ok).toBe(false);
    expect(readZabbixState([problem()], [{ triggerid: '1' }], zabbix).ok).toBe(false);
    expect(readZabbixState([problem({ severity: 'High' })], triggers, zabbix).ok).toBe(false);
    expect(triggersOf([problem(), problem({ eventid: '2' }), null])).toEqual(['23151']);
  });
});

const collection = (...rows: readonly object[]) => ({
  domainType: 'service',
  value: rows.map((extensions) => ({ domainType: 'service', id: 'x', links: [], extensions })),
});
const service = (more: object = {}) => ({
  host_name: 'db01',
  description: 'Filesystem /',
  state: 2,
  state_type: 1,
  plugin_output: 'Used: 95 %',
  perf_data: 'fs_used=486539.0;409600;460800;0;512000',
  last_state_change: 1_795_434_000,
  scheduled_downtime_depth: 0,
  host_scheduled_downtime_depth: 0,
  host_state: 0,
  notifications_enabled: 1,
  ...more,
});
const host = (more: object = {}) => ({
  name: 'db02',
  state: 1,
  state_type: 1,
  plugin_output: 'no answer',
  last_state_change: 1_795_434_000,
  scheduled_downtime_depth: 0,
  notifications_enabled: 1,
  ...more,
});

describe('Checkmk', () => {
  it('[ING169] services and hosts of the API have the keys of their notifications', () => {
    const [found] = alertsOf(readCheckmkServices(collection(service()), 'main'));
    const variables = {
      NOTIFICATIONTYPE: 'PROBLEM',
      WHAT: 'SERVICE',
      OMD_SITE: 'main',
      HOSTNAME: 'db01',
      SERVICEDESC: 'Filesystem /',
      SERVICESTATE: 'CRITICAL',
      HOSTSTATE: 'UP',
    };
    const event = eventOf('checkmk', found!.body);
    expect(event).toMatchObject({
      status: 'open',
      dedupKey: 'main|db01|Filesystem /',
      urgency: 'high',
      eventAt: 1_795_434_000_000,
      threshold: '460800',
    });
    expect(event.dedupKey).toBe(eventOf('checkmk', variables).dedupKey);
    const [down] = alertsOf(readCheckmkHosts(collection(host()), 'main'));
    const ofHost = { ...variables, WHAT: 'HOST', HOSTNAME: 'db02', SERVICEDESC: '', HOSTSTATE: 'DOWN' };
    const hostEvent = eventOf('checkmk', down!.body);
    expect(hostEvent).toMatchObject({ dedupKey: 'main|db02', urgency: 'highest', eventType: 'host' });
    expect(hostEvent.dedupKey).toBe(eventOf('checkmk', ofHost).dedupKey);
  });

  it('[ING164] what Checkmk itself tells nobody of is quiet', () => {
    const quiet = (more: object) =>
      alertsOf(readCheckmkServices(collection(service(more)), 'main'))[0]!.isQuiet;
    expect(quiet({})).toBe(false);
    for (const more of [
      { scheduled_downtime_depth: 1 },
      { host_scheduled_downtime_depth: 2 },
      { host_state: 1 },
      { state_type: 0 },
      { notifications_enabled: 0 },
    ])
      expect(quiet(more), JSON.stringify(more)).toBe(true);
    const ofHost = alertsOf(readCheckmkHosts(collection(host({ state_type: 0 })), 'main'));
    expect(ofHost[0]!.isQuiet).toBe(true);
  });

  it('[ING163] an element that is not readable spoils the reading', () => {
    expect(readCheckmkServices({}, 'main').ok).toBe(false);
    expect(readCheckmkServices({ value: [{ id: 'x' }] }, 'main').ok).toBe(false);
    expect(readCheckmkServices(collection(service({ state: 7 })), 'main').ok).toBe(false);
    expect(readCheckmkHosts(collection(host({ name: undefined })), 'main').ok).toBe(false);
  });
});
