import { describe, expect, it } from 'vitest';
import { createdResult, doorAt, eventOf, KEY, refusal, refusalOf, requestOf } from './request.ts';

const door = doorAt('/v2/enqueue');
const trigger = {
  payload: {
    summary: 'Example alert on host1.example.com',
    timestamp: '2015-07-17T08:42:58.315+0000',
    source: 'monitoringtool:region-dc-01:cluster/api-stats-prod-003',
    severity: 'info',
    component: 'postgres',
    group: 'prod-datapipe',
    class: 'deploy',
    custom_details: { 'ping time': '1500ms', 'load avg': 0.75 },
  },
  routing_key: KEY,
  dedup_key: 'srv01/HTTP',
  images: [{ src: 'https://img.example/logo.png', href: 'https://example.com/', alt: 'Example text' }],
  links: [{ href: 'https://example.com/a', text: 'Link text' }],
  event_action: 'trigger',
  client: 'Sample Monitoring Service',
  client_url: 'https://monitoring.example.com',
};
const without = (field: string) => ({ ...trigger, payload: { ...trigger.payload, [field]: undefined } });
const errorsOf = (body: unknown) =>
  (door.refuse(refusal('body'), requestOf(body)).body as { errors: readonly string[] }).errors;

describe('PagerDuty events', () => {
  it('[ING12] a trigger is an open event with all its fields', () => {
    expect(eventOf(door, trigger)).toEqual({
      status: 'open',
      summary: 'Example alert on host1.example.com',
      dedupKey: 'srv01/HTTP',
      urgency: 'lowest',
      urgencyWord: 'info',
      eventAt: Date.UTC(2015, 6, 17, 8, 42, 58, 315),
      resource: 'monitoringtool:region-dc-01:cluster/api-stats-prod-003',
      metricName: 'deploy',
      metricValue: null,
      threshold: null,
      eventType: null,
      details: {
        'ping time': '1500ms',
        'load avg': 0.75,
        component: 'postgres',
        group: 'prod-datapipe',
        client: 'Sample Monitoring Service',
      },
      links: [
        { text: 'Sample Monitoring Service', url: 'https://monitoring.example.com' },
        { text: 'Link text', url: 'https://example.com/a' },
        { text: 'Example text', url: 'https://img.example/logo.png' },
        { text: 'Example text', url: 'https://example.com/' },
      ],
    });
  });

  it.each([
    ['critical', 'highest'],
    ['error', 'high'],
    ['warning', 'medium'],
    ['info', 'lowest'],
  ])('[ING12] severity %s is urgency %s', (severity, urgency) => {
    expect(eventOf(door, { ...trigger, payload: { ...trigger.payload, severity } }).urgency).toBe(urgency);
  });

  it('[ING12] acknowledge and resolve need a key and no payload', () => {
    const bare = { routing_key: KEY, dedup_key: 'srv01/HTTP' };
    expect(eventOf(door, { ...bare, event_action: 'acknowledge' })).toMatchObject({
      status: 'ack',
      urgency: null,
    });
    expect(eventOf(door, { ...bare, event_action: 'resolve' })).toMatchObject({
      status: 'close',
      dedupKey: 'srv01/HTTP',
    });
    expect(errorsOf({ routing_key: KEY, event_action: 'resolve' })).toEqual([
      "'dedup_key' is missing or blank",
    ]);
    expect(errorsOf({ routing_key: KEY, event_action: 'acknowledge', dedup_key: ' ' })).toHaveLength(1);
  });

  it('[ING12] a trigger without a key gets one, and the answer names it', () => {
    for (const dedup_key of [undefined, null, '', ' ']) {
      const body = { ...trigger, dedup_key };
      expect(eventOf(door, body).dedupKey).toBe('id-1');
      expect(door.accept([createdResult], requestOf(body)).body).toMatchObject({ dedup_key: 'id-1' });
    }
  });

  it('[ING12] custom_details that are a text are kept', () => {
    const body = { ...trigger, payload: { ...trigger.payload, custom_details: 'plain' } };
    expect(eventOf(door, body).details).toMatchObject({ value: 'plain', component: 'postgres' });
  });

  it('[ING12] custom_details that name a component of their own keep it', () => {
    const custom_details = { component: 'theirs' };
    const body = { ...trigger, payload: { ...trigger.payload, custom_details } };
    expect(eventOf(door, body).details).toMatchObject({ component: 'theirs', group: 'prod-datapipe' });
  });

  it('[ING12] a summary over 1,024 characters is cut, a key over 255 refused', () => {
    const long = { ...trigger, payload: { ...trigger.payload, summary: '가'.repeat(2000) } };
    expect([...eventOf(door, long).summary]).toHaveLength(1024);
    expect(eventOf(door, { ...trigger, dedup_key: 'k'.repeat(255) }).dedupKey).toBe('k'.repeat(255));
    expect(errorsOf({ ...trigger, dedup_key: 'k'.repeat(256) })[0]).toContain("Length of 'dedup_key'");
  });

  it('[ING12] every fault is named', () => {
    expect(errorsOf({ event_action: 'trigger', dedup_key: [], payload: { severity: 'P1' } })).toEqual([
      "'dedup_key' is invalid (must be a string)",
      "'payload.summary' is missing or blank",
      "'payload.source' is missing or blank",
      "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
    ]);
    for (const field of ['summary', 'source', 'severity']) {
      expect(errorsOf(without(field))).toEqual([`'payload.${field}' is missing or blank`]);
    }
    expect(errorsOf({ ...trigger, payload: undefined })).toEqual(["'payload' is missing or blank"]);
    expect(errorsOf({})).toEqual(["'event_action' is missing or blank"]);
    expect(errorsOf({ ...trigger, event_action: 'explode' })[0]).toContain("'event_action' is invalid");
    expect(refusalOf(door, without('summary'))).toBe("ING12 'payload.summary' is missing or blank");
    expect(refusalOf(door, 7)).toBe('ING12 body: expected an object with event_action, found 7');
  });
});

describe('PagerDuty answers', () => {
  it('[ING13] 202 with the sender’s own key', () => {
    expect(door.accept([{ ...createdResult, dedupKey: 'other' }], requestOf(trigger))).toEqual({
      status: 202,
      body: { status: 'success', message: 'Event processed', dedup_key: 'srv01/HTTP' },
    });
  });

  it('[ING13] 400 with PagerDuty’s shape, also for a body that was no JSON', () => {
    expect(door.refuse(refusal('body', 'body: not JSON'), requestOf(null))).toEqual({
      status: 400,
      body: { status: 'invalid event', message: 'Event object is invalid', errors: ['body: not JSON'] },
    });
    expect(door.refuse(refusal('too-large'), null).status).toBe(413);
  });

  it('[ING13] overload is 429, which makes PagerDuty’s clients retry; a failed disk is 503', () => {
    expect(door.refuse(refusal('overload'), null)).toMatchObject({
      status: 429,
      body: { status: 'throttle exceeded' },
    });
    expect(door.refuse(refusal('storage'), null).status).toBe(503);
  });

  it('[ING14] every wrong key reads alike', () => {
    const answer = door.refuse(refusal('key', 'revoked'), requestOf({}));
    expect(answer).toEqual(door.refuse(refusal('key', 'unknown'), null));
    expect(answer).toMatchObject({ status: 401, body: { errors: ['Invalid routing key'] } });
  });

  it('[ING12] the key is read from the body alone', () => {
    expect(door.keyOf?.(requestOf(trigger))).toBe(KEY);
    for (const body of [null, [], 'x', {}, { routing_key: {} }])
      expect(door.keyOf?.(requestOf(body))).toBeNull();
  });
});

it('[ING12] the same events are taken at the general path, singly or as a list', () => {
  const general = doorAt(`/integration/pagerduty/v1/${KEY}`);
  expect(eventOf(general, trigger)).toEqual(eventOf(door, trigger));
  const keyless = { ...trigger, dedup_key: undefined };
  const keys = general
    .parse(requestOf([keyless, keyless]))
    .map((item) => (item.ok ? item.event.dedupKey : null));
  expect(keys).toEqual(['id-1', 'id-2']);
  expect(general.accept([createdResult], requestOf(trigger)).status).toBe(200);
});
