import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Batch, StorageError } from '../../../runtime/ports.ts';
import { writeDurably } from '../files/durable-write.ts';
import type { LedgerSession } from '../ledger/ledger-session.ts';
import { createBatchDecoder } from './batch-codec.ts';
import type { JournalRecord } from './record.ts';

/** Records in one transaction: at most this much of their bytes, so that a reader of what was just written waits little. */
const GROUP_BYTES = 2 * 1024 * 1024;

export interface SetAside {
  readonly seq: number;
  /** Relative to the data folder. */
  readonly file: string;
  readonly detail: string;
}

/** Number of records at the start of `records` that belong in one transaction. */
export function groupLength(records: readonly { readonly payload: Uint8Array }[]): number {
  let bytes = 0;
  for (const [index, { payload }] of records.entries()) {
    bytes += payload.length;
    if (bytes > GROUP_BYTES && index > 0) return index;
  }
  return records.length;
}

/**
 * Writes journal records to the database, in order. A record that the database can never take is a bug of ours: it is
 * set aside as a file, and the others go on. Throws `StorageError` when the disk is at fault; then ask again.
 */
export function createRecordApplier(dir: string, commitAll: LedgerSession['commitAll']) {
  const decode = createBatchDecoder();
  /** Number of the last record in the database, as far as this run wrote it. */
  let mark = 0;

  const commit = (batches: readonly Batch[], seq: number): void => {
    commitAll(batches, seq);
    mark = seq;
  };
  const alone = ({ seq, payload }: JournalRecord): SetAside | null => {
    try {
      commit([decode(payload)], seq);
      return null;
    } catch (error) {
      if (error instanceof StorageError) throw error;
      const file = join('quarantine', `record-${seq}.json`);
      mkdirSync(join(dir, 'quarantine'), { recursive: true });
      writeDurably(join(dir, file), new TextDecoder().decode(payload), 0o600);
      commit([], seq);
      return { seq, file, detail: (error as Error).message };
    }
  };

  return (records: readonly JournalRecord[]): readonly SetAside[] => {
    const left = records.filter(({ seq }) => seq > mark);
    try {
      const decoded = left.map(({ payload, seq }) => ({ batch: decode(payload), seq }));
      for (const part of splitAfterRedactions(decoded)) {
        commit(
          part.map(({ batch }) => batch),
          part.at(-1)!.seq,
        );
      }
      return [];
    } catch (error) {
      if (error instanceof StorageError) throw error;
      return left
        .filter(({ seq }) => seq > mark)
        .map(alone)
        .filter((aside) => aside !== null);
    }
  };
}

/** A redaction is about everything before it and nothing after: its transaction ends with it. */
function splitAfterRedactions<T extends { readonly batch: Batch }>(list: readonly T[]): T[][] {
  const parts: T[][] = [[]];
  for (const one of list) {
    parts.at(-1)!.push(one);
    if ((one.batch.redactions?.length ?? 0) > 0) parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}
