import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { durationMs } from '../../../../shared/duration.ts';
import type { ArchivePart, TimelineEntry } from '../../../../shared/incident.ts';
import { reason, SYSTEM } from '../../../../shared/reason.ts';
import { readInstallId } from '../check-database.ts';
import { isoTime } from '../queries/iso-time.ts';
import { openArchiveReader } from './archive-file.ts';

/** A part of an incident's details that the ledger gave away: where, when and by which policy. */
interface Removal extends ArchivePart {
  readonly archive: number;
  readonly at: number;
  readonly policy: string;
}

/** The archive files as a connection to the ledger knows them. Files are opened for each question, so that none is held. */
export interface ArchiveReads {
  /** Where an incident's details lie, newest last; empty while all are in the ledger. */
  readonly parts: (incident: string) => readonly ArchivePart[];
  /** The timeline's marks of what was archived. */
  readonly marks: (incident: string) => readonly TimelineEntry[];
  /** Files that hold, or may hold, words of an incident: begun copies and bundles that name it included. */
  readonly touched: (incident: string) => readonly ArchivePart[];
  /** Asks each of the incident's files that is there, oldest first. */
  readonly ofIncident: <T>(incident: string, ask: (db: DatabaseSync) => T) => readonly T[];
  /** Asks each file that is there and may hold rows of the span, both ends included. */
  readonly inSpan: <T>(from: number, to: number, ask: (db: DatabaseSync) => T) => readonly T[];
  readonly isAvailable: (file: string) => boolean;
}

/** `dir` null: a ledger in memory, which has no archives. */
export function createArchiveReads(db: DatabaseSync, dir: string | null): ArchiveReads {
  const removals = db.prepare(`SELECT a.id, a.month, a.file, r.at, r.policy FROM archived r
    JOIN archives a ON a.id = r.archive
    WHERE r.number = (SELECT number FROM incidents WHERE id = ?) AND r.at IS NOT NULL ORDER BY r.at, a.id`);
  const touched = db.prepare(`SELECT month, file FROM archives WHERE id IN (
    SELECT archive FROM archived WHERE number = (SELECT number FROM incidents WHERE id = :id)
    UNION SELECT archive FROM archived_mentions WHERE number = (SELECT number FROM incidents WHERE id = :id))
    ORDER BY id`);
  const spanned = db.prepare('SELECT file FROM archives WHERE last_at >= ? AND first_at <= ? ORDER BY id');

  const open = (file: string): DatabaseSync | null => {
    const install = readInstallId(db);
    if (dir === null || install === null || !existsSync(join(dir, file))) return null;
    try {
      return openArchiveReader(dir, file, install);
    } catch {
      // Moved away this moment, or damaged: the page says that it cannot be read.
      return null;
    }
  };
  const askEach = <T>(files: readonly string[], ask: (archive: DatabaseSync) => T): readonly T[] =>
    files.flatMap((file) => {
      const archive = open(file);
      if (!archive) return [];
      try {
        return [ask(archive)];
      } finally {
        archive.close();
      }
    });
  const isAvailable = (file: string): boolean => {
    const archive = open(file);
    archive?.close();
    return archive !== null;
  };
  const removalsOf = (incident: string): readonly Omit<Removal, 'available'>[] =>
    removals.all(incident).map((row) => ({
      archive: Number(row.id),
      month: String(row.month),
      file: String(row.file),
      at: Number(row.at),
      policy: String(row.policy),
    }));
  const withState = ({ month, file }: Pick<ArchivePart, 'month' | 'file'>): ArchivePart => ({
    month,
    file,
    available: isAvailable(file),
  });

  return {
    parts: (incident) => removalsOf(incident).map(withState),
    marks: (incident) =>
      removalsOf(incident).map(({ archive, month, file, at, policy }) => ({
        // Never the number of a stored entry, which count up from 1.
        seq: -archive,
        at: isoTime(at),
        kind: 'archived',
        actor: SYSTEM,
        reason: reason('STO81', `details archived ${month} by the policy ${policy}`, {
          month,
          policy,
          days: daysOf(policy),
        }),
        data: { month, file },
      })),
    touched: (incident) =>
      touched
        .all({ id: incident })
        .map((row) => withState({ month: String(row.month), file: String(row.file) })),
    ofIncident: (incident, ask) =>
      askEach(
        removalsOf(incident).map(({ file }) => file),
        ask,
      ),
    inSpan: (from, to, ask) =>
      askEach(
        spanned.all(from, to).map((row) => String(row.file)),
        ask,
      ),
    isAvailable,
  };
}

/** Days of a policy, to a tenth. */
const daysOf = (policy: string): number => Math.round((durationMs(policy) / 86_400_000) * 10) / 10;

/** Bytes of a file, 0 when it is not there. */
export const bytesOf = (dir: string, file: string): number =>
  statSync(join(dir, file), { throwIfNoEntry: false })?.size ?? 0;
