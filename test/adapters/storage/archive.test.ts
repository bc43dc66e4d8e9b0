import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openArchiveReader } from '../../../src/server/adapters/storage/archive/archive-file.ts';
import { verifyDatabase } from '../../../src/server/adapters/storage/check-database.ts';
import { DATABASE_FILE } from '../../../src/server/adapters/storage/connection.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { openQueries } from '../../../src/server/adapters/storage/open-queries.ts';
import type { LedgerPort } from '../../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../../src/shared/reason.ts';
import { batch, closed, event, outboxRow, T0 } from '../../contracts/ledger-samples.ts';
import { archiveAll, copyNext } from '../../support/archive-all.ts';
import { diskStorage } from '../../support/archive-storage.ts';
import { QUERY_WORKER } from '../../support/workers.ts';
import { childScript, killedAt } from './child-process.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

const DAY_MS = 86_400_000;
const LATER = T0 + 100 * DAY_MS;
const FILE = 'archive/watchfloor-2026-11.db';

const entry = (n: number, kind: string) => ({
  incident: `inc-${n}`,
  at: T0 + n,
  kind,
  actor: SYSTEM,
  reason: reason('INC1', 'x'),
});

/** Closed incidents 1 to `n` with two entries, two events, a body and a message each. */
function fill(ledger: LedgerPort, n: number, from = 1): void {
  for (let i = from; i < from + n; i += 1) {
    ledger.commit(
      batch({
        incidents: [closed(i, { run: null })],
        entries: [entry(i, 'created'), entry(i, 'closed')],
        events: [
          event(`e${i}`, { incident: `inc-${i}`, raw: '{"a":1}', fields: { details: { n: i } } }),
          event(`e${i}b`, { incident: `inc-${i}`, outcome: 'deduplicated', count: 7 }),
        ],
        outcomes: [{ at: T0, integration: 'std', outcome: 'created', count: 8 }],
        outbox: [outboxRow(`m${i}`, { state: 'sent', lastAttemptAt: T0 + i }, `inc-${i}`)],
      }),
    );
  }
}

/** Rows of every table of a file that holds details. */
function rows(dir: string, file: string): Record<string, number> {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  const tables = ['timeline', 'events', 'raw_bodies', 'outbox'];
  const counts = tables.map((table) => [
    table,
    Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n),
  ]);
  db.close();
  return Object.fromEntries(counts);
}
const NOTHING = { timeline: 0, events: 0, raw_bodies: 0, outbox: 0 };
const of = (n: number) => ({ timeline: 2 * n, events: 2 * n, raw_bodies: n, outbox: n });

/** A child that does `steps` on a folder with `archives` and `ledger`, and then dies without a word. */
const killedAfter = (dir: string, steps: string) =>
  killedAt(
    childScript(
      `const { diskStorage } = await import(args[1]);
       const { archiveAll, copyNext } = await import(args[2]);
       const { batch } = await import(args[3]);
       const { ledger, archives } = diskStorage(args[0], () => 0);
       ${steps}
       process.kill(process.pid, 'SIGKILL');`,
      dir,
      ...[
        '../../support/archive-storage.ts',
        '../../support/archive-all.ts',
        '../../contracts/ledger-samples.ts',
      ].map((file) => new URL(file, import.meta.url).href),
    ),
  );

describe('archive files', () => {
  for (const [when, steps] of [
    ['between the copy and the removal', `await copyNext(ledger, archives, ${LATER});`],
    [
      'between two turns of the removal',
      `const piece = await copyNext(ledger, archives, ${LATER});
       ledger.commit(batch({ archiving: [{ kind: 'remove', at: ${LATER}, policy: 'P30D',
         piece: { ...piece, incidents: piece.incidents.slice(0, 3) } }] }));`,
    ],
    [
      'before the copy',
      `const piece = await archives.next(${LATER}, 10, []);
       ledger.commit(batch({ archiving: [{ kind: 'begin', piece }] }));`,
    ],
  ] as const) {
    it(`[STO82] a kill -9 ${when} loses nothing, and the next run ends with every row once`, async () => {
      const dir = dataDir();
      const first = diskStorage(dir, () => T0);
      fill(first.ledger, 25);
      const timeline = await first.queries.timeline('inc-2');
      first.ledger.close();
      await killedAfter(dir, steps);

      const { ledger, archives, queries } = diskStorage(dir, () => LATER);
      for (const n of [1, 2, 9, 20]) {
        expect((await queries.timeline(`inc-${n}`)).filter(({ kind }) => kind !== 'archived')).toHaveLength(
          2,
        );
        expect((await queries.events({ limit: 9, incident: `inc-${n}` })).items).toHaveLength(2);
        expect((await queries.deliveries({ limit: 9, incident: `inc-${n}` })).items).toHaveLength(1);
      }
      await archiveAll(ledger, archives, LATER);
      expect(rows(dir, DATABASE_FILE)).toEqual(NOTHING);
      expect(rows(dir, FILE)).toEqual(of(25));
      expect((await queries.timeline('inc-2')).slice(0, -1)).toEqual(timeline);
      expect(await archives.overview(LATER)).toMatchObject({
        archives: [{ incidents: 25, events: 25 * 8, available: true }],
        waiting: { incidents: 0 },
      });
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await queries.events({ limit: 7, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.items.map(({ id }) => id));
        if (page.nextCursor === null) break;
        cursor = page.nextCursor;
      }
      expect([seen.length, new Set(seen).size]).toEqual([50, 50]);
      ledger.close();
    });
  }

  it('[STO82] a kill -9 inside a write leaves the file as it was before, also for who only reads', async () => {
    const dir = dataDir();
    const { ledger, archives, queries } = diskStorage(dir, () => T0);
    fill(ledger, 5);
    await archiveAll(ledger, archives, LATER);
    const before = await queries.timeline('inc-3');
    await killedAt(
      childScript(
        `const { DatabaseSync } = await import('node:sqlite');
         const db = new DatabaseSync(args[0]);
         db.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = 2; BEGIN IMMEDIATE');
         db.exec("DELETE FROM timeline; DELETE FROM events");
         for (let n = 0; n < 500; n += 1)
           db.prepare('INSERT INTO raw_bodies VALUES (?, 0, 0, 0, ?)').run('x' + n, 'y'.repeat(5000));
         process.kill(process.pid, 'SIGKILL');`,
        join(dir, FILE),
      ),
    );
    expect(existsSync(join(dir, `${FILE}-journal`))).toBe(true);
    expect(await queries.timeline('inc-3')).toEqual(before);
    expect(await queries.archiveParts('inc-3')).toMatchObject([{ available: true }]);
    ledger.close();
  });

  it('[STO87] a turn that removes a huge incident takes milliseconds, and later turns do the rest', async () => {
    const dir = dataDir();
    const { ledger, archives, queries } = diskStorage(dir, () => T0);
    fill(ledger, 1);
    for (let part = 0; part < 40; part += 1) {
      ledger.commit(
        batch({
          entries: Array.from({ length: 1000 }, () => entry(1, 'repeated')),
          events: Array.from({ length: 250 }, (_, n) =>
            event(`more-${part}-${n}`, { incident: 'inc-1', outcome: 'updated', receivedAt: T0 + part }),
          ),
        }),
      );
    }
    const before = await queries.timeline('inc-1');
    const piece = await copyNext(ledger, archives, LATER);
    const left = await archives.left(piece!);
    expect(left).toBeGreaterThan(50_000);
    ledger.commit(batch({ archiving: [{ kind: 'remove', piece: piece!, at: LATER, policy: 'P30D' }] }));
    const after = await archives.left(piece!);
    expect(after).toBeLessThan(left);
    expect(after).toBeGreaterThan(0);
    // Half here, half there: read as one.
    expect((await queries.timeline('inc-1')).filter(({ kind }) => kind !== 'archived')).toEqual(before);
    expect(await archiveAll(ledger, archives, LATER)).toBeGreaterThan(3);
    expect(rows(dir, DATABASE_FILE)).toEqual(NOTHING);
    expect((await queries.timeline('inc-1')).slice(0, -1)).toEqual(before);
    ledger.close();
  });

  it('[STO88] a file is its month of closing, carries whose it is, and needs nothing beside it', async () => {
    const dir = dataDir();
    const { ledger, archives } = diskStorage(dir, () => T0);
    fill(ledger, 2);
    ledger.commit(
      batch({
        incidents: [
          closed(3, { closedAt: Date.UTC(2026, 11, 1) }),
          closed(4, { closedAt: Date.UTC(2026, 11, 1) - 1 }),
        ],
      }),
    );
    await archiveAll(ledger, archives, LATER);
    expect((await archives.overview(LATER)).archives.map(({ file, incidents }) => [file, incidents])).toEqual(
      [
        [FILE, 3],
        ['archive/watchfloor-2026-12.db', 1],
      ],
    );
    expect(existsSync(join(dir, `${FILE}-wal`))).toBe(false);
    expect(existsSync(join(dir, `${FILE}-journal`))).toBe(false);
    expect(() => verifyDatabase(join(dir, FILE))).toThrow('not a Watchfloor database');
    expect(() => openArchiveReader(dir, FILE, 'another install')).toThrow('another install');
    ledger.close();
  });

  it('[STO88] a file the ledger does not know is taken on when it is ours, and passed over when it is not', async () => {
    const dir = dataDir();
    const { ledger, archives } = diskStorage(dir, () => T0);
    fill(ledger, 2);
    mkdirSync(join(dir, 'archive'));
    writeFileSync(join(dir, FILE), 'not a database at all');
    await archiveAll(ledger, archives, LATER);
    const second = 'archive/watchfloor-2026-11-2.db';
    expect((await archives.overview(null)).archives.map(({ file }) => file)).toEqual([second]);
    ledger.close();

    // As after a restore: the ledger of before, the archive of after.
    const other = dataDir();
    const older = openLedger({ dir: other, now: T0, log: recordingLog() });
    older.ledger.close();
    const file = new DatabaseSync(join(other, DATABASE_FILE));
    const db = new DatabaseSync(join(dir, DATABASE_FILE));
    const { value } = db.prepare(`SELECT value FROM ledger_meta WHERE key = 'install'`).get()!;
    file.prepare(`UPDATE ledger_meta SET value = ? WHERE key = 'install'`).run(value!);
    db.close();
    file.close();
    renameSync(join(other, 'install.json'), join(other, 'old.json'));
    mkdirSync(join(other, 'archive'));
    renameSync(join(dir, second), join(other, FILE));
    const restored = diskStorage(other, () => T0);
    fill(restored.ledger, 3);
    await archiveAll(restored.ledger, restored.archives, LATER);
    expect((await restored.archives.overview(null)).archives).toMatchObject([{ file: FILE, incidents: 3 }]);
    expect(rows(other, FILE)).toEqual(of(3));
    restored.ledger.close();
  });

  it('[STO85] threads read and copy beside the writer', async () => {
    const dir = dataDir();
    const { ledger } = openLedger({ dir, now: T0, log: recordingLog() });
    fill(ledger, 12);
    const queries = openQueries(dir, { workerUrl: QUERY_WORKER, now: () => LATER });
    onTestFinished(() => queries.close());
    const before = await queries.timeline('inc-5');
    await archiveAll(ledger, queries.archives, LATER);
    expect(await queries.archiveParts('inc-5')).toMatchObject([{ month: '2026-11', available: true }]);
    expect((await queries.timeline('inc-5')).slice(0, -1)).toEqual(before);
    await expect(queries.archives.redact({ incident: 'inc-5', parts: ['raw'] })).resolves.toBeNull();
    expect((await queries.incidentEvents('inc-5')).raw.map(({ body }) => body)).toEqual(['[redacted]']);
    const { file } = await queries.backup();
    expect(() => verifyDatabase(join(dir, file))).not.toThrow();
    ledger.close();
  });

  it.skipIf(process.getuid?.() !== 0)(
    '[STO87] a full disk leaves the archive and the ledger as they were (needs root, for a disk of its own)',
    async ({ skip }) => {
      const dir = dataDir();
      mkdirSync(join(dir, 'archive'));
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', join(dir, 'archive')], {
          stdio: 'pipe',
        });
      } catch {
        return skip('a file system cannot be mounted here');
      }
      onTestFinished(() => void execFileSync('umount', [join(dir, 'archive')]));
      const { ledger, archives, queries } = diskStorage(dir, () => T0);
      fill(ledger, 3);
      await archiveAll(ledger, archives, LATER);
      ledger.commit(
        batch({
          incidents: [closed(9)],
          entries: [entry(9, 'created')],
          events: [event('big', { incident: 'inc-9', raw: 'x'.repeat(900_000) })],
        }),
      );
      await expect(copyNext(ledger, archives, LATER)).rejects.toThrow('full');
      expect(rows(dir, FILE)).toEqual(of(3));
      expect(rows(dir, DATABASE_FILE)).toEqual({ timeline: 1, events: 1, raw_bodies: 1, outbox: 0 });
      expect(await queries.timeline('inc-9')).toHaveLength(1);
      ledger.close();
    },
  );
});
