import { describe, expect, test } from 'vitest';
import { type FreshnessInput, judgeFreshness } from '../../../src/renderer/live/freshness.ts';
import type { Frame } from '../../../src/renderer/live/live-reducer.ts';
import { createLiveStore } from '../../../src/renderer/live/live-store.ts';
import { learn, serverTime, UNSET_CLOCK } from '../../../src/renderer/live/server-clock.ts';
import { PROTOCOL } from '../../../src/shared/stream.ts';
import { emptyScene } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const good = { mono: 1000, delayMs: 0, at: NOW };
const base: FreshnessInput = {
  now: 1000,
  openedAt: 0,
  lastGood: good,
  inSync: true,
  heartbeat: { oldestOverdueMs: 0, storage: 'ok' },
};
const stateAfter = (ms: number, over: Partial<FreshnessInput> = {}) =>
  judgeFreshness({ ...base, now: 1000 + ms, ...over }).state;

describe('how far the picture may be trusted', () => {
  test('[STR30] stale at 2.5 s without a heartbeat, stopped at 15 s', () => {
    expect([2499, 2500, 14_999, 15_000, 3_600_000].map((ms) => stateAfter(ms))).toEqual([
      'live',
      'stale',
      'stale',
      'stopped',
      'stopped',
    ]);
  });

  test('[STR30] a frame that lay in a buffer is as old as it is, not as new as it arrives', () => {
    expect(stateAfter(0, { lastGood: { ...good, delayMs: 20_000 } })).toBe('stopped');
  });

  test('[STR31] a gap is stale at once', () => {
    expect(judgeFreshness({ ...base, inSync: false })).toMatchObject({ state: 'stale', cause: 'gap' });
  });

  test('[STR32] late steps and a failed disk are as loud, silence is louder', () => {
    const late = { heartbeat: { oldestOverdueMs: 5001, storage: 'ok' as const } };
    const failed = { heartbeat: { oldestOverdueMs: 0, storage: 'failed' as const } };
    expect(judgeFreshness({ ...base, ...late })).toMatchObject({ state: 'degraded', cause: 'late' });
    expect(judgeFreshness({ ...base, ...failed })).toMatchObject({ state: 'degraded', cause: 'storage' });
    expect(stateAfter(0, { heartbeat: { oldestOverdueMs: 5000, storage: 'ok' } })).toBe('live');
    expect(stateAfter(3000, failed)).toBe('stale');
  });

  test('[STR33] before the first frame nothing is live: connecting, then stale, then stopped', () => {
    const never = { lastGood: null, heartbeat: null, inSync: false };
    expect([0, 1499, 1500, 14_000].map((ms) => stateAfter(ms, never))).toEqual([
      'connecting',
      'connecting',
      'stale',
      'stopped',
    ]);
  });
});

describe('server time on a page that trusts no wall clock', () => {
  test('[STR34] runs on from the server’s last word by monotonic time', () => {
    const clock = learn(UNSET_CLOCK, NOW, 5000);
    expect(serverTime(clock, 7500)).toBe(NOW + 2500);
    expect(serverTime(UNSET_CLOCK, 1)).toBeNull();
  });

  test('[STR34] a delayed frame does not pull it back', () => {
    const clock = learn(learn(UNSET_CLOCK, NOW, 0), NOW + 1000, 4000);
    expect(serverTime(clock, 4000)).toBeCloseTo(NOW + 4000, -1);
  });

  test('[STR34] a clock that drifts is followed all day', () => {
    let clock = UNSET_CLOCK;
    for (let s = 0; s < 86_400; s += 1) clock = learn(clock, NOW + s * 1000 * 0.9995, s * 1000);
    const last = 86_399_000;
    expect(Math.abs((serverTime(clock, last) ?? 0) - (NOW + last * 0.9995))).toBeLessThan(60);
  });

  test('[STR34] a server clock set back is believed at once', () => {
    const clock = learn(learn(UNSET_CLOCK, NOW, 0), NOW - 3_600_000, 1000);
    expect(serverTime(clock, 2000)).toBe(NOW - 3_600_000 + 1000);
  });
});

describe('the store', () => {
  const setUp = () => {
    let mono = 0;
    let flushes = 0;
    const effects: string[] = [];
    const store = createLiveStore({
      now: () => mono,
      schedule: () => ({ request: () => (flushes += 1), cancel: () => undefined }),
      onEffect: (effect) => effects.push(effect),
    });
    const at = (ms: number) => new Date(NOW + ms).toISOString();
    const snapshot = (seq: number): Frame => ({
      kind: 'snapshot',
      value: { ...emptyScene(NOW), protocol: PROTOCOL, epoch: 'a', seq, at: at(mono) },
    });
    const heartbeat = (seq: number, sentAt = mono): Frame => ({
      kind: 'heartbeat',
      value: { epoch: 'a', seq, at: at(sentAt), committedAt: null, oldestOverdueMs: 0, storage: 'ok' },
    });
    return { store, effects, snapshot, heartbeat, to: (ms: number) => (mono = ms), flushes: () => flushes };
  };

  test('[STR35] publishes once for a burst, and holds the newest state meanwhile', () => {
    const { store, snapshot, heartbeat } = setUp();
    let told = 0;
    store.subscribe(() => (told += 1));
    store.take(snapshot(1));
    store.take(heartbeat(1));
    expect(store.getSnapshot().floor).toBeNull();
    expect(store.current().floor).not.toBeNull();
    store.flush();
    expect([told, store.getSnapshot() === store.current()]).toEqual([1, true]);
  });

  test('[STR31] heartbeats of a server that is ahead do not keep the page fresh', () => {
    const { store, effects, snapshot, heartbeat, to } = setUp();
    store.take(snapshot(1));
    for (let s = 1; s <= 20; s += 1) {
      to(s * 1000);
      store.take(heartbeat(2));
    }
    expect(store.freshness().state).toBe('stopped');
    expect(effects.every((effect) => effect === 'resync')).toBe(true);
    store.take(snapshot(2));
    expect(store.freshness().state).toBe('live');
  });

  test('[STR30] heartbeats that all arrive late at once, after a thaw, do not look live', () => {
    const { store, snapshot, heartbeat, to } = setUp();
    store.take(snapshot(1));
    to(600_000);
    store.take(heartbeat(1, 1000));
    store.take(heartbeat(1, 2000));
    expect(store.freshness().state).toBe('stopped');
    store.take(heartbeat(1, 600_000));
    expect(store.freshness().state).toBe('live');
  });

  test('[STR30] deltas without heartbeats do not prove a healthy server', () => {
    const { store, snapshot, to } = setUp();
    store.take(snapshot(1));
    for (let s = 1; s <= 4; s += 1) {
      to(s * 1000);
      store.take({
        kind: 'delta',
        value: { seq: s + 1, from: s, at: new Date(NOW + s * 1000).toISOString(), upserts: [], removes: [] },
      });
    }
    expect(store.freshness().state).toBe('stale');
  });
});
