import type { DatabaseSync } from 'node:sqlite';
import type { Conservation } from '../../../../shared/stream.ts';
import { OUTCOMES, type Outcome } from '../../../../shared/words.ts';
import type { IntegrationFigures, IntegrationFiguresFilter } from '../../../runtime/query-port.ts';
import { QUARTER_MS } from '../ledger/write-events.ts';
import { isoTime } from './iso-time.ts';

/** Newest events of an integration looked at for words: the cost of a page does not grow with its traffic. */
const MAX_EVENTS = 1000;
const MAX_WORDS = 20;
/** A refused body is recorded with its arrival, heard with its turn: these lie at most a long queue apart. */
const TURN_LAG_MS = 60_000;

/** [STR146] What became of each integration's events lately, the last refusal, and words nobody knew. */
export function integrationFigures(
  db: DatabaseSync,
  { from, wordsFrom, integrations }: IntegrationFiguresFilter,
): Readonly<Record<string, IntegrationFigures>> {
  const counts = countsSince(db, from);
  // CROSS JOIN keeps SQLite on the few events chosen. The filter on the text spares parsing the details of events that hold no such word.
  const words = db.prepare(`SELECT json_extract(f.fields, '$.unknownUrgency') AS word, sum(h.count) AS count,
      max(h.last_received_at) AS at
    FROM (SELECT seq FROM events WHERE integration = ? AND received_at >= ?
      ORDER BY received_at DESC LIMIT ${MAX_EVENTS}) e
    CROSS JOIN event_fields f ON f.seq = e.seq AND instr(f.fields, '"unknownUrgency":') > 0
    CROSS JOIN event_heat h ON h.seq = e.seq
    GROUP BY word HAVING word IS NOT NULL ORDER BY count DESC, word LIMIT ${MAX_WORDS}`);
  // The plus keeps SQLite on the outcome's own index: refusals are few, events are not.
  const refusal = db.prepare(`SELECT id, received_at, reason FROM events
    WHERE outcome = 'rejected' AND received_at BETWEEN ? AND ? AND +integration = ?
    ORDER BY received_at DESC, seq DESC LIMIT 1`);

  return Object.fromEntries(
    integrations.map(({ id, refusedAt }) => {
      const row =
        refusedAt === null ? undefined : refusal.get(refusedAt - TURN_LAG_MS, refusedAt + TURN_LAG_MS, id);
      return [
        id,
        {
          outcomes: { ...none(), ...counts.get(id) },
          lastRefusal: row
            ? { event: String(row.id), at: isoTime(row.received_at), reason: JSON.parse(String(row.reason)) }
            : null,
          unknownWords: words.all(id, wordsFrom).map((one) => ({
            word: String(one.word),
            count: Number(one.count),
            lastAt: isoTime(one.at),
          })),
        },
      ];
    }),
  );
}

const none = () => Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;

function countsSince(db: DatabaseSync, from: number): Map<string, Partial<Conservation['outcomes']>> {
  const rows = db
    .prepare(`SELECT integration, outcome, sum(count) AS count FROM outcome_quarters
      WHERE quarter >= ? GROUP BY integration, outcome`)
    .all(Math.floor(from / QUARTER_MS));
  const counts = new Map<string, Partial<Record<Outcome, number>>>();
  for (const { integration, outcome, count } of rows) {
    const of = counts.get(String(integration)) ?? {};
    of[outcome as Outcome] = Number(count);
    counts.set(String(integration), of);
  }
  return counts;
}
