import type { DatabaseSync } from 'node:sqlite';
import { urgencyRank } from '../../../../shared/words.ts';
import type { Instant } from '../../../domain/incident/incident.ts';
import type { Batch, EventRepeat, NewEvent } from '../../../runtime/ports.ts';
import type { EventStep } from '../journal/merge-batches.ts';
import { FIRST_SLOT, rawSlots } from './raw-slots.ts';
import type { RowNumbers } from './row-numbers.ts';

/** Length of a counter's bucket: zones in use are whole quarter hours from UTC, so days and hours of any zone add up. */
export const QUARTER_MS = 900_000;

export function createEventWriter(db: DatabaseSync, incidents: RowNumbers, events: RowNumbers) {
  const insert = db.prepare(`INSERT INTO events
    (id, received_at, event_at, integration, dedup_key, status, urgency, summary, outcome, reason, incident)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const heat = db.prepare('INSERT INTO event_heat (seq, count, last_received_at) VALUES (?, ?, ?)');
  const addHeat = db.prepare(
    'UPDATE event_heat SET count = count + ?, last_received_at = max(last_received_at, ?) WHERE seq = ?',
  );
  const fields = db.prepare('INSERT INTO event_fields (seq, fields) VALUES (?, ?)');
  const firstRaw =
    db.prepare(`INSERT INTO raw_bodies (owner, slot, at, seen, body) VALUES (?, ${FIRST_SLOT}, ?, 1, ?)
    ON CONFLICT (owner, slot) DO UPDATE SET seen = seen + 1 RETURNING seen`);
  const otherRaw = db.prepare(
    'INSERT OR REPLACE INTO raw_bodies (owner, slot, at, seen, body) VALUES (?, ?, ?, 0, ?)',
  );
  const ownerOf = db.prepare(
    'SELECT i.id AS owner FROM events e JOIN incidents i ON i.number = e.incident WHERE e.seq = ?',
  );
  const quarter =
    db.prepare(`INSERT INTO outcome_quarters (quarter, integration, outcome, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);
  const total = db.prepare(`INSERT INTO outcome_totals (outcome, count) VALUES (?, ?)
    ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  const keepRaw = (owner: string, at: Instant, body: string): void => {
    const nth = Number(firstRaw.get(owner, at, body)?.seen);
    for (const slot of rawSlots(nth)) if (slot !== FIRST_SLOT) otherRaw.run(owner, slot, at, body);
  };

  const writeEvent = (event: NewEvent): void => {
    const result = insert.run(
      event.id,
      event.receivedAt,
      event.eventAt,
      event.integration,
      event.dedupKey,
      event.status,
      event.urgency === null ? null : urgencyRank(event.urgency),
      event.summary,
      event.outcome,
      JSON.stringify(event.reason),
      event.incident === null ? null : incidents.of(event.incident),
    );
    const seq = Number(result.lastInsertRowid);
    events.set(event.id, seq);
    heat.run(seq, event.count, event.receivedAt);
    if (event.fields !== null) fields.run(seq, JSON.stringify(event.fields));
    if (event.raw !== null) keepRaw(event.incident ?? event.id, event.receivedAt, event.raw);
  };

  const writeRepeat = (repeat: EventRepeat): void => {
    const seq = events.of(repeat.id);
    addHeat.run(repeat.count, repeat.receivedAt, seq);
    if (repeat.raw === null) return;
    const owner = ownerOf.get(seq)?.owner;
    keepRaw(owner === undefined ? repeat.id : String(owner), repeat.receivedAt, repeat.raw);
  };

  return {
    steps: (list: readonly EventStep[]): void => {
      for (const step of list) {
        if (step.kind === 'event') writeEvent(step.event);
        else writeRepeat(step.repeat);
      }
    },
    outcomes: (list: Batch['outcomes']): void => {
      for (const [key, count] of sumBy(
        list,
        (o) => `${Math.floor(o.at / QUARTER_MS)} ${o.outcome} ${o.integration}`,
      )) {
        const [at = '', outcome = '', ...integration] = key.split(' ');
        quarter.run(Number(at), integration.join(' '), outcome, count);
      }
      for (const [outcome, count] of sumBy(list, (o) => o.outcome)) total.run(outcome, count);
    },
  };
}

/** Counts added up per key before they reach the disk: a batch mostly repeats a few. */
function sumBy(
  list: Batch['outcomes'],
  keyOf: (item: Batch['outcomes'][number]) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of list) {
    const key = keyOf(item);
    sums.set(key, (sums.get(key) ?? 0) + item.count);
  }
  return sums;
}
