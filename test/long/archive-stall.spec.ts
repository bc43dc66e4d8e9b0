import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { openQueries } from '../../src/server/adapters/storage/open-queries.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { recordingLog } from '../adapters/storage/storage-dir.ts';
import { batch, closed, event, incident, outboxRow, T0 } from '../contracts/ledger-samples.ts';
import { QUERY_WORKER } from '../support/workers.ts';

const INCIDENTS = Number(process.env.WATCHFLOOR_ARCHIVE_INCIDENTS ?? 100_000);
const LATER = T0 + 100 * 86_400_000;
/** What a turn that removes may take of the writer's thread; waits for a busy disk or processor are reported, not judged. */
const MOST_MS = 20;

const share = (sorted: readonly number[], p: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;
const spread = (times: readonly number[]) => {
  const sorted = times.toSorted((a, b) => a - b);
  const [p50, p99, most] = [share(sorted, 0.5), share(sorted, 0.99), sorted.at(-1) ?? 0];
  return { n: sorted.length, p50: +p50.toFixed(2), p99: +p99.toFixed(2), most: +most.toFixed(2) };
};

function history(from: number, n: number) {
  const numbers = Array.from({ length: n }, (_, index) => from + index);
  const ids = numbers.map((number) => `inc-${number}`);
  return batch({
    incidents: numbers.map((number) => closed(number, { run: null, closedAt: T0 + number })),
    entries: ids.flatMap((id) =>
      ['created', 'run-started', 'step-fired', 'notified', 'acked', 'closed'].map((kind) => ({
        incident: id,
        at: T0,
        kind,
        actor: SYSTEM,
        reason: reason('INC1', 'the tool says that something is wrong'),
        data: { users: ['an'], step: 1 },
      })),
    ),
    events: ids.flatMap((id) => [
      event(`${id}-a`, { incident: id, raw: `{"body":"${'x'.repeat(400)}"}`, fields: { details: { id } } }),
      event(`${id}-b`, { incident: id, outcome: 'deduplicated', count: 5, raw: '{"again":true}' }),
    ]),
    outbox: ids.map((id) => outboxRow(`m-${id}`, { state: 'sent', lastAttemptAt: T0 }, id)),
  });
}

test(`[STO87] archiving ${INCIDENTS} incidents never holds up the writer for long`, {
  timeout: 3_600_000,
}, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'watchfloor-archive-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const { ledger } = openLedger({ dir, now: T0, log: recordingLog() });
  const { archives, checkpoint, close } = openQueries(dir, { workerUrl: QUERY_WORKER, now: () => LATER });
  onTestFinished(close);
  for (let n = 1; n <= INCIDENTS; n += 1000) {
    ledger.commit(history(n, Math.min(1000, INCIDENTS - n + 1)));
    await checkpoint();
  }
  ledger.commit(batch({ incidents: [incident(INCIDENTS + 1)] }));

  const ingest = { before: [] as number[], during: [] as number[] };
  let events = 0;
  const ingestOne = (into: number[]) => {
    const startedAt = performance.now();
    events += 1;
    const id = `inc-${INCIDENTS + 1}`;
    ledger.commit(batch({ events: [event(`live-${events}`, { incident: id, raw: '{}' })] }));
    into.push(performance.now() - startedAt);
  };
  for (let n = 0; n < 500; n += 1) {
    ingestOne(ingest.before);
    await sleep(2);
  }

  /** How long the event loop was not free: what a sender that comes at the worst moment waits. */
  const stalls: number[] = [];
  let isDone = false;
  const watch = (async () => {
    for (let last = performance.now(); !isDone; ) {
      await sleep(5);
      const now = performance.now();
      stalls.push(now - last - 5);
      last = now;
      ingestOne(ingest.during);
    }
  })();
  const turns: number[] = [];
  const work: number[] = [];
  const startedAt = performance.now();
  for (let size = 10; ; size = Math.min(200, size * 2)) {
    const planned = await archives.next(LATER, size, []);
    if (planned === null) break;
    ledger.commit(batch({ archiving: [{ kind: 'begin', piece: planned }] }));
    const piece = await archives.copy(planned);
    while ((await archives.left(piece)) > 0) {
      const from = performance.now();
      const cpu = process.threadCpuUsage();
      ledger.commit(batch({ archiving: [{ kind: 'remove', piece, at: LATER, policy: 'P90D' }] }));
      turns.push(performance.now() - from);
      const spent = process.threadCpuUsage(cpu);
      work.push((spent.user + spent.system) / 1000);
      await sleep(25);
      void checkpoint().catch(() => undefined);
    }
  }
  const seconds = (performance.now() - startedAt) / 1000;
  isDone = true;
  await watch;
  const overview = await archives.overview(LATER);
  const report = {
    incidents: INCIDENTS,
    seconds: Math.round(seconds),
    removing: spread(turns),
    removingCpu: spread(work),
    ingestBefore: spread(ingest.before),
    ingestDuring: spread(ingest.during),
    stall: spread(stalls),
    ledger: overview.ledger,
    archives: overview.archives,
  };
  process.stdout.write(`${JSON.stringify(report, null, 1)}\n`);
  expect(overview.waiting.incidents).toBe(0);
  expect(overview.archives).toMatchObject([{ incidents: INCIDENTS }]);
  expect(report.removingCpu.p99).toBeLessThan(MOST_MS);
  expect(report.removing.p50).toBeLessThan(MOST_MS);
  ledger.close();
});
