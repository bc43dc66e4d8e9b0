import fc from 'fast-check';
import type { Batch } from '../../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../../src/shared/reason.ts';
import { OUTCOMES, URGENCIES } from '../../../src/shared/words.ts';
import { auditEntry, batch, event, incident, outboxRow, run, T0 } from '../../contracts/ledger-samples.ts';

/** Small pools, so that things meet; some references lead nowhere, so that some batches are refused. */
const number = fc.integer({ min: 1, max: 6 });
const id = number.map((n) => `inc-${n}`);
const at = fc.integer({ min: T0, max: T0 + 7_200_000 });
const eventId = fc.integer({ min: 1, max: 400 }).map((n) => `e${n}`);
const count = fc.integer({ min: 1, max: 50 });

const incidents = fc
  .record({
    number,
    status: fc.constantFrom('open' as const, 'acked' as const, 'closed' as const),
    urgency: fc.constantFrom(...URGENCIES),
    dedupKey: fc.constantFrom('a', 'A', '키'),
    closedAt: fc.option(at, { nil: null }),
    unseen: fc.boolean(),
    count,
    version: count,
    summary: fc.string({ unit: 'binary', maxLength: 30 }),
    hasRun: fc.boolean(),
  })
  .map(({ number: n, hasRun, ...part }) =>
    incident(n, { ...part, run: hasRun ? run({ number: part.version }) : null }),
  );

export const randomBatches: fc.Arbitrary<Batch> = fc
  .record({
    incidents: fc.array(incidents, { maxLength: 4 }),
    touches: fc.array(fc.record({ id, count, lastEventAt: at }), { maxLength: 2 }),
    events: fc.array(
      fc
        .record({
          id: eventId,
          incident: fc.option(id, { nil: null }),
          outcome: fc.constantFrom(...OUTCOMES),
        })
        .map(({ id: name, ...part }) => event(name, { ...part, raw: name })),
      { maxLength: 3 },
    ),
    repeats: fc.array(fc.record({ id: eventId, count, receivedAt: at, raw: fc.constantFrom('{}', null) }), {
      maxLength: 1,
    }),
    outcomes: fc.array(
      fc.record({
        at,
        integration: fc.constantFrom('std', 'b c'),
        outcome: fc.constantFrom(...OUTCOMES),
        count,
      }),
      { maxLength: 4 },
    ),
    entries: fc.array(
      id.map((one) => ({
        incident: one,
        at: T0,
        kind: 'repeated',
        actor: SYSTEM,
        reason: reason('DED1', 'x'),
      })),
      { maxLength: 2 },
    ),
    outbox: fc.array(
      fc
        .record({
          name: fc.constantFrom('m1', 'm2', 'm3'),
          state: fc.constantFrom('pending' as const, 'sent' as const, 'obsolete' as const),
          attempts: count,
          about: fc.option(id, { nil: null }),
        })
        .map(({ name, about, ...part }) => outboxRow(name, part, about)),
      { maxLength: 2 },
    ),
    audit: fc.array(
      fc.json().map((after) => auditEntry({ after })),
      { maxLength: 2 },
    ),
    resources: fc.array(
      fc.record({
        kind: fc.constantFrom('token', 'pin'),
        id: fc.constantFrom('a', 'b'),
        value: fc.jsonValue(),
      }),
      { maxLength: 2 },
    ),
    removed: fc.array(fc.record({ kind: fc.constantFrom('token', 'pin'), id: fc.constantFrom('a', 'b') }), {
      maxLength: 1,
    }),
    meta: fc.dictionary(fc.constantFrom('x', 'y'), fc.string({ maxLength: 5 }), { maxKeys: 2 }),
  })
  .map(batch);
