import { describe, expect, it } from 'vitest';
import { ChangedIncidents, MAX_REPEATS } from '../../../src/server/adapters/stream/changed-incidents.ts';
import type { Incident } from '../../../src/server/domain/incident/incident.ts';

const find = (id: string) => ({ urgency: id.startsWith('hot') ? 'highest' : 'low' }) as Incident;
const ids = (name: string, count: number) => Array.from({ length: count }, (_, n) => `${name}-${n}`);

describe('what a delta is about', () => {
  it('[STR176] every change is in the next delta, however many', () => {
    const changed = new ChangedIncidents();
    changed.note({ incidents: ids('a', 1000) });
    expect(changed.take(find)).toHaveLength(1000);
    expect(changed.hasMore).toBe(false);
  });

  it('[STR176] of mere repeats the most urgent come first, the rest in the next ones, each once', () => {
    const changed = new ChangedIncidents();
    changed.note({ incidents: [], repeats: [...ids('cold', 250), 'hot-1'] });
    const first = changed.take(find);
    expect(first).toHaveLength(MAX_REPEATS);
    expect(first[0]).toBe('hot-1');
    // One that repeats again while it waits keeps its place.
    changed.note({ incidents: [], repeats: ['cold-200', 'hot-1'] });
    const second = changed.take(find);
    const third = changed.take(find);
    expect(second[0]).toBe('hot-1');
    expect(changed.hasMore).toBe(false);
    const cold = [...first, ...second, ...third].filter((id) => id.startsWith('cold'));
    expect(new Set(cold).size).toBe(250);
    expect(cold).toHaveLength(250);
  });

  it('[STR176] a repeat that something else changed too is told once', () => {
    const changed = new ChangedIncidents();
    changed.note({ incidents: ['a'], repeats: ['a'] });
    expect(changed.take(find)).toEqual(['a']);
    expect(changed.hasMore).toBe(false);
  });
});
