import { describe, expect, test } from 'vitest';
import {
  GROUP_QUIET_MS,
  SAME_SOUND_MS,
  soundFor,
  sounding,
} from '../../../src/renderer/features/wall/sound/sound-rules.ts';
import { type SoundName, TONES } from '../../../src/renderer/features/wall/sound/tones.ts';
import type { Annunciate } from '../../../src/shared/stream.ts';
import { incident } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const QUIET = { groups: new Map<string, number>(), began: new Map<SoundName, number>() };
const created: Annunciate = { kind: 'created', incident: 'i-1', sound: 'new' };
const ask = {
  annunciate: created,
  item: incident(1, NOW),
  isFlood: false,
  silenced: new Set<string>(),
  now: 0,
};

describe('the screen’s voice', () => {
  test('[STR110] sounds as told; what is answered already, silenced here or soundless stays quiet', () => {
    expect(soundFor(QUIET, ask).sound).toBe('new');
    expect(soundFor(QUIET, { ...ask, item: incident(1, NOW, { band: 'acked' }) }).sound).toBeNull();
    expect(soundFor(QUIET, { ...ask, item: incident(1, NOW, { band: 'muted' }) }).sound).toBeNull();
    expect(soundFor(QUIET, { ...ask, silenced: new Set(['i-1']) }).sound).toBeNull();
    expect(soundFor(QUIET, { ...ask, annunciate: { ...created, sound: 'none' } }).sound).toBeNull();
    const recovered: Annunciate = { kind: 'recovered', incident: 'i-1', sound: 'recovered' };
    expect(
      soundFor(QUIET, { ...ask, annunciate: recovered, item: incident(1, NOW, { band: 'acked' }) }).sound,
    ).toBe('recovered');
    expect(soundFor(QUIET, { ...ask, item: null }).sound).toBe('new');
  });

  test('[STR111] in a flood one sound per service in ten minutes, but every highest', () => {
    const first = soundFor(QUIET, { ...ask, isFlood: true });
    expect(first.sound).toBe('new');
    const again = (now: number, over = {}) =>
      soundFor(first.memory, { ...ask, isFlood: true, now, item: incident(2, NOW, over) }).sound;
    expect(again(GROUP_QUIET_MS - 1)).toBeNull();
    expect(again(GROUP_QUIET_MS)).toBe('new');
    expect(again(SAME_SOUND_MS, { service: 'other' })).toBe('new');
    expect(again(SAME_SOUND_MS, { urgency: 'highest' })).toBe('new');
  });

  test('[STR177] many at once sound once, each kind for itself', () => {
    const first = soundFor(QUIET, ask);
    const again = (now: number, annunciate: Annunciate = created) =>
      soundFor(first.memory, { ...ask, now, annunciate }).sound;
    expect(again(SAME_SOUND_MS - 1)).toBeNull();
    expect(again(SAME_SOUND_MS)).toBe('new');
    expect(again(1, { kind: 'recovered', incident: 'i-1', sound: 'recovered' })).toBe('recovered');
    // What stayed silent puts nothing off.
    const silent = soundFor(first.memory, { ...ask, now: SAME_SOUND_MS - 1 });
    expect(soundFor(silent.memory, { ...ask, now: SAME_SOUND_MS }).sound).toBe('new');
  });

  test('[STR112] repeats for unacknowledged highest ones that were not silenced here', () => {
    const items = [
      incident(1, NOW, { urgency: 'highest' }),
      incident(2, NOW, { urgency: 'highest', band: 'nobody' }),
      incident(3, NOW, { urgency: 'highest', band: 'acked' }),
      incident(4, NOW, { urgency: 'high' }),
    ];
    expect(sounding(items, new Set(['i-1']))).toEqual(['i-2']);
  });

  test('[STR113] the four sounds differ in rhythm, not only in pitch', () => {
    const rhythms = Object.values(TONES).map((notes) =>
      notes.map(({ at, length }) => `${at}:${length}`).join(' '),
    );
    expect(new Set(rhythms).size).toBe(4);
  });
});
