import { appendFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  Journal,
  readJournal,
  setJournalAside,
} from '../../../../src/server/adapters/storage/journal/journal.ts';
import { StorageError } from '../../../../src/server/runtime/ports.ts';
import { dataDir } from '../storage-dir.ts';

const record = (seq: number, bytes = 100) => ({ seq, payload: new Uint8Array(bytes).fill(seq % 251) });
const seqs = (dir: string, applied: number) => readJournal(dir, applied).records.map(({ seq }) => seq);
const segments = (dir: string) => readdirSync(join(dir, 'journal')).sort();

it('[STO90] what was appended is read again after the last one that the database has', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  for (let seq = 1; seq <= 5; seq += 1) journal.append(record(seq, seq), 0);
  journal.close();
  expect(readJournal(dir, 0)).toEqual({
    records: [1, 2, 3, 4, 5].map((seq) => record(seq, seq)),
    lost: null,
  });
  expect(seqs(dir, 3)).toEqual([4, 5]);
  expect(seqs(dir, 5)).toEqual([]);
});

it('[STO90] room is used again once the database has everything, so that a quiet floor needs one small file', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  for (let seq = 1; seq <= 500; seq += 1) journal.append(record(seq, 50_000), seq - 1);
  journal.close();
  expect(segments(dir)).toEqual(['0001.log']);
  expect(statSync(join(dir, 'journal/0001.log')).size).toBe(1024 * 1024);
  expect(seqs(dir, 499)).toEqual([500]);
});

it('[STO90] while the database is behind segments are added, and used again when it has caught up', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  const megabyte = 1024 * 1024;
  for (let seq = 1; seq <= 20; seq += 1) journal.append(record(seq, megabyte), 0);
  expect(segments(dir)).toEqual(['0001.log', '0002.log', '0003.log']);
  expect(seqs(dir, 0)).toHaveLength(20);
  for (let seq = 21; seq <= 60; seq += 1) journal.append(record(seq, megabyte), seq - 10);
  expect(segments(dir)).toEqual(['0001.log', '0002.log', '0003.log']);
  expect(seqs(dir, 50)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  journal.close();
});

it('[STO90] room that one large record made is given back', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  journal.append(record(1, 40 * 1024 * 1024), 0);
  journal.append(record(2), 1);
  journal.append(record(3), 1);
  journal.close();
  expect(statSync(join(dir, 'journal/0001.log')).size).toBe(16 * 1024 * 1024);
  expect(seqs(dir, 1)).toEqual([2, 3]);
});

it('[STO92] records after a gap are not handed out, and what is lost is said', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  for (let seq = 7; seq <= 9; seq += 1) journal.append(record(seq), 6);
  journal.close();
  expect(readJournal(dir, 6).lost).toBeNull();
  expect(readJournal(dir, 4)).toEqual({
    records: [],
    lost: 'the database has all up to 4, the journal goes on at 7',
  });
});

it('[STO91] a journal that does not fit is moved aside whole, and a new one begins', () => {
  const dir = dataDir();
  const journal = new Journal(dir);
  journal.append(record(9), 8);
  journal.close();
  const moved = setJournalAside(dir, '20261122T000000000Z');
  expect(readdirSync(join(dir, moved))).toEqual(['0001.log']);
  expect(readJournal(dir, 0)).toEqual({ records: [], lost: null });
  const next = new Journal(dir);
  next.append(record(1), 0);
  next.close();
  expect(seqs(dir, 0)).toEqual([1]);
});

it('[STO80] an emptied journal holds no byte of what was written, of an earlier run neither', () => {
  const dir = dataDir();
  const before = new Journal(dir);
  before.append({ seq: 1, payload: new TextEncoder().encode('hunter2') }, 0);
  before.close();
  const journal = new Journal(dir);
  journal.append({ seq: 2, payload: new TextEncoder().encode('other') }, 1);
  journal.empty();
  for (const name of segments(dir)) expect(readFileSync(join(dir, 'journal', name)).length).toBe(0);
  journal.append(record(3), 2);
  expect(seqs(dir, 2)).toEqual([3]);
  journal.close();
});

it('[STO36] a refusal of the disk is a StorageError, and the same journal goes on when it is back', () => {
  const dir = dataDir();
  // A file where the folder should be: no segment can be made.
  writeFileSync(join(dir, 'journal'), '');
  const journal = new Journal(dir);
  expect(() => journal.append(record(1), 0)).toThrow(StorageError);
  appendFileSync(join(dir, 'journal'), '');
  setJournalAside(dir, 'x');
  mkdirSync(join(dir, 'journal'));
  journal.append(record(1), 0);
  journal.close();
  expect(seqs(dir, 0)).toEqual([1]);
});
