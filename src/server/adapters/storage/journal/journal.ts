import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { StorageError } from '../../../runtime/ports.ts';
import { syncFolder } from '../files/durable-write.ts';
import { type JournalRecord, readRecords } from './record.ts';
import { Segment } from './segment.ts';

export const JOURNAL_DIR = 'journal';
const SEGMENT_NAME = /^\d{4}\.log$/;
/** A segment that has grown this far is left, and used again once the database has all of it. */
const SEGMENT_BYTES = 8 * 1024 * 1024;

/** Records of a folder's journal after `applied`, in order and without a gap; `lost` says where one is. */
export function readJournal(
  dir: string,
  applied: number,
): { readonly records: readonly JournalRecord[]; readonly lost: string | null } {
  const found = segmentNames(dir)
    .flatMap((name) => [...readRecords(new Uint8Array(readFileSync(join(dir, JOURNAL_DIR, name))))])
    .filter(({ seq }) => seq > applied)
    .sort((a, b) => a.seq - b.seq);
  const gap = found.findIndex(({ seq }, index) => seq !== applied + index + 1);
  if (gap === -1) return { records: found, lost: null };
  const lost = `the database has all up to ${applied + gap}, the journal goes on at ${found[gap]?.seq}`;
  return { records: found.slice(0, gap), lost };
}

/** Moves a journal that does not fit the database aside; returns where to, relative to the data folder. */
export function setJournalAside(dir: string, stamp: string): string {
  const target = join('quarantine', `${stamp}-${JOURNAL_DIR}`);
  mkdirSync(join(dir, 'quarantine'), { recursive: true });
  renameSync(join(dir, JOURNAL_DIR), join(dir, target));
  syncFolder(dir);
  return target;
}

function segmentNames(dir: string): readonly string[] {
  const folder = join(dir, JOURNAL_DIR);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => SEGMENT_NAME.test(name))
    .sort();
}

/**
 * What the runner decided, durable in one short write before the database has it. A record is forgotten (its room is
 * used again) once the database has it. Throws `StorageError` when the disk refuses; then nothing was appended.
 */
export class Journal {
  readonly #dir: string;
  readonly #segments: Segment[] = [];
  #current: Segment | null = null;

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** `applied`: number of the last record that the database has for good. */
  append(record: JournalRecord, applied: number): void {
    try {
      this.#segmentFor(applied).append(record);
    } catch (error) {
      throw new StorageError((error as Error).message, { cause: error });
    }
  }

  /** Leaves nothing of any record, of this run or an earlier one. Only when the database has all of them. */
  empty(): void {
    this.close();
    this.#segments.length = 0;
    this.#current = null;
    for (const name of segmentNames(this.#dir)) {
      const segment = new Segment(join(this.#dir, JOURNAL_DIR, name));
      segment.empty();
      segment.close();
    }
  }

  close(): void {
    for (const segment of this.#segments) segment.close();
  }

  #segmentFor(applied: number): Segment {
    const current = this.#current;
    if (current !== null) {
      if (current.lastSeq <= applied) current.rewind();
      if (current.position < SEGMENT_BYTES) return current;
    }
    const next = this.#segments.find((one) => one.lastSeq <= applied) ?? this.#add();
    next.rewind();
    this.#current = next;
    return next;
  }

  #add(): Segment {
    const folder = join(this.#dir, JOURNAL_DIR);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const segment = new Segment(join(folder, `${String(this.#segments.length + 1).padStart(4, '0')}.log`));
    segment.create();
    syncFolder(folder);
    syncFolder(this.#dir);
    this.#segments.push(segment);
    return segment;
  }
}
