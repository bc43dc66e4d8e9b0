import { expect, it } from 'vitest';
import { z } from 'zod';
import { createRecordStore, type RecordFloor } from '../../../src/server/runtime/auth/record-store.ts';
import { SYSTEM } from '../../../src/shared/reason.ts';

const schema = z.object({ n: z.number() });

/** A floor whose writes wait until they are let through, in order. */
function slowFloor(stored: { id: string; value: unknown }[] = []) {
  const waiting: (() => void)[] = [];
  const log: string[] = [];
  const later = (what: string) =>
    new Promise<void>((resolve) => {
      waiting.push(() => {
        log.push(what);
        resolve();
      });
    });
  const floor: RecordFloor = {
    records: () => stored,
    putRecord: (_actor, _kind, id) => later(`put ${id}`),
    removeRecord: (_actor, _kind, id) => later(`remove ${id}`),
  };
  const flush = async () => {
    while (waiting.length > 0) {
      waiting.shift()!();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { floor, log, flush };
}

it('[AUD30] a new record counts only once it is durable', async () => {
  const { floor, flush } = slowFloor();
  const store = createRecordStore(floor, 'token', schema);
  const written = store.put(SYSTEM, 'a', { n: 1 }, null);
  expect(store.get('a')).toBeUndefined();
  await flush();
  await written;
  expect(store.get('a')).toEqual({ n: 1 });
});

it('[AUD30] a removed record is gone at once, and a write under way does not bring it back', async () => {
  const { floor, log, flush } = slowFloor([{ id: 'a', value: { n: 1 } }]);
  const store = createRecordStore(floor, 'token', schema);
  const touched = store.put(SYSTEM, 'a', { n: 2 }, null);
  const removed = store.remove(SYSTEM, 'a', 'token.revoke');
  expect(store.get('a')).toBeUndefined();
  await flush();
  await Promise.all([touched, removed]);
  expect(store.get('a')).toBeUndefined();
  expect(log).toEqual(['put a', 'remove a']);
});

it('[AUD30] a stored record that does not parse is not served', () => {
  const { floor } = slowFloor([
    { id: 'a', value: { n: 'x' } },
    { id: 'b', value: null },
    { id: 'c', value: { n: 3 } },
  ]);
  expect(createRecordStore(floor, 'token', schema).entries()).toEqual([['c', { n: 3 }]]);
});
