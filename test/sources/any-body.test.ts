import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOURCES } from '../../src/server/sources/registry.ts';
import type { EventResult, Refusal } from '../../src/server/sources/source.ts';
import { reason } from '../../src/shared/reason.ts';
import { expectBounded } from './expect-bounded.ts';
import { requestOf } from './request.ts';

/** Names the sources read, and names that have broken parsers before. */
const NAMES = [
  'summary',
  'event_id',
  'status',
  'urgency',
  'event_time',
  'metric_name',
  'threshold',
  'metric_value',
  'resource_name',
  'event_type',
  'custom_details',
  'alerts',
  'labels',
  'annotations',
  'startsAt',
  'endsAt',
  'generatorURL',
  'fingerprint',
  'externalURL',
  'receiver',
  'truncatedAlerts',
  'severity',
  'alertname',
  'event_action',
  'dedup_key',
  'routing_key',
  'payload',
  'source',
  'timestamp',
  'links',
  'images',
  'href',
  'src',
  'text',
  'alt',
  'client',
  'client_url',
  'component',
  'subject',
  'from',
  'html',
  'headers',
  'attachments',
  'group',
  'class',
  'message',
  'alias',
  'description',
  'entity',
  'tags',
  'actions',
  'responders',
  'visibleTo',
  'priority',
  'note',
  'user',
  'alert',
  'action',
  'alertId',
  'details',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'length',
  '',
];
const VALUES = [
  'open',
  'ack',
  'close',
  'firing',
  'resolved',
  'trigger',
  'acknowledge',
  'resolve',
  'critical',
  'info',
  '긴급',
  '0001-01-01T00:00:00Z',
  '2026-11-22T09:00:00Z',
  'https://example.com/',
  'javascript:alert(1)',
  '\ud800',
  '\u0000\u009b\u2028',
  'x'.repeat(5000),
  '🔥'.repeat(3000),
  1e308,
  -0,
  Number.POSITIVE_INFINITY,
];

const { value: jsonish } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.oneof(fc.constantFrom(...VALUES), fc.jsonValue({ maxDepth: 1 }), fc.string({ unit: 'binary' })),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary' })), tie('value')), {
        maxLength: 10,
      })
      .map((entries) => Object.fromEntries(entries)),
  ),
}));

/** Bodies shaped like real ones, with anything at all in each field, so that runs reach the mapping itself. */
const record = (required: Record<string, fc.Arbitrary<unknown>>, names: readonly string[]) =>
  fc
    .tuple(fc.record(required), fc.dictionary(fc.constantFrom(...names), jsonish, { maxKeys: 8 }))
    .map(([fixed, free]) => ({ ...free, ...fixed }));
const words = fc.dictionary(
  fc.oneof(fc.constantFrom(...NAMES), fc.string({ unit: 'binary' })),
  fc.string({ unit: 'binary' }),
);
const shaped = fc.oneof(
  record({ summary: fc.string({ unit: 'binary', minLength: 1 }) }, NAMES.slice(0, 11)),
  record({ labels: words }, NAMES.slice(11, 23)).map((alert) => ({ alerts: [alert, alert] })),
  fc.array(record({ labels: words }, NAMES.slice(11, 23)), { maxLength: 3 }),
  record(
    {
      event_action: fc.constantFrom('trigger', 'acknowledge', 'resolve'),
      dedup_key: fc.string({ unit: 'binary', minLength: 1 }),
      payload: record(
        {
          summary: fc.string({ minLength: 1 }),
          source: fc.constant('s'),
          severity: fc.constantFrom('critical', 'info'),
        },
        NAMES.slice(31),
      ),
    },
    NAMES.slice(23),
  ),
);

/** Sources that `shaped` has bodies for. */
const SHAPED = new Set(['standard', 'alertmanager', 'pagerduty']);
const KINDS: readonly Refusal['kind'][] = [
  'key',
  'signature',
  'body',
  'too-large',
  'overload',
  'storage',
  'method',
];

/** Parses, then answers as the gate would; returns how many elements were events. */
function drive(source: (typeof SOURCES)[number], body: unknown): number {
  let events = 0;
  for (const endpoint of source.endpoints) {
    const request = requestOf(body);
    endpoint.keyOf?.(request);
    const parsed = endpoint.parse(request);
    parsed.forEach(expectBounded);
    const results: EventResult[] = parsed.map((item) => ({
      outcome: item.ok ? 'created' : 'rejected',
      reason: item.ok ? reason('DED1', 'new') : item.reason,
      incident: null,
      dedupKey: item.ok ? item.event.dedupKey : null,
    }));
    expect(endpoint.accept(results, request).status).toBeLessThan(300);
    for (const kind of KINDS) {
      const answer = endpoint.refuse({ kind, reason: reason('ING2', 'why') }, request);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      JSON.stringify(answer.body);
    }
    events += parsed.filter(({ ok }) => ok).length;
  }
  return events;
}

describe.each(SOURCES.map((source) => [source.type, source] as const))('%s', (_, source) => {
  it('[ING1] no JSON value makes it throw, and every field of every event is bounded', () => {
    let events = 0;
    fc.assert(
      fc.property(fc.oneof(shaped, jsonish), (body) => {
        events += drive(source, body);
      }),
      { numRuns: SHAPED.has(source.type) ? 2000 : 300 },
    );
    // Proof that the runs reached the mapping and not only the refusals; conformance.test.ts has it for the others.
    if (SHAPED.has(source.type)) expect(events).toBeGreaterThan(100);
  }, 120_000);
});
