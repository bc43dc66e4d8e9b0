import type { DatabaseSync } from 'node:sqlite';
import type { Batch, LedgerPort } from '../../../runtime/ports.ts';
import { inTransaction } from '../connection.ts';
import { type MergedBatch, mergeBatches } from '../journal/merge-batches.ts';
import { createLedgerReader } from './ledger-reader.ts';
import { createPolicyStore } from './policy-store.ts';
import { createRowNumbers } from './row-numbers.ts';
import { createArchiveWriter } from './write-archive.ts';
import { createAuditWriter } from './write-audit.ts';
import { createEventWriter } from './write-events.ts';
import { createIncidentWriter } from './write-incidents.ts';
import { createRecordWriter } from './write-records.ts';
import { createRedactionWriter } from './write-redactions.ts';
import { createSearchWriter } from './write-search.ts';

/** Name in `ledger_meta` of the number of the last journal record that the database has. */
export const JOURNAL_MARK = 'journal-mark';

export function readJournalMark(db: DatabaseSync): number {
  return Number(db.prepare('SELECT value FROM ledger_meta WHERE key = ?').get(JOURNAL_MARK)?.value ?? 0);
}

type AuditNumbers = readonly { readonly seq: number }[];

export interface LedgerSession extends Omit<LedgerPort, 'close'> {
  /** Several batches in one transaction, with the number of the journal record that the last of them was. */
  commitAll(batches: readonly Batch[], mark?: number): { readonly audit: AuditNumbers };
  /** Takes the next few incidents into the search index, for times when nothing else is to be done; returns how many. */
  indexSome(): number;
}

/** The ledger on one connection: statements prepared once. Errors of SQLite come out as they are. */
export function createLedgerSession(db: DatabaseSync): LedgerSession {
  const policies = createPolicyStore(db);
  const reader = createLedgerReader(db, policies);
  const incidents = createRowNumbers(db, 'incidents');
  const events = createRowNumbers(db, 'events');
  const search = createSearchWriter(db);
  const incidentWriter = createIncidentWriter(db, policies, incidents, search);
  const eventWriter = createEventWriter(db, incidents, events);
  const recordWriter = createRecordWriter(db, incidents);
  const auditWriter = createAuditWriter(db);
  const archiveWriter = createArchiveWriter(db, incidents, events);
  const redactionWriter = createRedactionWriter(db, incidents);
  const saveMark = db.prepare('INSERT OR REPLACE INTO ledger_meta (key, value) VALUES (?, ?)');

  const write = (batch: MergedBatch): readonly { readonly seq: number }[] => {
    incidentWriter.incidents(batch.incidents);
    incidentWriter.touches(batch.touches);
    eventWriter.steps(batch.steps);
    eventWriter.outcomes(batch.outcomes);
    incidentWriter.entries(batch.entries);
    recordWriter.outbox(batch.outbox);
    recordWriter.records(batch);
    archiveWriter.archiving(batch.archiving ?? []);
    redactionWriter.redactions(batch.redactions ?? []);
    return auditWriter.audit(batch.audit);
  };

  const commitAll = (batches: readonly Batch[], mark?: number): { readonly audit: AuditNumbers } => {
    const merged = mergeBatches(batches);
    try {
      const audit = inTransaction(db, () => {
        const numbers = write(merged);
        if (mark !== undefined) saveMark.run(JOURNAL_MARK, String(mark));
        return numbers;
      });
      auditWriter.settle();
      redactionWriter.settle();
      search.settle();
      return { audit };
    } catch (error) {
      // What was learnt inside the transaction may not exist any more.
      for (const cache of [policies, incidents, events, auditWriter, search]) cache.forget();
      throw error;
    }
  };

  const indexSome = (): number => {
    try {
      const indexed = inTransaction(db, search.advance);
      search.settle();
      return indexed;
    } catch (error) {
      search.forget();
      throw error;
    }
  };

  return { ...reader, commit: (batch) => commitAll([batch]), commitAll, indexSome };
}
