import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupNow, listBackups } from '../../../src/server/adapters/storage/backup.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import {
  DatabaseLostError,
  InstallMismatchError,
} from '../../../src/server/adapters/storage/storage-errors.ts';
import { batch, incident } from '../../contracts/ledger-samples.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

const NOW = Date.UTC(2026, 10, 22, 3);
const open = (dir: string, more: object = {}) => openLedger({ dir, now: NOW, log: recordingLog(), ...more });
const database = (dir: string) => join(dir, 'watchfloor.db');

/** A folder with `count` incidents, closed cleanly. */
function filled(count = 40): string {
  const dir = dataDir();
  const { ledger } = open(dir);
  for (let n = 1; n <= count; n += 1) ledger.commit(batch({ incidents: [incident(n)] }));
  ledger.close();
  return dir;
}

function numbersIn(dir: string): number {
  const { ledger } = open(dir);
  const { lastNumber } = ledger.load();
  ledger.close();
  return lastNumber;
}

const DAMAGES: Readonly<Record<string, (file: string) => void>> = {
  missing: (file) => rmSync(file),
  'zero bytes': (file) => truncateSync(file, 0),
  'half a header': (file) => truncateSync(file, 9),
  'cut in half': (file) => truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096),
  'header zeroed': (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0, 0, 100));
  },
  'a page of noise': (file) => {
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.fill(0xa5, 5 * 4096, 6 * 4096));
  },
  'another program’s file': (file) => writeFileSync(file, 'hello'.repeat(2000)),
};

describe.each(Object.entries(DAMAGES))('a database that is %s', (_name, damage) => {
  it('[STO34] is moved aside and the newest verified backup is restored, loudly', () => {
    const dir = filled(40);
    backupNow(dir, NOW - 2000);
    const { ledger } = open(dir);
    ledger.commit(batch({ incidents: [incident(41)] }));
    ledger.close();
    backupNow(dir, NOW - 1000);
    damage(database(dir));

    const log = recordingLog();
    const again = openLedger({ dir, now: NOW, log });
    expect(again.recovered).toMatchObject({ restoredFrom: listBackups(dir)[0], refusedBackups: [] });
    expect(log.lines).toEqual(['error the database was lost']);
    expect(again.ledger.load().lastNumber).toBe(41);
    again.ledger.commit(batch({ incidents: [incident(42)] }));
    again.ledger.close();
    for (const file of again.recovered!.quarantined) expect(existsSync(join(dir, file))).toBe(true);
    expect(numbersIn(dir)).toBe(42);
  });

  it('[STO34] without a backup it is a loud error, also the second time, never a first start', () => {
    const dir = filled();
    damage(database(dir));
    expect(() => open(dir)).toThrow(DatabaseLostError);
    expect(() => open(dir)).toThrow(DatabaseLostError);
    const fresh = open(dir, { startEmpty: true });
    expect(fresh.recovered).toMatchObject({ restoredFrom: null });
    expect(fresh.ledger.load().lastNumber).toBe(0);
    fresh.ledger.close();
    expect(open(dir).recovered).toBeNull();
  });
});

it('[STO34] a first start is no recovery, and marks the folder with the install of its database', () => {
  const dir = dataDir();
  const first = open(dir);
  expect(first.recovered).toBeNull();
  expect(first.fullyChecked).toBe(true);
  first.ledger.close();
  const marker = JSON.parse(readFileSync(join(dir, 'install.json'), 'utf8'));
  expect(marker).toEqual({ install: first.install, createdAt: '2026-11-22T03:00:00.000Z' });
  const second = open(dir);
  expect(second.install).toBe(first.install);
  second.ledger.close();
});

it('[STO34] a lost marker is written anew from the database, and backups prove an install without one', () => {
  const dir = filled();
  rmSync(join(dir, 'install.json'));
  const { install, ledger } = open(dir);
  ledger.close();
  expect(JSON.parse(readFileSync(join(dir, 'install.json'), 'utf8')).install).toBe(install);

  backupNow(dir, NOW);
  rmSync(join(dir, 'install.json'));
  rmSync(database(dir));
  expect(open(dir).recovered).toMatchObject({ kind: 'missing', restoredFrom: listBackups(dir)[0] });
});

it('[STO34] a damaged backup is passed over for an older good one; the backup of another install is refused', () => {
  const dir = filled(3);
  backupNow(dir, NOW - 3000);
  const elsewhere = filled(9);
  backupNow(elsewhere, NOW - 2000);
  copyFileSync(join(elsewhere, listBackups(elsewhere)[0]!), join(dir, listBackups(elsewhere)[0]!));
  const bad = backupNow(dir, NOW - 1000);
  truncateSync(join(dir, bad.file), 8192);
  rmSync(database(dir));
  const { recovered, ledger } = open(dir);
  expect(recovered).toMatchObject({
    restoredFrom: listBackups(dir)[2],
    refusedBackups: listBackups(dir).slice(0, 2),
  });
  expect(ledger.load().lastNumber).toBe(3);
  ledger.close();
});

it('[STO34] the database of another install is refused, not adopted', () => {
  const dir = filled();
  copyFileSync(database(filled()), database(dir));
  expect(() => open(dir)).toThrow(InstallMismatchError);
});

it('[STO35] backups are whole, verified, and only the newest three are kept', () => {
  const dir = filled(5);
  const made = [1, 2, 3, 4, 5].map((n) => backupNow(dir, NOW + n * 1000));
  expect(listBackups(dir)).toEqual([4, 3, 2].map((index) => made[index]!.file));
  expect(made[4]!.removed).toEqual([made[1]!.file]);
  expect(made[4]!.bytes).toBeGreaterThan(4096);
  expect(readdirSync(join(dir, 'backups'))).toHaveLength(3);
});
