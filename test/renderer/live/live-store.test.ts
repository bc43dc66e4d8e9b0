import { expect, test } from 'vitest';
import { createLiveStore } from '../../../src/renderer/live/live-store.ts';
import { PROTOCOL } from '../../../src/shared/stream.ts';
import { emptyScene, incident } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const AT = new Date(NOW).toISOString();

test('[STR20] what was published is never changed under its readers; a burst of deltas copies the incidents once', () => {
  const store = createLiveStore({
    now: () => 0,
    schedule: () => ({ request: () => undefined, cancel: () => undefined }),
    onEffect: () => undefined,
  });
  const upsert = (seq: number, count: number) =>
    store.take({
      kind: 'delta',
      value: { seq, from: seq - 1, at: AT, upserts: [incident(1, NOW, { count })], removes: [] },
    });
  const { id } = incident(1, NOW);
  store.take({
    kind: 'snapshot',
    value: {
      ...emptyScene(NOW),
      protocol: PROTOCOL,
      epoch: 'a',
      seq: 1,
      at: AT,
      incidents: [incident(1, NOW, { count: 1 })],
    },
  });
  store.flush();
  const first = store.getSnapshot().floor?.incidents;
  upsert(2, 2);
  const burst = store.current().floor?.incidents;
  upsert(3, 3);
  expect(store.current().floor?.incidents).toBe(burst);
  expect(store.getSnapshot().floor?.incidents).toBe(first);
  expect(first?.get(id)?.count).toBe(1);
  store.flush();
  const second = store.getSnapshot().floor?.incidents;
  expect(second?.get(id)?.count).toBe(3);
  upsert(4, 4);
  expect(second?.get(id)?.count).toBe(3);
  expect(store.current().floor?.incidents.get(id)?.count).toBe(4);
});
