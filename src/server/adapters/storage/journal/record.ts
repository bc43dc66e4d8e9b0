import { crc32 } from 'node:zlib';

/** One record of the journal: what one turn of the runner decided, in bytes. */
export interface JournalRecord {
  /** Counts up from 1 without gaps over the life of the database. */
  readonly seq: number;
  readonly payload: Uint8Array<ArrayBuffer>;
}

/** Length of the payload (4 bytes), its CRC-32 (4), the number (8), CRC-32 of those sixteen (4). Little endian. */
export const HEADER_BYTES = 20;

export function encodeHeader({ seq, payload }: JournalRecord): Uint8Array {
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setUint32(0, payload.length, true);
  header.setUint32(4, crc32(payload), true);
  header.setBigUint64(8, BigInt(seq), true);
  header.setUint32(16, crc32(new Uint8Array(header.buffer, 0, 16)), true);
  return new Uint8Array(header.buffer);
}

/**
 * The records at the start of a segment, in order. Reading ends at the first that is not whole, or whose number does
 * not follow: that is where writing stopped, for a segment is written over from its start when it is used again.
 */
export function* readRecords(bytes: Uint8Array<ArrayBuffer>): Generator<JournalRecord> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let last: number | null = null;
  for (let at = 0; at + HEADER_BYTES <= bytes.length; ) {
    if (view.getUint32(at + 16, true) !== crc32(bytes.subarray(at, at + 16))) return;
    const length = view.getUint32(at, true);
    const seq = Number(view.getBigUint64(at + 8, true));
    if (length === 0 || (last !== null && seq !== last + 1)) return;
    const end = at + HEADER_BYTES + length;
    const payload = bytes.subarray(at + HEADER_BYTES, end);
    if (end > bytes.length || view.getUint32(at + 4, true) !== crc32(payload)) return;
    yield { seq, payload };
    last = seq;
    at = end;
  }
}
