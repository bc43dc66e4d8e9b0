import { join } from 'node:path';
import { createArchiveReads } from '../../src/server/adapters/storage/archive/archive-reads.ts';
import { createArchiveWork } from '../../src/server/adapters/storage/archive/archive-work.ts';
import { inlineArchives } from '../../src/server/adapters/storage/archive/open-archives.ts';
import { DATABASE_FILE, openReader } from '../../src/server/adapters/storage/connection.ts';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { inlineQueries } from '../../src/server/adapters/storage/open-queries.ts';
import { createLedgerReads } from '../../src/server/adapters/storage/queries/ledger-reads.ts';
import { recordingLog } from '../adapters/storage/storage-dir.ts';

/** The real ledger of a folder with its queries and archives, all on this thread. */
export function diskStorage(dir: string, now: () => number) {
  const { ledger } = openLedger({ dir, now: now(), log: recordingLog() });
  const db = openReader(join(dir, DATABASE_FILE));
  const reads = createLedgerReads(db, now, createArchiveReads(db, dir));
  return { ledger, queries: inlineQueries(reads), archives: inlineArchives(createArchiveWork(dir)) };
}
