import type { LedgerPort } from '../../runtime/ports.ts';
import type { QueryPort } from '../../runtime/query-port.ts';
import { openWriter } from './connection.ts';
import { migrate } from './migrate.ts';
import { inlineQueries } from './open-queries.ts';
import { createLedgerReads } from './queries/ledger-reads.ts';
import { createSqliteLedger } from './sqlite-ledger.ts';

/** The real ledger and queries over a database in memory: nothing survives `close`. For tests that also query. */
export function openInMemoryStorage(now: () => number): {
  readonly ledger: LedgerPort;
  readonly queries: QueryPort;
} {
  const db = openWriter(':memory:');
  migrate(db);
  return { ledger: createSqliteLedger(() => db), queries: inlineQueries(createLedgerReads(db, now)) };
}
