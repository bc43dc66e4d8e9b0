import type { DatabaseSync } from 'node:sqlite';
import type { TimelineEntry } from '../../../../shared/incident.ts';
import { LATEST_SLOT } from '../ledger/raw-slots.ts';
import { isoTime } from './iso-time.ts';

type Row = Readonly<Record<string, unknown>>;

export const timelineEntry = (row: Row): TimelineEntry => ({
  seq: Number(row.seq),
  at: isoTime(row.at),
  kind: String(row.kind),
  actor: JSON.parse(String(row.actor)),
  reason: JSON.parse(String(row.reason)),
  data: row.data === null ? {} : JSON.parse(String(row.data)),
});

interface KeptBody {
  readonly slot: number;
  readonly at: string;
  readonly body: string;
}

export const keptBody = (row: Row): KeptBody => ({
  slot: Number(row.slot),
  at: isoTime(row.at),
  body: String(row.body),
});

/**
 * An incident's first and latest body. Every place it lay in has a first and a latest of its own, oldest place first;
 * one that is still where it was copied from comes once.
 */
export function outerBodies(
  bodies: readonly KeptBody[],
): readonly { readonly at: string; readonly body: string }[] {
  const each = new Map<string, KeptBody>();
  for (const one of bodies) {
    const key = `${one.slot} ${one.at}`;
    if (!each.has(key)) each.set(key, one);
  }
  const all = [...each.values()].map(({ at, body }) => ({ at, body }));
  return all.length > 2 ? [all[0]!, all.at(-1)!] : all;
}

export const archivedTimeline = (archive: DatabaseSync, incident: string): readonly TimelineEntry[] =>
  archive.prepare('SELECT * FROM timeline WHERE incident = ? ORDER BY seq').all(incident).map(timelineEntry);

/** The first event's fields as JSON, and the first and latest body, of what one archive has. */
export function archivedBodies(archive: DatabaseSync, incident: string) {
  const row = archive
    .prepare('SELECT fields FROM events WHERE incident_id = ? AND fields IS NOT NULL ORDER BY seq LIMIT 1')
    .get(incident);
  const raw = archive
    .prepare(
      `SELECT slot, at, body FROM raw_bodies WHERE owner = ? AND slot <= ${LATEST_SLOT} ORDER BY rowid`,
    )
    .all(incident)
    .map(keptBody);
  return { fields: row ? String(row.fields) : null, raw };
}

/**
 * A timeline whose entries may lie in several places, each once (a copy may be there before its original is gone), with
 * a mark where details were archived: after everything that had happened by then.
 */
export function joinTimeline(
  archived: readonly TimelineEntry[],
  own: readonly TimelineEntry[],
  marks: readonly TimelineEntry[],
): readonly TimelineEntry[] {
  if (archived.length === 0 && marks.length === 0) return own;
  const bySeq = new Map([...archived, ...own].map((entry) => [entry.seq, entry]));
  const entries = [...bySeq.values()].toSorted((a, b) => a.seq - b.seq);
  const gone = new Set(archived.map(({ seq }) => seq));
  for (const mark of marks) {
    const later = entries.findIndex(({ at, seq }) => at > mark.at || (at === mark.at && !gone.has(seq)));
    entries.splice(later === -1 ? entries.length : later, 0, mark);
  }
  return entries;
}
