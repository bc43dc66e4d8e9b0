import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What a stopped server's database holds, counted from its rows and not from its counters. */
export function ledgerCounts(folder) {
  const db = new DatabaseSync(join(folder, 'watchfloor.db'), { readOnly: true });
  try {
    const outcomes = {};
    for (const row of db
      .prepare(
        'SELECT e.outcome AS outcome, sum(h.count) AS n FROM events e JOIN event_heat h USING (seq) GROUP BY e.outcome',
      )
      .all())
      outcomes[row.outcome] = Number(row.n);
    const one = (sql) => Number(db.prepare(sql).get().n);
    return {
      outcomes,
      events: Object.values(outcomes).reduce((sum, n) => sum + n, 0),
      incidents: one('SELECT count(*) AS n FROM incidents'),
      closed: one(`SELECT count(*) AS n FROM incidents WHERE status = 'closed'`),
      /** Every event that reached an incident is one of its count. */
      counted: one(`SELECT coalesce(sum(count), 0) AS n FROM incident_heat`),
    };
  } finally {
    db.close();
  }
}
