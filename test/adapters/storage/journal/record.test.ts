import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  encodeHeader,
  type JournalRecord,
  readRecords,
} from '../../../../src/server/adapters/storage/journal/record.ts';

const bytesOf = (records: readonly JournalRecord[]): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat(records.flatMap((one) => [encodeHeader(one), one.payload])));

const payloads = fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 8 });
const recordsOf = (list: readonly Uint8Array[], first = 1): JournalRecord[] =>
  list.map((payload, index) => ({ seq: first + index, payload: new Uint8Array(payload) }));
const plain = (records: Iterable<JournalRecord>) =>
  [...records].map(({ seq, payload }) => ({ seq, payload: [...payload] }));

it('[STO92] records come back as written, whatever follows them', () => {
  fc.assert(
    fc.property(payloads, fc.uint8Array({ maxLength: 100 }), (list, rest) => {
      const records = recordsOf(list, 7);
      const bytes = new Uint8Array(Buffer.concat([bytesOf(records), rest]));
      expect(plain(readRecords(bytes))).toEqual(plain(records));
    }),
  );
});

it('[STO92] a record cut off or changed in any bit ends the reading before it', () => {
  fc.assert(
    fc.property(payloads, fc.nat(), fc.nat(7), fc.boolean(), (list, place, bit, isCut) => {
      const records = recordsOf(list);
      const bytes = bytesOf(records);
      const at = place % bytes.length;
      const damaged = isCut ? bytes.slice(0, at) : bytes.slice();
      if (!isCut) damaged[at]! ^= 1 << bit;
      const whole = records.filter((_, index) => bytesOf(records.slice(0, index + 1)).length <= at);
      expect(plain(readRecords(damaged))).toEqual(plain(whole));
    }),
    { numRuns: 500 },
  );
});

it('[STO92] what an earlier use of the file left behind is not read as if it followed', () => {
  fc.assert(
    fc.property(payloads, payloads, (older, newer) => {
      const old = bytesOf(recordsOf(older, 1));
      const fresh = bytesOf(recordsOf(newer, older.length + 1));
      const file = new Uint8Array(Math.max(old.length, fresh.length));
      file.set(old);
      file.set(fresh);
      expect(plain(readRecords(file))).toEqual(plain(recordsOf(newer, older.length + 1)));
    }),
    { numRuns: 500 },
  );
});
