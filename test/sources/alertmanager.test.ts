import { describe, expect, it } from 'vitest';
import {
  createdResult,
  doorAt,
  eventOf,
  KEY,
  RECEIVED_AT,
  refusal,
  refusalOf,
  requestOf,
} from './request.ts';

const webhook = doorAt(`/integration/alertmanager/v1/${KEY}`);
const pushed = doorAt(`/integration/alertmanager/v1/${KEY}/api/v2/alerts`);
const pushedOld = doorAt(`/integration/prometheus/v1/${KEY}/api/v1/alerts`);

const firing = {
  status: 'firing',
  labels: {
    alertname: 'InstanceDown',
    group: 'production',
    instance: 'localhost:8081',
    job: 'node',
    severity: 'critical',
  },
  annotations: {
    title: 'Instance localhost:8081 down',
    description: 'localhost:8081 of job node has been down for more than 1 minute.',
    runbook_url: 'https://runbooks.example.com/InstanceDown',
  },
  startsAt: '2023-06-12T08:24:38.326Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: 'http://prometheus:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1',
  fingerprint: 'f404ecabc8dd5cd7',
};
const resolved = { ...firing, status: 'resolved', endsAt: '2023-06-12T08:30:38.326Z' };
const envelope = (...alerts: unknown[]) => ({
  receiver: 'noc',
  status: 'firing',
  alerts,
  externalURL: 'http://alertmanager:9093',
  version: '4',
  groupKey: '{}:{alertname="InstanceDown"}',
  truncatedAlerts: 0,
});

describe('webhook', () => {
  it('[ING10] a firing alert is an open event', () => {
    expect(eventOf(webhook, envelope(firing))).toEqual({
      status: 'open',
      summary: 'Instance localhost:8081 down',
      dedupKey: 'f404ecabc8dd5cd7',
      urgency: 'highest',
      urgencyWord: 'critical',
      eventAt: Date.UTC(2023, 5, 12, 8, 24, 38, 326),
      resource: 'localhost:8081',
      metricName: 'InstanceDown',
      metricValue: null,
      threshold: null,
      eventType: null,
      details: { labels: firing.labels, annotations: firing.annotations, receiver: 'noc' },
      links: [
        { text: 'Prometheus', url: firing.generatorURL },
        { text: 'Alertmanager', url: 'http://alertmanager:9093' },
        { text: 'runbook_url', url: 'https://runbooks.example.com/InstanceDown' },
      ],
    });
  });

  it('[ING10] each alert has its own status, whatever the body around says', () => {
    const parsed = webhook.parse(requestOf(envelope(firing, resolved, { ...firing, status: 'silenced' })));
    expect(parsed.map((item) => (item.ok ? item.event.status : item.reason.code))).toEqual([
      'open',
      'close',
      'ING6',
    ]);
    expect(eventOf(webhook, envelope(resolved)).eventAt).toBe(Date.UTC(2023, 5, 12, 8, 30, 38, 326));
  });

  it('[ING10] a firing status beats an end that has passed', () => {
    expect(eventOf(webhook, envelope({ ...resolved, status: 'firing' })).status).toBe('open');
  });

  it('[ING11] without a fingerprint (version 3) the labels give the same key', () => {
    const { fingerprint, ...version3 } = firing;
    const body = { ...envelope(version3), version: '3', groupKey: 1453345 };
    expect(eventOf(webhook, body).dedupKey).toBe(fingerprint);
  });

  it('[ING10] alerts that were left out are told in the details', () => {
    expect(eventOf(webhook, { ...envelope(firing), truncatedAlerts: 3 }).details).toMatchObject({
      truncatedAlerts: 3,
    });
  });

  it.each([
    [null, 'body: expected an object with alerts, found nothing'],
    ['x', 'body: expected an object with alerts, found "x"'],
    [{}, 'alerts: expected a list of alerts, found nothing'],
    [{ alerts: {} }, 'alerts: expected a list of alerts, found an object'],
    [{ alerts: [7] }, 'alert: expected an object, found 7'],
    [{ alerts: [{ status: 'firing' }] }, 'labels: expected at least one label'],
    [{ alerts: [{ labels: { a: {} } }] }, 'labels: expected an object of texts'],
    [{ alerts: [{ labels: [] }] }, 'labels: expected an object of texts'],
  ])('[ING2] %j is refused, naming the field', (body, text) => {
    expect(refusalOf(webhook, body)).toBe(`ING2 ${text}`);
  });

  it('[ING3] a summary is found wherever the rule has put it', () => {
    const summaryOf = (annotations: unknown, labels: object = firing.labels) =>
      eventOf(webhook, envelope({ ...firing, labels, annotations })).summary;
    expect(summaryOf({ summary: ' two\nlines ', title: 't' })).toBe('two lines');
    expect(summaryOf({ summary: '', description: 'd' })).toBe('d');
    expect(summaryOf({ message: 'm' })).toBe('m');
    expect(summaryOf(null)).toBe('InstanceDown');
    expect(summaryOf(7, { job: 'node', zone: 'kr' })).toBe('job=node zone=kr');
    expect(summaryOf({}, {})).toBe('an alert without a name');
  });

  it('[RTE10] an alert without severity names no urgency; an unknown one is kept as a word', () => {
    const labelled = (severity?: string) =>
      eventOf(
        webhook,
        envelope({ ...firing, labels: { alertname: 'A', ...(severity ? { severity } : {}) } }),
      );
    expect(labelled()).toMatchObject({ urgency: null, urgencyWord: null });
    expect(labelled('spicy')).toMatchObject({ urgency: null, urgencyWord: 'spicy' });
    expect(labelled('page')).toMatchObject({ urgency: 'highest' });
  });
});

describe('alerts pushed by Prometheus', () => {
  const at = (ms: number) => new Date(RECEIVED_AT + ms).toISOString();
  const alert = (endsAt?: string) => ({
    labels: firing.labels,
    annotations: { summary: 'Instance localhost:8081 down' },
    startsAt: at(-60_000),
    ...(endsAt === undefined ? {} : { endsAt }),
    generatorURL: firing.generatorURL,
  });

  it('[ING10] an end in the future, none, or the zero time is firing; one that has passed is resolved', () => {
    const statusOf = (endsAt?: string) => eventOf(pushed, [alert(endsAt)]).status;
    expect(statusOf(at(1))).toBe('open');
    expect(statusOf()).toBe('open');
    expect(statusOf('0001-01-01T00:00:00Z')).toBe('open');
    expect(statusOf('rubbish')).toBe('open');
    expect(statusOf(at(0))).toBe('close');
    expect(statusOf(at(-1))).toBe('close');
    expect(eventOf(pushed, [alert(at(-1))]).eventAt).toBe(RECEIVED_AT - 1);
  });

  it('[ING11] has the key that Alertmanager gives the same alert', () => {
    expect(eventOf(pushed, [alert()]).dedupKey).toBe(eventOf(webhook, envelope(firing)).dedupKey);
    expect(eventOf(pushedOld, [alert()]).dedupKey).toBe('f404ecabc8dd5cd7');
    const padded = { ...alert(), labels: { ...firing.labels, empty: '' } };
    expect(eventOf(pushed, [padded]).dedupKey).toBe('f404ecabc8dd5cd7');
  });

  it('[ING10] a status that came along (as the API itself lists alerts) says nothing', () => {
    expect(eventOf(pushed, [{ ...alert(at(-1)), status: { state: 'active' } }]).status).toBe('close');
    expect(eventOf(pushed, [{ ...alert(at(1)), status: 'resolved' }]).status).toBe('open');
  });

  it('[ING1] good alerts are kept when others are bad', () => {
    const parsed = pushed.parse(requestOf([alert(), { labels: {} }, null]));
    expect(parsed.map(({ ok }) => ok)).toEqual([true, false, false]);
    expect(pushed.parse(requestOf([]))).toEqual([]);
    expect(refusalOf(pushed, { alerts: [] })).toBe('ING2 body: expected a list of alerts, found an object');
  });
});

describe('answers', () => {
  it('[ING13] 200: an empty body for API v2, success for v1, the Standard body for the webhook', () => {
    expect(pushed.accept([createdResult], requestOf(null))).toEqual({ status: 200 });
    expect(pushedOld.accept([], requestOf(null))).toEqual({ status: 200, body: { status: 'success' } });
    expect(webhook.accept([], requestOf(null))).toEqual({
      status: 200,
      body: { code: '200', msg: 'ok', events: [] },
    });
  });

  it('[ING13] errors of API v2 are texts', () => {
    expect(pushed.refuse(refusal('body', 'labels: none'), null)).toEqual({
      status: 400,
      body: 'labels: none',
    });
    expect(pushedOld.refuse(refusal('body', 'labels: none'), null)).toEqual({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: 'labels: none' },
    });
  });

  it.each([webhook, pushed, pushedOld])(
    '[ING13] overload and storage are 503 at $path, since 4xx is dropped',
    (door) => {
      expect(door.refuse(refusal('overload'), null).status).toBe(503);
      expect(door.refuse(refusal('storage'), null).status).toBe(503);
      expect(door.refuse(refusal('key'), null).status).toBe(401);
      expect(door.refuse(refusal('too-large'), null).status).toBe(413);
    },
  );

  it('[ING14] every wrong key reads alike', () => {
    for (const door of [webhook, pushed, pushedOld]) {
      expect(door.refuse(refusal('key', 'revoked'), null)).toEqual(
        door.refuse(refusal('key', 'unknown'), null),
      );
    }
  });
});
