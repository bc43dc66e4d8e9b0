import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { isAtLeast, openWriter, requireSqlite } from '../../../src/server/adapters/storage/connection.ts';
import { MIGRATIONS, migrate, schemaVersion } from '../../../src/server/adapters/storage/migrate.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { SchemaTooNewError, SqliteTooOldError } from '../../../src/server/adapters/storage/storage-errors.ts';
import { batch, incident } from '../../contracts/ledger-samples.ts';
import { childScript, killedAt } from './child-process.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

const schemaOf = (db: DatabaseSync) =>
  db
    .prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name')
    .all()
    .map((row) => ({ ...row }));

function freshSchema() {
  const db = new DatabaseSync(':memory:');
  migrate(db);
  const schema = schemaOf(db);
  db.close();
  return schema;
}

it('[STO30] versions count up from 1 without gaps', () => {
  expect(MIGRATIONS.map((migration) => migration.version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
});

it('[STO30] an interruption after any statement leaves the version before it, and the next start completes', () => {
  const whole = freshSchema();
  const steps = MIGRATIONS.flatMap(({ version, statements }) =>
    Array.from({ length: statements.length + 1 }, (_, statement) => ({ version, statement })),
  );
  expect(steps.length).toBeGreaterThan(40);
  for (const stop of steps) {
    const db = new DatabaseSync(':memory:');
    const interrupt = (version: number, statement: number) => {
      if (version === stop.version && statement === stop.statement) throw new Error('power cut');
    };
    expect(() => migrate(db, MIGRATIONS, interrupt)).toThrow('power cut');
    expect(schemaVersion(db)).toBe(stop.version - 1);
    migrate(db);
    expect(schemaOf(db)).toEqual(whole);
    db.close();
  }
});

it('[STO30] a kill -9 inside a migration leaves a file that the next start completes', async () => {
  for (const [version, statement] of [
    [1, 3],
    [1, MIGRATIONS[0]!.statements.length],
    [2, 1],
    ...Array.from({ length: MIGRATIONS[2]!.statements.length + 1 }, (_, at) => [3, at] as const),
  ] as const) {
    const file = join(dataDir(), 'watchfloor.db');
    await killedAt(
      childScript(
        `const { openWriter } = await load('connection.ts');
         const { migrate, MIGRATIONS } = await load('migrate.ts');
         migrate(openWriter(args[0]), MIGRATIONS, (version, statement) => {
           if (version === ${version} && statement === ${statement}) process.kill(process.pid, 'SIGKILL');
         });`,
        file,
      ),
    );
    const db = openWriter(file);
    expect(schemaVersion(db)).toBe(version - 1);
    migrate(db);
    expect(schemaOf(db)).toEqual(freshSchema());
    db.close();
  }
});

it('[STO30] data of an older schema is carried over and searchable', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, MIGRATIONS.slice(0, 1));
  db.exec(`INSERT INTO incidents (number, id, status, urgency, service, domain, dedup_key, summary, created_at, silent, unseen)
    VALUES (7, 'x', 'open', 0, 'payments', 'std', 'k', '결제 지연', 0, 0, 0)`);
  migrate(db);
  expect(db.prepare(`SELECT rowid FROM search WHERE search MATCH '"payments"'`).all()).toEqual([
    { rowid: 7 },
  ]);
  db.close();
});

it('[STO30] a ledger of before archives has all its details, and closed ones are found by age', () => {
  const db = new DatabaseSync(':memory:');
  migrate(db, MIGRATIONS.slice(0, 2));
  db.exec(`INSERT INTO incidents (number, id, status, urgency, service, domain, dedup_key, summary, created_at, closed_at,
    silent, unseen) VALUES (7, 'x', 'closed', 0, 'payments', 'std', 'k', '결제 지연', 0, 5, 0, 0)`);
  migrate(db);
  const old = `SELECT number FROM incidents WHERE status = 'closed' AND details = 1 AND closed_at < 6`;
  expect(db.prepare(old).all()).toEqual([{ number: 7 }]);
  const plan = JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN ${old}`).all());
  expect(plan).toContain('incidents_details');
  db.close();
});

it('[STO31] a newer schema is refused and left untouched', () => {
  const dir = dataDir();
  const { ledger } = openLedger({ dir, now: 0, log: recordingLog() });
  ledger.commit(batch({ incidents: [incident(1)] }));
  ledger.close();
  const newer = MIGRATIONS.length + 1;
  const file = new DatabaseSync(join(dir, 'watchfloor.db'));
  file.exec(`PRAGMA user_version = ${newer}`);
  file.close();
  expect(() => openLedger({ dir, now: 0, log: recordingLog() })).toThrow(SchemaTooNewError);
  const after = new DatabaseSync(join(dir, 'watchfloor.db'));
  expect(schemaVersion(after)).toBe(newer);
  expect(after.prepare('SELECT count(*) AS n FROM incidents').get()?.n).toBe(1);
  after.close();
});

it('[STO32] a SQLite older than needed is refused, by whole numbers and not by text', () => {
  expect(isAtLeast('3.51.3', '3.51.3')).toBe(true);
  expect(isAtLeast('3.51.2', '3.51.3')).toBe(false);
  expect(isAtLeast('3.9.9', '3.51.3')).toBe(false);
  expect(isAtLeast('3.100.0', '3.51.3')).toBe(true);
  expect(isAtLeast('4.0', '3.51.3')).toBe(true);
  expect(() => requireSqlite('99.0.0')).toThrow(SqliteTooOldError);
  expect(() => requireSqlite()).not.toThrow();
});
