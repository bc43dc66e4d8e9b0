import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { LedgerQueries } from '../src/server/adapters/storage/open-queries.ts';
import { startHousekeeping } from '../src/server/housekeeping.ts';
import { recordingLog } from './adapters/storage/storage-dir.ts';
import { given } from './support/story.ts';

const HOUR = 3_600_000;

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] }),
);
afterEach(() => void vi.useRealTimers());

/** A floor whose slow work does as a test says. */
async function kept(backup: () => Promise<unknown>, needsCheck = false, quickCheck = async () => undefined) {
  const story = await given();
  const calls = { backup: 0, quickCheck: 0 };
  const queries = {
    backup: () => {
      calls.backup += 1;
      return backup();
    },
    quickCheck: () => {
      calls.quickCheck += 1;
      return quickCheck();
    },
    checkpoint: async () => undefined,
  } as unknown as LedgerQueries;
  const log = recordingLog();
  const stop = startHousekeeping({ core: story.core, queries, log, needsCheck });
  return { story, calls, log, stop };
}

it('[STO53] a backup is made soon after a start and every six hours from then on', async () => {
  const { calls, story, stop } = await kept(async () => ({ file: 'a backup' }));
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(calls.backup).toBe(1);
  await vi.advanceTimersByTimeAsync(24 * HOUR);
  expect(calls.backup).toBe(5);
  expect(story.floor.notices()).toEqual([]);
  stop();
  await vi.advanceTimersByTimeAsync(24 * HOUR);
  expect(calls.backup).toBe(5);
});

it('[STO53] one that fails, to be made or to be verified, is said on every screen', async () => {
  const { story, log, stop } = await kept(() => Promise.reject(new Error('no space left on device')));
  await vi.advanceTimersByTimeAsync(5 * 60_000 - 1);
  expect(story.floor.notices()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(story.floor.notices()).toMatchObject([{ kind: 'config-problem', reason: { code: 'STO53' } }]);
  expect(log.lines).toEqual(['error the backup failed; the last good one is kept']);
  stop();
});

it('[STO53] and is no longer said once a later one succeeds', async () => {
  let isFull = true;
  const { story, stop } = await kept(() =>
    isFull ? Promise.reject(new Error('no space left on device')) : Promise.resolve({}),
  );
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(story.floor.notices()).toHaveLength(1);
  isFull = false;
  await vi.advanceTimersByTimeAsync(6 * HOUR);
  expect(story.floor.notices()).toEqual([]);
  stop();
});

it('[STO54] a database that was checked at start is not checked again', async () => {
  const { calls, stop } = await kept(async () => ({}));
  await vi.advanceTimersByTimeAsync(HOUR);
  expect(calls.quickCheck).toBe(0);
  stop();
});
