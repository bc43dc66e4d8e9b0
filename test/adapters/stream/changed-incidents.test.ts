import { describe, expect, it } from 'vitest';
import {
  ChangedIncidents,
  MAX_INCIDENTS,
  MAX_REPEATS,
} from '../../../src/server/adapters/stream/changed-incidents.ts';
import type { Incident } from '../../../src/server/domain/incident/incident.ts';

const find = (id: string) =>
  ({
    urgency: id.startsWith('hot') ? 'highest' : 'low',
    status: id.startsWith('ended') ? 'closed' : 'open',
  }) as Incident;
const ids = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

describe('what a delta is about', () => {
  it('[STR176] of many changes the most urgent leave first, what ended at once, each once', () => {
    const changed = new ChangedIncidents(find);
    changed.note({ incidents: [...ids('a', 250), 'hot-1', ...ids('ended', 300)], repeats: ['hot-2', 'b-1'] });
    const first = changed.take();
    expect(first.slice(0, 300)).toEqual(ids('ended', 300));
    expect(first.slice(300, 303)).toEqual(['hot-1', 'hot-2', 'a-0']);
    expect(first).toHaveLength(300 + MAX_INCIDENTS);
    const rest = [changed.take(), changed.take()].flat();
    expect(rest.at(-1)).toBe('b-1');
    expect(changed.hasMore).toBe(false);
    expect(new Set([...first, ...rest]).size).toBe(first.length + rest.length);
    expect(first.length + rest.length).toBe(250 + 300 + 3);
  });

  it('[STR176] ten thousand changes are told in less than two seconds of deltas, none of them with more than a thousand', () => {
    const changed = new ChangedIncidents(find);
    changed.note({ incidents: ids('a', 10_000) });
    const sizes: number[] = [];
    while (changed.hasMore) sizes.push(changed.take().length);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(10_000);
    expect(Math.max(...sizes)).toBe(1000);
    expect(sizes.length * 40).toBeLessThan(2000);
  });

  it('[STR176] of mere repeats the most urgent come first, the rest in the next ones, each once', () => {
    const changed = new ChangedIncidents(find);
    changed.note({ incidents: [], repeats: [...ids('cold', 250), 'hot-1'] });
    const first = changed.take();
    expect(first).toHaveLength(MAX_REPEATS);
    expect(first[0]).toBe('hot-1');
    // One that repeats again while it waits keeps its place.
    changed.note({ incidents: [], repeats: ['cold-200', 'hot-1'] });
    const second = changed.take();
    expect(second[0]).toBe('hot-1');
    const later: string[] = [];
    while (changed.hasMore) later.push(...changed.take());
    const cold = [...first, ...second, ...later].filter((id) => id.startsWith('cold'));
    expect(new Set(cold).size).toBe(250);
    expect(cold).toHaveLength(250);
  });

  it('[STR176] one that became more urgent while it waited moves forward; one that ended is told as ended', () => {
    const urgencies = new Map(ids('a', 300).map((id) => [id, 'low']));
    const changed = new ChangedIncidents((id) => {
      const urgency = urgencies.get(id);
      return urgency === undefined ? undefined : ({ urgency, status: 'open' } as Incident);
    });
    changed.note({ incidents: ids('a', 300) });
    urgencies.set('a-299', 'highest');
    urgencies.delete('a-298');
    changed.note({ incidents: ['a-299', 'a-298'] });
    expect(changed.take().slice(0, 3)).toEqual(['a-298', 'a-299', 'a-0']);
    changed.clear();
    expect(changed.hasMore).toBe(false);
    expect(changed.take()).toEqual([]);
  });

  it('[STR176] a repeat that something else changed too is told once', () => {
    const changed = new ChangedIncidents(find);
    changed.note({ incidents: ['a'], repeats: ['a'] });
    expect(changed.take()).toEqual(['a']);
    expect(changed.hasMore).toBe(false);
  });
});
