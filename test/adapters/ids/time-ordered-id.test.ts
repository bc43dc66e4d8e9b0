import { describe, expect, it, vi } from 'vitest';
import { newTimeOrderedId } from '../../../src/server/adapters/ids/time-ordered-id.ts';

describe('newTimeOrderedId', () => {
  it('[STO58] is a UUID of version 7, rises, and never comes twice', () => {
    const ids = Array.from({ length: 20_000 }, () => newTimeOrderedId());
    for (const id of ids)
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('[STO58] rises though the clock steps back', () => {
    const before = newTimeOrderedId();
    vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 3_600_000);
    expect(newTimeOrderedId() > before).toBe(true);
  });
});
