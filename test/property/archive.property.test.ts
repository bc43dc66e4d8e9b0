import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { QueryPort } from '../../src/server/runtime/query-port.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { OUTCOMES, URGENCIES } from '../../src/shared/words.ts';
import { batch, closed, event, incident, outboxRow } from '../contracts/ledger-samples.ts';
import { archiveAll } from '../support/archive-all.ts';
import { diskStorage } from '../support/archive-storage.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 9, 20);
const SPAN_MS = 40 * DAY_MS;
const NOW = START + 60 * DAY_MS;

const SERVICES = ['payments', 'database', '결제'];
const at = fc.integer({ min: START, max: START + SPAN_MS });
const service = fc.constantFrom(...SERVICES);
const urgency = fc.constantFrom(...URGENCIES);
const integration = fc.constantFrom('std', 'prom', null);

const happening = fc.record({
  at,
  service,
  urgency,
  integration,
  /** Null: never closed. */
  closedAfter: fc.option(fc.integer({ min: 0, max: 20 * DAY_MS }), { nil: null }),
  events: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 3 * DAY_MS }),
      count: fc.integer({ min: 1, max: 50 }),
      outcome: fc.constantFrom(...OUTCOMES.filter((outcome) => outcome !== 'rejected')),
    }),
    { maxLength: 4 },
  ),
  messages: fc.array(
    fc.record({
      after: fc.integer({ min: 0, max: 3 * DAY_MS }),
      state: fc.constantFrom('sent', 'failed', 'obsolete', 'pending'),
    }),
    { maxLength: 3 },
  ),
  entries: fc.integer({ min: 0, max: 5 }),
  silent: fc.boolean(),
});
const orphan = fc.record({ at, kind: fc.constantFrom('event', 'message') });
const filter = fc.record({
  from: at,
  length: fc.integer({ min: 1, max: SPAN_MS }),
  zone: fc.constantFrom('UTC', 'Asia/Seoul', 'Asia/Kathmandu', 'Australia/Lord_Howe'),
  service: fc.option(fc.subarray(SERVICES, { minLength: 1 }), { nil: undefined }),
  urgency: fc.option(fc.subarray([...URGENCIES], { minLength: 1 }), { nil: undefined }),
  integration: fc.option(fc.constantFrom(['std'], ['std', 'prom']), { nil: undefined }),
});

type Filter = typeof filter extends fc.Arbitrary<infer T> ? T : never;

/** Everything people can see of history, but the mark that says where the details are. */
async function seen(queries: QueryPort, filters: readonly Filter[], incidents: number): Promise<unknown> {
  const reports = filters.map(async ({ from, length, service, urgency, integration, zone }) => {
    const asked = {
      from,
      to: from + length,
      zone,
      ...(service ? { service } : {}),
      ...(urgency ? { urgency } : {}),
      ...(integration ? { integration } : {}),
    };
    return Promise.all([
      queries.heatmap({ ...asked, of: 'incidents' }),
      queries.heatmap({ ...asked, of: 'events' }),
      queries.heatmap({ ...asked, of: 'notifications' }),
      queries.systemReport({ ...asked, by: 'day' }),
      queries.systemReport({ ...asked, by: 'service', includeSilent: true }),
      queries.events({ limit: 5, from, to: from + length, ...(integration ? { integration } : {}) }),
    ]);
  });
  const pages = Array.from({ length: incidents }, async (_, index) => {
    const id = `inc-${index + 1}`;
    const timeline = await queries.timeline(id);
    return Promise.all([
      queries.incident(id),
      timeline.filter(({ kind }) => kind !== 'archived'),
      queries.incidentEvents(id),
      queries.deliveries({ incident: id, limit: 50 }),
      queries.events({ incident: id, limit: 3 }),
    ]);
  });
  return Promise.all([
    ...reports,
    ...pages,
    queries.incidents({ limit: 50 }),
    queries.incidents({ limit: 50, q: 'disk 결제' }),
    queries.deliveries({ limit: 50 }),
    queries.events({ limit: 500 }),
    queries.metrics(START + 10 * DAY_MS, 'Asia/Seoul'),
  ]);
}

test('[STO84] every list, page, report and heat map is the same before and after archiving', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(happening, { maxLength: 12 }),
      fc.array(orphan, { maxLength: 6 }),
      fc.array(filter, { minLength: 1, maxLength: 4 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 1, max: 5 }),
      async (happenings, orphans, filters, days, limit) => {
        const dir = mkdtempSync(join(tmpdir(), 'watchfloor-archive-'));
        const { ledger, archives, queries } = diskStorage(dir, () => NOW);
        try {
          for (const [index, one] of happenings.entries()) {
            const number = index + 1;
            const id = `inc-${number}`;
            const made = one.closedAfter === null ? incident : closed;
            const facts = {
              createdAt: one.at,
              service: one.service,
              urgency: one.urgency,
              integration: one.integration,
              silent: one.silent,
              run: null,
              closedAt: one.closedAfter === null ? null : one.at + one.closedAfter,
            };
            ledger.commit(
              batch({
                incidents: [made(number, facts)],
                entries: Array.from({ length: one.entries }, (_, n) => ({
                  incident: id,
                  at: one.at + n,
                  kind: 'commented',
                  actor: SYSTEM,
                  reason: reason('INC11', 'x'),
                  data: { text: `${number}.${n}` },
                })),
                events: one.events.map(({ after, count, outcome }, n) =>
                  event(`e${number}.${n}`, {
                    incident: id,
                    receivedAt: one.at + after,
                    integration: one.integration ?? 'std',
                    count,
                    outcome,
                    fields: n % 2 === 0 ? { details: { n } } : null,
                    raw: n === 1 ? null : `body ${n}`,
                  }),
                ),
                outcomes: one.events.map(({ after, count, outcome }) => ({
                  at: one.at + after,
                  integration: one.integration ?? 'std',
                  outcome,
                  count,
                })),
                outbox: one.messages.map(({ after, state }, n) =>
                  outboxRow(
                    `m${number}.${n}`,
                    { state, createdAt: one.at, lastAttemptAt: state === 'pending' ? null : one.at + after },
                    id,
                  ),
                ),
              }),
            );
          }
          for (const [n, one] of orphans.entries()) {
            ledger.commit(
              one.kind === 'event'
                ? batch({ events: [event(`o${n}`, { receivedAt: one.at, outcome: 'rejected', raw: '{}' })] })
                : batch({
                    outbox: [
                      outboxRow(`o${n}`, { state: 'sent', createdAt: one.at, lastAttemptAt: one.at + 9 }),
                    ],
                  }),
            );
          }
          const before = await seen(queries, filters, happenings.length);
          const loaded = ledger.load();
          await archiveAll(ledger, archives, START + days * DAY_MS, limit);
          expect(await seen(queries, filters, happenings.length)).toEqual(before);
          expect(ledger.load()).toEqual(loaded);
        } finally {
          ledger.close();
          rmSync(dir, { recursive: true, force: true });
        }
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);
