import type { DatabaseSync } from 'node:sqlite';
import type { LedgerPort } from '../../runtime/ports.ts';
import { createLedgerSession, type LedgerSession } from './ledger/ledger-session.ts';
import { asStorageError } from './storage-errors.ts';

/** Failed commits on one connection before a new one is tried: a disk that came back may need fresh file handles. */
const FAILURES_BEFORE_REOPEN = 3;

/**
 * The ledger over connections that `open` makes. A failed commit is rolled back and the same connection is
 * used again, because there the failed transaction is certain never to appear; only a connection that
 * keeps failing, or cannot roll back, is replaced.
 */
export function createSqliteLedger(
  open: () => DatabaseSync,
): LedgerPort & Pick<LedgerSession, 'commitAll' | 'indexSome'> {
  const connect = () => {
    const db = open();
    return { db, session: createLedgerSession(db) };
  };
  let current: ReturnType<typeof connect> | null = connect();
  let failures = 0;

  const drop = (): void => {
    try {
      current?.db.close();
    } catch {
      // A connection whose disk is gone may refuse to close; its handle is released with the process.
    }
    current = null;
  };
  const guard = <T>(work: (session: ReturnType<typeof connect>['session']) => T): T => {
    try {
      current ??= connect();
      const result = work(current.session);
      failures = 0;
      return result;
    } catch (error) {
      const failure = asStorageError(error);
      if (failure !== error) {
        failures += 1;
        if (failures % FAILURES_BEFORE_REOPEN === 0 || current?.db.isTransaction) drop();
      }
      throw failure;
    }
  };

  return {
    load: () => guard((session) => session.load()),
    commit: (batch) => guard((session) => session.commit(batch)),
    indexSome: () => guard((session) => session.indexSome()),
    commitAll: (batches, mark) => guard((session) => session.commitAll(batches, mark)),
    findIncident: (id) => guard((session) => session.findIncident(id)),
    findLatestClosed: (domain, dedupKey) => guard((session) => session.findLatestClosed(domain, dedupKey)),
    close: () => {
      if (!current) return;
      try {
        current.db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      } catch {
        // Housekeeping: everything acknowledged is in the log already.
      }
      drop();
    },
  };
}
