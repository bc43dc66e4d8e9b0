import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ArchivePiece } from '../../../runtime/archive-port.ts';
import { ARCHIVE_DIR, archiveName, monthOf, openArchiveReader } from './archive-file.ts';

/** The data folder, and the install whose archives it takes. */
interface Place {
  readonly dir: string;
  readonly install: string;
}

/**
 * What to archive next, oldest first: incidents closed in one month whose messages have all left or been given up, else
 * events and messages of no incident received in one month (STO81). Null when nothing is left.
 */
export function planNext(
  db: DatabaseSync,
  place: Place,
  before: number,
  limit: number,
  skip: readonly string[],
): ArchivePiece | null {
  const closed = db
    .prepare(`SELECT i.id, i.closed_at AS at FROM incidents i
      WHERE i.status = 'closed' AND i.details = 1 AND i.closed_at < ?
        AND i.id NOT IN (SELECT value FROM json_each(?))
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.incident = i.number AND o.state = 'pending')
      ORDER BY i.closed_at LIMIT ?`)
    .all(before, JSON.stringify(skip), limit);
  if (closed.length > 0) {
    const { month, ids } = firstMonth(closed);
    // What may be removed is known once it is copied.
    const incidents = ids.map((id) => ({ id, closedAt: 0, upTo: { timeline: 0, events: 0, outbox: 0 } }));
    return { ...emptyPiece(db, place, month), incidents };
  }
  const events = db
    .prepare(`SELECT id, received_at AS at FROM events WHERE incident IS NULL AND received_at < ?
      ORDER BY received_at LIMIT ?`)
    .all(before, limit);
  if (events.length > 0) {
    const { month, ids } = firstMonth(events);
    return { ...emptyPiece(db, place, month), events: ids };
  }
  const messages = db
    .prepare(`SELECT id, created_at AS at FROM outbox
      WHERE incident IS NULL AND state <> 'pending' AND created_at < ? ORDER BY created_at LIMIT ?`)
    .all(before, limit);
  if (messages.length === 0) return null;
  const { month, ids } = firstMonth(messages);
  return { ...emptyPiece(db, place, month), messages: ids, mentions: mentionsOf(db, ids) };
}

function firstMonth(rows: readonly Readonly<Record<string, unknown>>[]): {
  readonly month: string;
  readonly ids: readonly string[];
} {
  const month = monthOf(Number(rows[0]?.at));
  const ids = rows.filter(({ at }) => monthOf(Number(at)) === month).map(({ id }) => String(id));
  return { month, ids };
}

/** Incidents that bundles name and the ledger still knows. */
function mentionsOf(db: DatabaseSync, messages: readonly string[]): readonly string[] {
  return db
    .prepare(`SELECT DISTINCT i.id FROM outbox o, json_each(o.message, '$.body.incidents') line
      JOIN incidents i ON i.id = json_extract(line.value, '$.id')
      WHERE o.id IN (SELECT value FROM json_each(?))`)
    .all(JSON.stringify(messages))
    .map(({ id }) => String(id));
}

const emptyPiece = (db: DatabaseSync, place: Place, month: string): ArchivePiece => ({
  file: fileFor(db, place, month),
  month,
  incidents: [],
  events: [],
  messages: [],
  mentions: [],
});

/**
 * The month's file to add to. One that was moved away is not made anew under its name, so that it can be put back: the
 * next one of the month begins (STO88). A file that the ledger does not know, as after a restore, is taken on when it is ours.
 */
function fileFor(db: DatabaseSync, { dir, install }: Place, month: string): string {
  // One that nothing was ever removed for was begun and never made.
  const known = new Set(
    db
      .prepare('SELECT file FROM archives WHERE month = ? AND (incidents > 0 OR first_at IS NOT NULL)')
      .all(month)
      .map(({ file }) => String(file)),
  );
  for (let nth = 1; ; nth += 1) {
    const name = archiveName(month, nth);
    const file = `${ARCHIVE_DIR}/${name}`;
    const isThere = existsSync(join(dir, file));
    if (isThere ? isUsable(dir, file, install) : !known.has(file)) return name;
  }
}

function isUsable(dir: string, file: string, install: string): boolean {
  try {
    openArchiveReader(dir, file, install).close();
    return true;
  } catch {
    return false;
  }
}
