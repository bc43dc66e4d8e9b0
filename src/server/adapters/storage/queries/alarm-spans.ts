import type { DatabaseSync } from 'node:sqlite';
import { FLOOD_SPAN_MS } from '../../../domain/flood/propose-threshold.ts';
import type { AlarmSpans } from '../../../runtime/query-port.ts';

/** New incidents per ten minutes, as the alarm rate of a wall counts them: silent ones included. */
export function alarmSpans(db: DatabaseSync, from: number, to: number): AlarmSpans {
  const rows = db
    .prepare(`SELECT created_at / ${FLOOD_SPAN_MS} AS span, count(*) AS count FROM incidents
      WHERE created_at >= ? AND created_at < ? GROUP BY span ORDER BY span`)
    .all(from, to);
  const oldest = db.prepare('SELECT min(created_at) AS at FROM incidents').get()?.at;
  const firstAt = oldest == null ? null : Math.floor(Number(oldest) / FLOOD_SPAN_MS) * FLOOD_SPAN_MS;
  return {
    firstAt: firstAt === null || firstAt >= to ? null : Math.max(from, firstAt),
    counts: rows.map((row) => Number(row.count)),
  };
}
