import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { listBackups } from '../../../src/server/adapters/storage/backup.ts';
import { openLedger } from '../../../src/server/adapters/storage/open-ledger.ts';
import { openQueries } from '../../../src/server/adapters/storage/open-queries.ts';
import { createQueryThread } from '../../../src/server/adapters/storage/query-thread.ts';
import { auditEntry, batch, incident, T0 } from '../../contracts/ledger-samples.ts';
import { QUERY_WORKER } from '../../support/workers.ts';
import { dataDir, recordingLog } from './storage-dir.ts';

function floor() {
  const dir = dataDir();
  const { ledger } = openLedger({ dir, now: T0, log: recordingLog() });
  const queries = openQueries(dir, { workerUrl: QUERY_WORKER, now: () => T0 });
  onTestFinished(async () => {
    await queries.close();
    ledger.close();
  });
  return { dir, ledger, queries };
}

/** A thread whose worker echoes, dies on `die`, and never answers `hang`. */
function echoThread() {
  const file = join(dataDir(), 'echo.mjs');
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     let served = 0;
     parentPort.on('message', ({ id, method, args }) => {
       if (method === 'die') process.exit(1);
       if (method === 'throw') throw new Error('broken worker');
       if (method !== 'hang') parentPort.postMessage({ id, ok: true, value: [args[0], (served += 1)] });
     });`,
  );
  const thread = createQueryThread(pathToFileURL(file), 'nowhere', () => 0);
  onTestFinished(() => thread.close());
  return thread;
}

it('[STO27] a query sees what was committed before it was asked', async () => {
  const { ledger, queries } = floor();
  for (let n = 1; n <= 5; n += 1) {
    ledger.commit(batch({ incidents: [incident(n)] }));
    expect((await queries.incidents({ limit: 1 })).items[0]!.number).toBe(n);
  }
});

it('[STO27] an error of a query rejects that query only, under its own name', async () => {
  const { queries } = floor();
  const [bad, good] = await Promise.allSettled([
    queries.incidents({ limit: 1, cursor: '!' }),
    queries.incidents({ limit: 1 }),
  ]);
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: 'bad cursor' } });
  expect(good).toEqual({ status: 'fulfilled', value: { items: [], nextCursor: null } });
  await expect(queries.heatmap({ from: 0, to: 1, zone: 'Mars/Base', of: 'incidents' })).rejects.toMatchObject(
    { name: 'RangeError' },
  );
});

it('[STO27] a thread that dies fails its questions and is started again by the next one', async () => {
  const thread = echoThread();
  expect(await thread.ask('echo', ['a'])).toEqual(['a', 1]);
  for (const death of ['die', 'throw']) {
    const hanging = thread.ask('hang', []);
    const dying = thread.ask(death, []);
    await expect(hanging).rejects.toThrow('query thread stopped');
    await expect(dying).rejects.toThrow('query thread stopped');
    expect(await thread.ask('echo', ['b'])).toEqual(['b', 1]);
  }
});

it('[STO27] past 500 waiting questions a caller is told at once, and closing answers those that wait', async () => {
  const thread = echoThread();
  const waiting = Array.from({ length: 500 }, () =>
    thread.ask('hang', []).catch((error: Error) => error.message),
  );
  await expect(thread.ask('echo', [])).rejects.toThrow('too many queries waiting');
  await thread.close();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['queries are closed']));
  await expect(thread.ask('echo', [])).rejects.toThrow('queries are closed');
});

it('[STO27] a query connection cannot write', async () => {
  const { dir } = floor();
  const { openReader } = await import('../../../src/server/adapters/storage/connection.ts');
  const db = openReader(join(dir, 'watchfloor.db'));
  expect(() => db.exec(`INSERT INTO meta VALUES ('a', 'b')`)).toThrow('readonly');
  db.close();
});

it('[STO35] a backup of a running ledger holds every commit before it, and passes the audit verifier', async () => {
  const { dir, ledger, queries } = floor();
  for (let n = 1; n <= 30; n += 1) ledger.commit(batch({ incidents: [incident(n)], audit: [auditEntry()] }));
  const made = queries.backup();
  ledger.commit(batch({ incidents: [incident(31)] }));
  const { file, bytes } = await made;
  expect(listBackups(dir)).toEqual([file]);
  expect(bytes).toBeGreaterThan(0);
  const copy = new DatabaseSync(join(dir, file), { readOnly: true });
  expect(Number(copy.prepare('SELECT max(number) AS n FROM incidents').get()?.n)).toBeGreaterThanOrEqual(30);
  expect(
    copy.prepare(`SELECT count(*) AS n FROM search WHERE search MATCH '"disk"'`).get()?.n,
  ).toBeGreaterThanOrEqual(30);
  copy.close();
  expect(await queries.quickCheck()).toBeNull();
  expect(await queries.verifyAudit()).toMatchObject({ ok: true, entries: 30 });
});
