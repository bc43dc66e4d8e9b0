import { join } from 'node:path';
import {
  type Batch,
  type LedgerPort,
  type LedgerState,
  type LogPort,
  StorageError,
} from '../../../runtime/ports.ts';
import { DATABASE_FILE, openReader } from '../connection.ts';
import { createLedgerReader } from '../ledger/ledger-reader.ts';
import { readAuditHead } from '../ledger/write-audit.ts';
import { type Applier, startApplier } from './applier.ts';
import { createBatchEncoder } from './batch-codec.ts';
import { Journal } from './journal.ts';
import { laterClosed, UnappliedIncidents } from './unapplied.ts';

/** Bytes that the journal may be ahead of the database; past it a commit waits. A restart catches up with as much. */
const MOST_UNAPPLIED_BYTES = 16 * 1024 * 1024;
/** How long a commit waits for the database to catch up before it calls the disk failed. */
const CATCH_UP_MS = 5000;
const CLOSE_MS = 2000;

export interface JournaledLedger extends LedgerPort {
  /** Resolves when the database has all that is committed by now, or refuses to take it: whoever reads it waits for this. */
  settled(): Promise<void>;
  /** Bytes of the journal that the database does not have yet. */
  behindBytes(): number;
}

/**
 * The ledger with a journal in front: a commit is one short synced write, and a thread beside fills the database with
 * many commits at a time (STO90). What was committed is read from memory until the database has it.
 */
export function createJournaledLedger(options: {
  readonly dir: string;
  readonly install: string;
  /** Number of the last journal record in the database. */
  readonly applied: number;
  /** The thread's entry file. */
  readonly workerUrl: URL;
  readonly log: LogPort;
}): JournaledLedger {
  const { dir } = options;
  const reader = openReader(join(dir, DATABASE_FILE));
  const stored = createLedgerReader(reader);
  const journal = new Journal(dir);
  const encode = createBatchEncoder();
  const unapplied = new UnappliedIncidents();
  let audits = readAuditHead(reader).seq;
  let seq = options.applied;
  let mustEmpty = false;
  let isClosed = false;
  const applier: Applier = startApplier(options);

  const commit = (batch: Batch): { readonly audit: readonly { readonly seq: number }[] } => {
    const refusal = applier.refusal();
    if (refusal !== null) throw new StorageError(refusal);
    const payload = encode(batch);
    if (!applier.waitFor(MOST_UNAPPLIED_BYTES - payload.length, CATCH_UP_MS))
      throw new StorageError(applier.refusal() ?? 'the database does not keep up with what is committed');
    emptyWhenDue();
    journal.append({ seq: seq + 1, payload }, applier.applied());
    seq += 1;
    waiting().add(seq, batch);
    applier.send({ seq, payload });
    const audit = batch.audit.map(() => {
      audits += 1;
      return { seq: audits };
    });
    if ((batch.redactions?.length ?? 0) > 0) {
      mustEmpty = true;
      catchUp();
      emptyWhenDue();
    }
    return { audit };
  };

  /** The words of a redaction stand in the journal too, until it is emptied (STO80). */
  const emptyWhenDue = (): void => {
    if (!mustEmpty || applier.applied() < seq) return;
    journal.empty();
    mustEmpty = false;
  };

  const catchUp = () => applier.waitFor(0, CATCH_UP_MS);
  const waiting = (): UnappliedIncidents => {
    unapplied.drop(applier.applied());
    return unapplied;
  };

  return {
    load: (): LedgerState => {
      catchUp();
      return stored.load();
    },
    commit,
    findIncident: (id) => waiting().incident(id) ?? stored.findIncident(id),
    findLatestClosed: (domain, dedupKey) => {
      const here = waiting().latestClosed(domain, dedupKey);
      let there = stored.findLatestClosed(domain, dedupKey);
      const newer = there && unapplied.incident(there.id);
      if (newer && newer.status !== 'closed') {
        // Reopened since: which one is the latest now, only the database can say.
        catchUp();
        there = stored.findLatestClosed(domain, dedupKey);
      } else if (newer) there = newer;
      return here === null || there === null ? (here ?? there) : laterClosed(here, there);
    },
    settled: () => applier.settled(),
    behindBytes: () => applier.behindBytes(),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      const isDone = applier.close(CLOSE_MS);
      reader.close();
      if (isDone) journal.empty();
      journal.close();
    },
  };
}
