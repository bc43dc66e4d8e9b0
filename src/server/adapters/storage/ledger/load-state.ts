import type { DatabaseSync } from 'node:sqlite';
import type { Conservation } from '../../../../shared/stream.ts';
import { OUTCOMES, type Outcome } from '../../../../shared/words.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { LedgerState } from '../../../runtime/ports.ts';
import { decodeIncident, INCIDENT_COLUMNS, INCIDENT_JOINS } from './incident-codec.ts';
import { decodeOutboxRow } from './outbox-row.ts';
import type { PolicyStore } from './policy-store.ts';

/** What was received, and what became of it: `received` is the sum by construction (product rule 1). */
export function conservationOf(counts: Iterable<readonly [Outcome, number]>): Conservation {
  const outcomes = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  let received = 0;
  for (const [outcome, count] of counts) {
    outcomes[outcome] += count;
    received += count;
  }
  return { received, outcomes };
}

/** Everything a start needs; reads open incidents and counters only, never the length of history. */
export function loadState(db: DatabaseSync, policies: PolicyStore): LedgerState {
  // Row by row: a hundred thousand texts at once would weigh more than what is made of them.
  const incidents = (where: string): Incident[] =>
    Array.from(
      db
        .prepare(
          `SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS} WHERE ${where} ORDER BY i.number`,
        )
        .iterate(),
      (row) => decodeIncident(row, policies.of),
    );

  return {
    open: incidents(`i.status <> 'closed'`),
    unseen: incidents(`i.unseen = 1 AND i.status = 'closed'`),
    lastNumber: Number(db.prepare('SELECT coalesce(max(number), 0) AS n FROM incidents').get()?.n),
    outbox: db
      .prepare(`SELECT * FROM outbox WHERE state = 'pending' ORDER BY seq`)
      .all()
      .map(decodeOutboxRow),
    resources: db
      .prepare('SELECT kind, id, value FROM resources ORDER BY kind, id')
      .all()
      .map((row) => ({ kind: String(row.kind), id: String(row.id), value: JSON.parse(String(row.value)) })),
    heard: db
      .prepare('SELECT * FROM heard ORDER BY integration')
      .all()
      .map((row) => ({
        integration: String(row.integration),
        lastAcceptedAt: row.last_accepted_at as string | null,
        lastRefusedAt: row.last_refused_at as string | null,
      })),
    conservation: conservationOf(
      db
        .prepare('SELECT outcome, count FROM outcome_totals')
        .all()
        .map((row) => [row.outcome as Outcome, Number(row.count)]),
    ),
    repeatRows: db
      .prepare(
        `SELECT open.id AS incident, e.id AS event FROM (
          SELECT i.id, (SELECT max(seq) FROM events WHERE incident = i.number AND outcome = 'deduplicated') AS seq
          FROM incidents i WHERE i.status <> 'closed' ORDER BY i.number) open
        JOIN events e ON e.seq = open.seq`,
      )
      .all()
      .map((row) => ({ incident: String(row.incident), event: String(row.event) })),
    meta: Object.fromEntries(
      db
        .prepare('SELECT key, value FROM meta ORDER BY key')
        .all()
        .map((row) => [String(row.key), String(row.value)]),
    ),
  };
}
