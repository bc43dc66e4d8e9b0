import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  writeSync,
  writevSync,
} from 'node:fs';
import { encodeHeader, HEADER_BYTES, type JournalRecord } from './record.ts';

/** Room is made this much at a time: a write into room that is there needs no change of the file's size to be durable. */
const ROOM_BYTES = 1024 * 1024;
/** Room that a record of unusual size made is given back. */
const MOST_ROOM_BYTES = 16 * 1024 * 1024;
const ZEROS = new Uint8Array(ROOM_BYTES);

/** One file of the journal. Errors are those of the file system. */
export class Segment {
  readonly #file: string;
  #handle: number | null = null;
  /** Bytes the file holds, written over or not. */
  #room = 0;
  #position = 0;
  #lastSeq = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get position(): number {
    return this.#position;
  }
  /** Number of the latest record appended; 0 before any. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /** Makes the file where there is none. */
  create(): void {
    this.#open();
  }

  /** Durable when it returns. When it throws, the next record is written over what may be there of this one. */
  append(record: JournalRecord): void {
    try {
      const handle = this.#open();
      const parts = [encodeHeader(record), record.payload];
      const end = this.#position + HEADER_BYTES + record.payload.length;
      this.#makeRoom(handle, end);
      writeWhole(handle, parts, this.#position);
      fdatasyncSync(handle);
      this.#position = end;
      this.#lastSeq = record.seq;
    } catch (error) {
      // A disk that came back may need a fresh handle.
      this.close();
      throw error;
    }
  }

  /** The next record goes to the start. Only when the database has all that the segment holds. */
  rewind(): void {
    this.#position = 0;
    if (this.#handle === null || this.#room <= MOST_ROOM_BYTES) return;
    ftruncateSync(this.#handle, MOST_ROOM_BYTES);
    this.#room = MOST_ROOM_BYTES;
  }

  /** Leaves nothing of what was written. */
  empty(): void {
    const handle = this.#open();
    ftruncateSync(handle, 0);
    fsyncSync(handle);
    this.#position = 0;
    this.#room = 0;
  }

  close(): void {
    const handle = this.#handle;
    this.#handle = null;
    if (handle !== null) closeSync(handle);
  }

  #open(): number {
    if (this.#handle === null) {
      this.#handle = openSync(this.#file, constants.O_RDWR | constants.O_CREAT, 0o600);
      this.#room = fstatSync(this.#handle).size;
    }
    return this.#handle;
  }

  #makeRoom(handle: number, end: number): void {
    while (this.#room < end) this.#room += writeSync(handle, ZEROS, 0, ROOM_BYTES, this.#room);
  }
}

/** A write that the system cuts short goes on, or says why it cannot. */
function writeWhole(handle: number, parts: readonly Uint8Array[], position: number): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const written = writevSync(handle, [...parts], position);
  if (written === length) return;
  const rest = Buffer.concat(parts).subarray(written);
  for (let done = 0; done < rest.length; ) {
    done += writeSync(handle, rest, done, rest.length - done, position + written + done);
  }
}
