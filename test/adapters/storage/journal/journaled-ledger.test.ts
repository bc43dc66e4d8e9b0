import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createBatchEncoder } from '../../../../src/server/adapters/storage/journal/batch-codec.ts';
import { Journal } from '../../../../src/server/adapters/storage/journal/journal.ts';
import { openLedger } from '../../../../src/server/adapters/storage/open-ledger.ts';
import { StorageError } from '../../../../src/server/runtime/ports.ts';
import { auditEntry, batch, closed, event, incident } from '../../../contracts/ledger-samples.ts';
import { APPLIER, ENDS_ONCE } from '../../../support/workers.ts';
import { dataDir, recordingLog } from '../storage-dir.ts';

const open = (dir: string, log = recordingLog()) => {
  const { ledger } = openLedger({ dir, now: 0, log, workerUrl: APPLIER });
  onTestFinished(() => ledger.close());
  return ledger;
};
const openDirect = (dir: string, log = recordingLog()) => openLedger({ dir, now: 0, log }).ledger;
const received = (count: number) =>
  batch({ outcomes: [{ at: 0, integration: 'std', outcome: 'deduplicated', count }] });

/** A journal as a killed server leaves it: durable, and not in the database. */
function leaveJournal(dir: string, first: number, batches: readonly ReturnType<typeof batch>[]): void {
  const journal = new Journal(dir);
  const encode = createBatchEncoder();
  for (const [index, one] of batches.entries())
    journal.append({ seq: first + index, payload: encode(one) }, 0);
  journal.close();
}

function openReaderCount(dir: string): number {
  const db = new DatabaseSync(join(dir, 'watchfloor.db'), { readOnly: true });
  const count = Number(db.prepare('SELECT count(*) AS n FROM incidents').get()?.n);
  db.close();
  return count;
}

/** Keeps the database from taking anything, as a full disk does. */
function lockDatabase(dir: string): { readonly release: () => void } {
  const db = new DatabaseSync(join(dir, 'watchfloor.db'));
  db.exec('BEGIN IMMEDIATE');
  return {
    release: () => {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}

it('[STO91] what only the journal has is in the ledger after the next start, once', () => {
  const dir = dataDir();
  openDirect(dir).close();
  leaveJournal(dir, 1, [
    batch({ incidents: [incident(1)], audit: [auditEntry()] }),
    received(3),
    received(4),
  ]);
  for (let start = 0; start < 3; start += 1) {
    const ledger = open(dir);
    expect(ledger.load().conservation.received).toBe(7 + start);
    expect(ledger.findIncident('inc-1')).toEqual(incident(1));
    expect(ledger.commit({ ...received(1), audit: [auditEntry()] }).audit).toEqual([{ seq: 2 + start }]);
    ledger.close();
  }
});

it('[STO91] a journal that goes on after what the database lost is moved aside, loudly', () => {
  const dir = dataDir();
  openDirect(dir).close();
  leaveJournal(dir, 1, [received(1)]);
  openDirect(dir).close();
  leaveJournal(dir, 2, [received(2)]);
  // The database of before: as a backup would be.
  const log = recordingLog();
  const fresh = dataDir();
  openDirect(fresh).close();
  renameSync(join(dir, 'journal'), join(fresh, 'journal'));
  const ledger = open(fresh, log);
  expect(log.lines).toContain('error the journal does not fit the database: it was moved aside');
  expect(ledger.load().conservation.received).toBe(0);
  expect(readdirSync(join(fresh, 'quarantine'))).toHaveLength(1);
  ledger.commit(received(5));
  expect(ledger.load().conservation.received).toBe(5);
});

it('[STO90] a reader that waits sees what was committed, and an idle ledger makes nobody wait', async () => {
  const dir = dataDir();
  const ledger = open(dir);
  for (let n = 1; n <= 50; n += 1) {
    ledger.commit(batch({ incidents: [incident(n)], events: [event(`e${n}`, { incident: `inc-${n}` })] }));
  }
  await ledger.settled();
  expect(openReaderCount(dir)).toBe(50);
  await ledger.settled();
});

it('[STO90] the latest closed incident of a key is the same before and after the database has it', async () => {
  const ledger = open(dataDir());
  ledger.commit(batch({ incidents: [closed(1, { closedAt: 10 })] }));
  const { domain, dedupKey } = closed(1);
  expect(ledger.findLatestClosed(domain, dedupKey)?.number).toBe(1);
  await ledger.settled();
  expect(ledger.findLatestClosed(domain, dedupKey)?.number).toBe(1);
  ledger.commit(batch({ incidents: [closed(2, { dedupKey, closedAt: 20 })] }));
  expect(ledger.findLatestClosed(domain, dedupKey)?.number).toBe(2);
  ledger.commit(batch({ incidents: [incident(2, { dedupKey })] }));
  expect(ledger.findLatestClosed(domain, dedupKey)?.number).toBe(1);
});

it('[STO94] a decision that the database can never take is set aside as a file, and the next ones go on', async () => {
  const dir = dataDir();
  const log = recordingLog();
  const ledger = open(dir, log);
  ledger.commit(received(1));
  ledger.commit(batch({ touches: [{ id: 'nobody', count: 2, lastEventAt: 3 }] }));
  ledger.commit(received(2));
  await ledger.settled();
  expect(ledger.load().conservation.received).toBe(3);
  await vi.waitFor(() =>
    expect(log.lines).toContain('error the database can not take a decision: it was set aside'),
  );
  const [file] = readdirSync(join(dir, 'quarantine'));
  expect(readFileSync(join(dir, 'quarantine', file!), 'utf8')).toContain('"id":"nobody"');
});

it('[STO95] while the database refuses commits are refused, and what the journal took is written when it is back', async () => {
  const dir = dataDir();
  const ledger = open(dir);
  ledger.commit(received(1));
  await ledger.settled();
  const lock = lockDatabase(dir);
  ledger.commit(received(2));
  let taken = 3;
  await vi.waitFor(
    () => {
      expect(() => {
        ledger.commit(received(1));
        taken += 1;
      }).toThrow(StorageError);
    },
    { timeout: 15_000, interval: 200 },
  );
  await ledger.settled();
  lock.release();
  await vi.waitFor(() => ledger.commit(received(4)), { timeout: 15_000, interval: 200 });
  expect(ledger.load().conservation.received).toBe(taken + 4);
}, 40_000);

it('[STO90] a thread that ends is started again, once, and takes what it left in the journal', async () => {
  const dir = dataDir();
  const log = recordingLog();
  const { ledger } = openLedger({ dir, now: 0, log, workerUrl: ENDS_ONCE });
  onTestFinished(() => ledger.close());
  let taken = 0;
  const commitOne = () => {
    ledger.commit(received(1));
    taken += 1;
  };
  commitOne();
  await vi.waitFor(() => expect(commitOne).toThrow(StorageError), { timeout: 10_000, interval: 20 });
  await vi.waitFor(commitOne, { timeout: 10_000, interval: 50 });
  expect(ledger.load().conservation.received).toBe(taken);
  expect(log.lines.filter((line) => line.includes('started again'))).toHaveLength(1);
}, 30_000);
