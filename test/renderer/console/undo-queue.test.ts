import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createUndoQueue,
  type SendPart,
  UNDO_MS,
} from '../../../src/renderer/features/incidents/undo-queue.ts';

const clock = {
  now: () => performance.now(),
  after(ms: number, run: () => void) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
const accept: SendPart = async (ids) => ids.map((id) => ({ id, ok: true }));
const failed = (error: unknown) => String(error);
const ids = (count: number) => Array.from({ length: count }, (_, i) => `i${i}`);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('undo before taking effect', () => {
  it('[STR86] nothing is sent for five seconds, then everything is', async () => {
    const queue = createUndoQueue(clock);
    const send = vi.fn(accept);
    queue.add('ack', ['i1', 'i2', 'i1'], send, failed);
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(send).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(send).toHaveBeenCalledExactlyOnceWith(['i1', 'i2']);
    expect(queue.batches()[0]?.state).toBe('done');
  });

  it('[STR86] what was taken back is never sent', async () => {
    const queue = createUndoQueue(clock);
    const send = vi.fn(accept);
    const key = queue.add('close', ['i1'], send, failed);
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1);
    expect(queue.undo(key)).toBe(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(send).not.toHaveBeenCalled();
    expect(queue.batches()).toEqual([]);
  });

  it('[STR86] too late is said, not pretended', async () => {
    const queue = createUndoQueue(clock);
    const key = queue.add('ack', ['i1'], accept, failed);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    expect(queue.undo(key)).toBe(false);
    expect(queue.undoLatest()).toBe(false);
  });

  it('[STR86] the latest action is taken back first', () => {
    const queue = createUndoQueue(clock);
    const first = queue.add('ack', ['i1'], accept, failed);
    queue.add('ack', ['i2'], accept, failed);
    expect(queue.undoLatest()).toBe(true);
    expect(queue.batches().map((batch) => batch.key)).toEqual([first]);
  });

  it('[STR87] parts report per incident, and a part that fails does not stop the others', async () => {
    const queue = createUndoQueue(clock);
    let part = 0;
    const send: SendPart = async (some) => {
      part++;
      if (part === 2) throw new Error('no route');
      return some.map((id) => (id === 'i0' ? { id, ok: false, error: 'moved on' } : { id, ok: true }));
    };
    queue.add('ack', ids(120), send, failed);
    await vi.advanceTimersByTimeAsync(UNDO_MS);
    const [batch] = queue.batches();
    expect(batch?.results).toHaveLength(120);
    expect(batch?.results.filter((result) => !result.ok)).toHaveLength(51);
    expect(batch?.results[0]).toEqual({ id: 'i0', ok: false, error: 'moved on' });
    expect(batch?.results[60]?.error).toBe('Error: no route');
  });

  it('[STR87] stopped while running, the rest is not sent', async () => {
    const queue = createUndoQueue(clock);
    const send = vi.fn<SendPart>(
      (some) => new Promise((done) => setTimeout(() => done(some.map((id) => ({ id, ok: true }))), 1000)),
    );
    const key = queue.add('ack', ids(200), send, failed);
    await vi.advanceTimersByTimeAsync(UNDO_MS + 500);
    queue.stop(key);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(send).toHaveBeenCalledTimes(1);
    expect(queue.batches()[0]).toMatchObject({ state: 'done', stopped: true });
    expect(queue.batches()[0]?.results).toHaveLength(50);
  });
});
