import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ArchiveOverview, ArchivePiece, ArchivePort } from '../../../runtime/archive-port.ts';
import { readInstallId } from '../check-database.ts';
import { DATABASE_FILE, openReader } from '../connection.ts';
import { copyPiece } from './archive-copy.ts';
import { ARCHIVE_DIR, ArchiveUnavailableError } from './archive-file.ts';
import { planNext } from './archive-plan.ts';
import { bytesOf, createArchiveReads } from './archive-reads.ts';
import { redactArchive } from './archive-redact.ts';

/** The port's methods, done at once on the thread that calls them. */
export type ArchiveWork = {
  readonly [Name in keyof ArchivePort]: (
    ...args: Parameters<ArchivePort[Name]>
  ) => Awaited<ReturnType<ArchivePort[Name]>>;
};
export type ArchiveMethod = keyof ArchivePort;
export const ARCHIVE_METHODS: readonly ArchiveMethod[] = [
  'next',
  'copy',
  'left',
  'partsOf',
  'redact',
  'overview',
];

/** Archiving's slow half over a data folder: everything here reads the ledger and writes archive files only. */
export function createArchiveWork(dir: string): ArchiveWork {
  const db = openReader(join(dir, DATABASE_FILE));
  const reads = createArchiveReads(db, dir);
  const install = readInstallId(db) ?? '';
  return {
    next: (before, limit, skip) => planNext(db, { dir, install }, before, limit, skip),
    copy: (piece) => copyPiece(dir, install, piece, mayCreate(db, piece)),
    left: (piece) => countLeft(db, piece),
    partsOf: (incident) => reads.touched(incident),
    redact: (redaction) => {
      const parts = reads.touched(redaction.incident);
      const missing = parts.find(({ available }) => !available);
      if (missing) throw new ArchiveUnavailableError(`${missing.file} is not there`);
      for (const { file } of parts) redactArchive(dir, file, install, redaction);
      return null;
    },
    overview: (before) => ({
      ledger: ledgerSize(db, dir),
      archives: db
        .prepare('SELECT month, file, incidents, events FROM archives ORDER BY month, id')
        .all()
        .map((row) => ({
          month: String(row.month),
          file: String(row.file),
          incidents: Number(row.incidents),
          events: Number(row.events),
          bytes: bytesOf(dir, String(row.file)),
          available: reads.isAvailable(String(row.file)),
        })),
      waiting: before === null ? { incidents: 0, events: 0 } : countWaiting(db, before),
    }),
  };
}

/** A file that holds something already and is gone now was moved: it must not be begun anew under its name. */
function mayCreate(db: DatabaseSync, { file }: ArchivePiece): boolean {
  const known = db
    .prepare('SELECT first_at, incidents FROM archives WHERE file = ?')
    .get(`${ARCHIVE_DIR}/${file}`);
  return known === undefined || (known.first_at === null && known.incidents === 0);
}

function countLeft(db: DatabaseSync, piece: ArchivePiece): number {
  const row = db
    .prepare(`WITH one AS (SELECT number, id FROM incidents
        WHERE id IN (SELECT value FROM json_each(:incidents)) AND details = 1 AND status = 'closed')
      SELECT (SELECT count(*) FROM one) +
        (SELECT count(*) FROM timeline WHERE incident IN (SELECT number FROM one)) +
        (SELECT count(*) FROM events WHERE incident IN (SELECT number FROM one)) +
        (SELECT count(*) FROM outbox WHERE incident IN (SELECT number FROM one)) +
        (SELECT count(*) FROM raw_bodies WHERE owner IN (SELECT id FROM one)) +
        (SELECT count(*) FROM events WHERE id IN (SELECT value FROM json_each(:events)) AND incident IS NULL) +
        (SELECT count(*) FROM outbox WHERE id IN (SELECT value FROM json_each(:messages)) AND incident IS NULL
          AND state <> 'pending') AS n`)
    .get({
      incidents: JSON.stringify(piece.incidents.map(({ id }) => id)),
      events: JSON.stringify(piece.events),
      messages: JSON.stringify(piece.messages),
    });
  return Number(row?.n);
}

function countWaiting(db: DatabaseSync, before: number): ArchiveOverview['waiting'] {
  const row = db
    .prepare(`SELECT
      (SELECT count(*) FROM incidents WHERE status = 'closed' AND details = 1 AND closed_at < :before) AS incidents,
      (SELECT count(*) FROM events WHERE incident IS NULL AND received_at < :before) AS events`)
    .get({ before });
  return { incidents: Number(row?.incidents), events: Number(row?.events) };
}

/** The ledger's file with its write-ahead log, and the part of it that is free to be written again. */
function ledgerSize(db: DatabaseSync, dir: string): ArchiveOverview['ledger'] {
  const pragma = (name: string) => Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  const log = statSync(join(dir, `${DATABASE_FILE}-wal`), { throwIfNoEntry: false })?.size ?? 0;
  const page = pragma('page_size');
  return { bytes: page * pragma('page_count') + log, freeBytes: page * pragma('freelist_count') };
}
