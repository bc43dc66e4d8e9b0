import type { DatabaseSync } from 'node:sqlite';
import type { Conservation, Metrics } from '../../../../shared/stream.ts';
import type { Outcome } from '../../../../shared/words.ts';
import { conservationOf } from '../ledger/load-state.ts';
import { QUARTER_MS } from '../ledger/write-events.ts';
import { AUTO_CLOSED } from './auto-closed.ts';
import { startOfDay } from './zone-time.ts';

const RATE_BUCKET_MS = 600_000;
const RATE_BUCKETS = 24;
const WEEK_DAYS = 7;

/** Share 0..1 of the events that could have made an incident and did not (product rule 1), null before any. */
export function noiseRemoved({ received, outcomes }: Conservation): number | null {
  const couldOpen = received - outcomes.rejected - outcomes.updated - outcomes.ignored;
  if (couldOpen <= 0) return null;
  return (outcomes.deduplicated + outcomes.held + outcomes.suppressed) / couldOpen;
}

/**
 * Figures of a wall. "Today" is since midnight of the zone, "week" the seven days before it, so that the two
 * never overlap. MTTR is created → close; silent and auto-closed incidents are left out (product rule 16).
 */
export function metrics(db: DatabaseSync, now: number, zone: string): Omit<Metrics, 'floodThreshold'> {
  const midnight = startOfDay(now, zone);
  const weekStart = startOfDay(now, zone, WEEK_DAYS);
  const means =
    db.prepare(`SELECT avg(max(acked_at - created_at, 0)) AS mtta, avg(max(closed_at - created_at, 0)) AS mttr
    FROM incidents WHERE created_at >= ? AND created_at < ? AND silent = 0 AND coalesce(closed_by, '') NOT IN ${AUTO_CLOSED}`);
  const today = means.get(midnight, now + 1);
  const week = means.get(weekStart, midnight);
  const orNull = (value: unknown) => (value == null ? null : Number(value));
  const received = receivedSince(db, midnight);
  return {
    mttaMs: { today: orNull(today?.mtta), week: orNull(week?.mtta) },
    mttrMs: { today: orNull(today?.mttr), week: orNull(week?.mttr) },
    noiseRemoved: noiseRemoved(received),
    today: received,
    alarmRate: alarmRate(db, now),
  };
}

function receivedSince(db: DatabaseSync, from: number): Conservation {
  const rows = db
    .prepare('SELECT outcome, sum(count) AS count FROM outcome_quarters WHERE quarter >= ? GROUP BY outcome')
    .all(Math.floor(from / QUARTER_MS));
  return conservationOf(rows.map((row) => [row.outcome as Outcome, Number(row.count)]));
}

function alarmRate(db: DatabaseSync, now: number): number[] {
  const first = Math.floor(now / RATE_BUCKET_MS) - RATE_BUCKETS + 1;
  const rates = new Array<number>(RATE_BUCKETS).fill(0);
  const rows = db
    .prepare(`SELECT created_at / ${RATE_BUCKET_MS} - ? AS bucket, count(*) AS count FROM incidents
      WHERE created_at >= ? AND created_at < ? GROUP BY bucket`)
    .all(first, first * RATE_BUCKET_MS, (first + RATE_BUCKETS) * RATE_BUCKET_MS);
  for (const row of rows) rates[Number(row.bucket)] = Number(row.count);
  return rates;
}
