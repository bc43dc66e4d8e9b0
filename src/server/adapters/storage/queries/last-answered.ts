import type { DatabaseSync } from 'node:sqlite';
import { urgencyRank } from '../../../../shared/words.ts';
import type { AnsweredFilter } from '../../../runtime/query-port.ts';
import { all, inList, where } from './where.ts';

/**
 * Walks the closed incidents from the latest close back. An incident is answered at its close or before, so the walk
 * ends at the first close that is not after the best answer found.
 */
export function lastAnswered(db: DatabaseSync, filter: AnsweredFilter): number | null {
  const { sql, params } = all([
    where(`i.status = 'closed' AND i.silent = 0 AND i.created_at >= ?`, filter.since),
    ...inList('i.service', filter.service),
    ...inList('i.urgency', filter.urgency?.map(urgencyRank)),
  ]);
  const ackOf = db.prepare(
    `SELECT json_extract(state, '$.ackedAt') AS acked_at FROM incident_states WHERE number = ?`,
  );
  let best: number | null = null;
  const closes = db.prepare(`SELECT number, closed_at FROM incidents i WHERE ${sql} ORDER BY closed_at DESC`);
  for (const row of closes.iterate(...params)) {
    const closedAt = Number(row.closed_at);
    if (best !== null && closedAt <= best) break;
    const at = Number(ackOf.get(Number(row.number))?.acked_at ?? closedAt);
    best = Math.max(best ?? at, at);
  }
  return best;
}
