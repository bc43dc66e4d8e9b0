import { describe, expect, test } from 'vitest';
import {
  bigNumber,
  figureLine,
  figureSize,
} from '../../../src/renderer/features/wall/bignumber/big-number.ts';
import { turn } from '../../../src/renderer/features/wall/view-rotation.ts';
import { emptyScene, incident, nightScene } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:12:41Z');
const night = nightScene(NOW).totals;
const quiet = emptyScene(NOW).totals;

describe('the big number', () => {
  test('[STR140] what nobody has, how bad, how old, and what a whole run told in vain', () => {
    const incidents = [
      incident(1, NOW, { band: 'nobody' }),
      incident(2, NOW),
      incident(3, NOW, { band: 'acked' }),
    ];
    expect(bigNumber(night, incidents, 'live')).toEqual({
      kind: 'waiting',
      count: 3,
      worst: 'highest',
      oldestAt: night.oldestOpenAt,
      unanswered: 1,
    });
    // An old alarm is still an alarm.
    expect(bigNumber(night, incidents, 'stopped').kind).toBe('waiting');
  });

  test('[STR140] calm is said of a live picture only', () => {
    expect(bigNumber(quiet, [], 'live')).toEqual({ kind: 'calm', since: quiet.quietSince });
    expect(bigNumber({ ...quiet, quietSince: null }, [], 'live')).toEqual({ kind: 'calm', since: null });
    expect(bigNumber(quiet, [], 'degraded')).toEqual({ kind: 'none' });
    for (const state of ['stale', 'stopped', 'connecting'] as const)
      expect(bigNumber(quiet, [], state)).toEqual({ kind: 'unknown' });
  });

  test('[STR140] a figure fills its room and never leaves it', () => {
    const room = { width: 1856, height: 600 };
    expect(figureSize('3', room)).toBe(750);
    for (const text of ['0', '38', '512', '5,000', '12,345', '123,456']) {
      const size = figureSize(text, room);
      expect(size * figureLine(text)).toBeLessThanOrEqual(room.height);
      expect(size).toBeGreaterThan(300);
    }
    expect(figureSize('123,456', { width: 1000, height: 900 })).toBeLessThan(250);
  });

  test('[STR102] held views go to the board, else to the big number', () => {
    const held = (views: readonly ('heatmap' | 'bignumber' | 'board')[]) =>
      turn({ index: 0, since: 0 }, { views, everyMs: 30_000, isHeld: true, now: 5 }).index;
    expect(held(['heatmap', 'bignumber', 'board'])).toBe(2);
    expect(held(['heatmap', 'bignumber'])).toBe(1);
    expect(held(['heatmap'])).toBe(0);
  });
});
