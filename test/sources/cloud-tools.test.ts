import { describe, expect, it } from 'vitest';
import { doorAt, eventOf, KEY, refusalOf, requestOf } from './request.ts';

const doorOf = (type: string) => doorAt(`/integration/${type}/v1/${KEY}`);
/** A variable that its sender left as it was written. */
const unset = (name: string) => `\${${name}}`;

describe('templates', () => {
  it('[ING74] what was left unrendered is no key, no resource, no time and no detail', () => {
    const event = eventOf(doorOf('datadog'), {
      eventTitle: '[Triggered] x',
      alertTransition: 'Triggered',
      alertCycleKey: '$ALERT_CYCLE_KEY',
      aggregKey: '',
      alertId: '12',
      alertScope: '$ALERT_SCOPE',
      hostname: '$HOSTNAME',
      date: '$DATE',
      alertType: '$ALERT_TYPE',
    });
    expect(event).toMatchObject({ dedupKey: '12|', resource: null, eventAt: null, urgencyWord: null });
    expect(Object.keys(event.details)).toEqual(['eventTitle', 'alertTransition', 'alertId']);
  });

  it('[ING74] an AppDynamics node that is none gives way to its tier, and an end has no urgency', () => {
    const event = eventOf(doorOf('appdynamics'), {
      event_type: 'POLICY_CLOSE_CRITICAL',
      severity: 'INFO',
      incident_id: '5',
      node_name: unset('latestEvent.node.name'),
      tier_name: 'web',
      event_message: "<b>Errors'</b> value <b>1,204.5</b> was under the threshold <b>2,000</b>",
    });
    expect(event).toMatchObject({
      resource: 'web',
      urgency: null,
      urgencyWord: null,
      metricValue: '1204.5',
      threshold: '2000',
    });
    expect(event.details).not.toHaveProperty('node_name');
  });

  it('[ING74] a Dynatrace template in its own braces', () => {
    const event = eventOf(doorOf('dynatrace'), {
      PID: 'p',
      State: 'OPEN',
      ProblemTitle: '{ProblemTitle}',
      ProblemSeverity: '{ProblemSeverity}',
      ImpactedEntity: 'host db1',
    });
    expect(event).toMatchObject({ summary: 'p: host db1', urgency: null, urgencyWord: null });
    expect(event.details).not.toHaveProperty('ProblemTitle');
  });
});

describe('times', () => {
  it('[ING5] Azure: seven digits of a fraction', () => {
    const event = eventOf(doorOf('azure'), {
      data: {
        essentials: {
          alertId: 'a',
          monitorCondition: 'Fired',
          firedDateTime: '2026-11-22T08:57:24.3713213Z',
        },
      },
    });
    expect(event.eventAt).toBe(Date.UTC(2026, 10, 22, 8, 57, 24, 371));
  });

  it('[ING5] Datadog: milliseconds as a text, seconds where those are missing', () => {
    const at = (changes: object) => eventOf(doorOf('datadog'), { title: '[Warn] x', ...changes }).eventAt;
    expect(at({ date: '1795337850123' })).toBe(1_795_337_850_123);
    expect(at({ date: '', datePosix: '1795337850' })).toBe(1_795_337_850_000);
  });

  it('[ING5] Google: seconds, the end for a close, nothing for zero', () => {
    const at = (changes: object) =>
      eventOf(doorOf('gcp'), { incident: { incident_id: 'i', started_at: 1_795_337_461, ...changes } })
        .eventAt;
    expect(at({ state: 'open', ended_at: null })).toBe(1_795_337_461_000);
    expect(at({ state: 'closed', ended_at: 1_795_338_061 })).toBe(1_795_338_061_000);
    expect(at({ state: 'open', started_at: 0 })).toBeNull();
  });

  it('[ING5] AppDynamics: as Java writes a date, with zones that mean one thing', () => {
    const at = (event_time: string) =>
      eventOf(doorOf('appdynamics'), { event_type: 'POLICY_OPEN_WARNING', incident_id: '1', event_time })
        .eventAt;
    expect(at('Mon Apr 03 02:04:55 UTC 2023')).toBe(Date.UTC(2023, 3, 3, 2, 4, 55));
    expect(at('Mon Apr 3 11:04:55 KST 2023')).toBe(Date.UTC(2023, 3, 3, 2, 4, 55));
    expect(at('Mon Apr 03 02:04:55 CST 2023')).toBeNull();
    expect(at('2023-04-03T02:04:55Z')).toBe(Date.UTC(2023, 3, 3, 2, 4, 55));
    expect(at('Mon Foo 03 02:04:55 UTC 2023')).toBeNull();
  });

  it('[ING5] Dynatrace: the latest event of a problem that was opened again, its end for a close', () => {
    const at = (State: string, ...startTimes: unknown[]) =>
      eventOf(doorOf('dynatrace'), {
        PID: 'p',
        State,
        ProblemDetailsJSON: {
          startTime: 1_795_337_800_000,
          endTime: State === 'OPEN' ? -1 : 1_795_337_900_000,
          rankedEvents: startTimes.map((startTime) => ({ startTime })),
        },
      }).eventAt;
    expect(at('OPEN')).toBe(1_795_337_800_000);
    expect(at('OPEN', 1_795_337_800_000, 1_795_338_000_000, -1)).toBe(1_795_338_000_000);
    expect(at('RESOLVED', 1_795_337_800_000)).toBe(1_795_337_900_000);
  });

  it('[ING5] Sentry: seconds with a fraction', () => {
    const event = { issue_id: '1', timestamp: 1_795_337_777.677 };
    expect(eventOf(doorOf('sentry'), { data: { event } }).eventAt).toBe(1_795_337_777_677);
  });
});

describe('keys', () => {
  it('[ING76] Azure: each step of a Service Health course is a new alert of one key', () => {
    const step = (alert: string, stage: string) =>
      eventOf(doorOf('azure'), {
        data: {
          essentials: {
            alertId: `/alerts/${alert}`,
            monitorCondition: 'Fired',
            monitoringService: 'Service Health',
          },
          alertContext: { properties: { trackingId: 'T1', stage } },
        },
      });
    expect([step('1', 'Active'), step('2', 'Resolved')]).toMatchObject([
      { dedupKey: 'T1', status: 'open' },
      { dedupKey: 'T1', status: 'close' },
    ]);
  });

  it('[ING76] Azure: two series of one rule without the common schema are two things', () => {
    const key = (value: string) =>
      eventOf(doorOf('azure'), {
        schemaId: 'AzureMonitorMetricAlert',
        data: {
          status: 'Activated',
          context: { id: 'rule', condition: { allOf: [{ dimensions: [{ name: 'queue', value }] }] } },
        },
      }).dedupKey;
    expect(key('a')).not.toBe(key('b'));
  });

  it('[ING77] Sentry: a metric alert and an issue of the same number are two things', () => {
    const issue = eventOf(doorOf('sentry'), { action: 'created', data: { issue: { id: '4' } } });
    const alert = eventOf(doorOf('sentry'), { action: 'critical', data: { metric_alert: { id: '4' } } });
    expect([issue.dedupKey, alert.dedupKey]).toEqual(['4', 'metric_alert:4']);
  });

  it('[ING77] Sentry: the threshold of the trigger that fired; tags of a list of pairs, one of them hostile', () => {
    const triggers = [
      { label: 'critical', alertThreshold: 100 },
      { label: 'warning', alertThreshold: 50 },
    ];
    const alert = { action: 'warning', data: { metric_alert: { id: '4', alert_rule: { triggers } } } };
    expect(eventOf(doorOf('sentry'), alert)).toMatchObject({ threshold: '50' });
    const event = { issue_id: '1', tags: [['server_name', 'web1'], ['__proto__', 'x'], null, ['odd']] };
    const read = eventOf(doorOf('sentry'), { data: { event } });
    expect(read.resource).toBe('web1');
    expect(JSON.stringify(read.details.tags)).toBe('{"server_name":"web1","__proto__":"x","odd":null}');
  });

  it('[ING78] Datadog: groups of one monitor are apart by their scope', () => {
    const key = (alertScope: string) =>
      eventOf(doorOf('datadog'), { eventTitle: 'x', alertTransition: 'Triggered', alertId: '1', alertScope })
        .dedupKey;
    expect(key('host:a')).not.toBe(key('host:b'));
  });

  it('[ING78] Datadog: value and threshold, from words and query', () => {
    const event = eventOf(doorOf('datadog'), {
      eventTitle: 'x',
      alertTransition: 'Warn',
      textOnlyMsg: 'the value is -4.25 now',
      alertQuery: 'avg(last_5m):avg:temp{*} < -4',
    });
    expect(event).toMatchObject({ metricValue: '-4.25', threshold: '-4' });
  });

  it('[ING79] GitHub: a branch whose workflow is green closes its own, not another', () => {
    const key = (head_branch: string, workflow_id: number) =>
      eventOf(doorOf('github'), {
        action: 'completed',
        repository: { full_name: 'a/b' },
        workflow_run: { workflow_id, head_branch, conclusion: 'success' },
      }).dedupKey;
    expect(new Set([key('main', 1), key('main', 2), key('dev', 1)]).size).toBe(3);
  });

  it('[ING79] GitHub: a form is read from its payload, which is no way around depth or form', () => {
    const door = doorOf('github');
    const deep = `${'{"a":'.repeat(70)}1${'}'.repeat(70)}`;
    for (const payload of [deep, '[]', '"x"', '{', ''])
      expect(refusalOf(door, { payload }), payload).toMatch(/^ING2 payload: /);
    const [ping] = door.parse(requestOf({ payload: '{"zen":"Speak.","hook_id":1}' }));
    expect(ping).toMatchObject({ ok: true, setAside: { code: 'ING16', params: { cause: 'test' } } });
  });

  it('[ING79] GitHub: waiting for somebody is low, production is high', () => {
    const deployment = (environment: string) =>
      eventOf(doorOf('github'), {
        repository: { full_name: 'a/b' },
        deployment_status: { state: 'error', environment },
      }).urgency;
    expect([deployment('Production'), deployment('staging')]).toEqual(['high', null]);
  });
});

it('[ING4] ids that are too long to keep whole stay apart', () => {
  const key = (end: string) =>
    eventOf(doorOf('newrelic'), { id: `${'x'.repeat(600)}${end}`, state: 'ACTIVATED' }).dedupKey;
  expect(key('a')).not.toBe(key('b'));
});

it('[ING2] Google: data of a push that is no base64, or no UTF-8, is refused', () => {
  const push = (data: unknown) => refusalOf(doorOf('gcp'), { message: { data } });
  for (const data of ['*', '/w==', '', 7, 'bm8ganNvbg=='])
    expect(push(data), String(data)).toMatch(/^ING2 message\.data: /);
});
