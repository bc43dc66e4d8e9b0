import { join } from 'node:path';
import { type LogPort, StorageError } from '../../../runtime/ports.ts';
import { fileStamp } from '../backup.ts';
import { openWriter } from '../connection.ts';
import { openKnownDatabase } from '../known-database.ts';
import { readJournalMark } from '../ledger/ledger-session.ts';
import { createSqliteLedger } from '../sqlite-ledger.ts';
import { createRecordApplier, groupLength } from './apply-records.ts';
import { JOURNAL_DIR, readJournal, setJournalAside } from './journal.ts';
import { createJournaledLedger, type JournaledLedger } from './journaled-ledger.ts';

/** A ledger whose readers may have to wait for what was committed a moment ago. */
export type OpenLedger = JournaledLedger;

export interface OpenWithJournalOptions {
  readonly dir: string;
  /** The database. */
  readonly file: string;
  readonly install: string;
  /** Epoch ms. */
  readonly now: number;
  readonly log: LogPort;
  readonly workerUrl: URL | undefined;
}

/** Brings the database up to what the journal of the last run holds, and opens the ledger on both (STO91). */
export function openWithJournal(options: OpenWithJournalOptions): OpenLedger {
  const { dir, file, install, log, workerUrl } = options;
  const applied = catchUp(options);
  if (workerUrl !== undefined) return createJournaledLedger({ dir, install, applied, workerUrl, log });
  const ledger = createSqliteLedger(() => openKnownDatabase(file, install));
  return { ...ledger, settled: () => Promise.resolve(), behindBytes: () => 0 };
}

/** Returns the number of the last record that the database has. Throws `StorageError` while the disk takes nothing. */
function catchUp({ dir, file, install, now, log }: OpenWithJournalOptions): number {
  const mark = markOf(file);
  const { records, lost } = readJournal(dir, mark);
  if (records.length > 0) {
    const ledger = createSqliteLedger(() => openKnownDatabase(file, install));
    try {
      const apply = createRecordApplier(dir, ledger.commitAll);
      for (let rest = records; rest.length > 0; rest = rest.slice(groupLength(rest))) {
        for (const aside of apply(rest.slice(0, groupLength(rest))))
          log.error(aside, 'the database can not take a decision: it was set aside');
      }
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      const where = join(dir, JOURNAL_DIR);
      throw new StorageError(
        `${error.message}: what was acknowledged last lies safe in ${where} and must be written first; make room and start again`,
        { cause: error },
      );
    } finally {
      ledger.close();
    }
    log.info({ records: records.length }, 'the journal of the last run was written to the database');
  }
  if (lost !== null) {
    const moved = setJournalAside(dir, fileStamp(now));
    log.error({ lost, moved }, 'the journal does not fit the database: it was moved aside');
  }
  return mark + records.length;
}

function markOf(file: string): number {
  const db = openWriter(file);
  try {
    return readJournalMark(db);
  } finally {
    db.close();
  }
}
