import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Annunciate } from '../../../../shared/stream.ts';
import type { SoundName } from './tones.ts';

export const REPEAT_MS = 60_000;
/** In a flood one sound per group in this time. */
export const GROUP_QUIET_MS = 600_000;
/** The same sound begins again after this at the earliest: twenty at once are one, only louder. */
export const SAME_SOUND_MS = 500;

/** What the sound remembers between annunciations. */
export interface SoundMemory {
  /** When each service last sounded during a flood, monotonic ms. */
  readonly groups: ReadonlyMap<string, number>;
  /** When each sound last began, monotonic ms. */
  readonly began: ReadonlyMap<SoundName, number>;
}

export interface SoundQuestion {
  readonly annunciate: Annunciate;
  readonly item: IncidentItem | null;
  readonly isFlood: boolean;
  /** Incidents that somebody at this screen silenced. */
  readonly silenced: ReadonlySet<string>;
  /** Monotonic ms. */
  readonly now: number;
}

/** Which sound an annunciation makes here, if any. Pure. */
export function soundFor(
  memory: SoundMemory,
  { annunciate, item, isFlood, silenced, now }: SoundQuestion,
): { readonly memory: SoundMemory; readonly sound: SoundName | null } {
  const { sound, incident } = annunciate;
  if (sound === 'none') return { memory, sound: null };
  if (incident !== null && silenced.has(incident)) return { memory, sound: null };
  // An incident already answered elsewhere starts quiet; a recovery is news all the same.
  if (sound === 'new' && item && item.band !== 'open' && item.band !== 'nobody')
    return { memory, sound: null };
  if (now - (memory.began.get(sound) ?? Number.NEGATIVE_INFINITY) < SAME_SOUND_MS)
    return { memory, sound: null };
  const began = new Map(memory.began).set(sound, now);
  if (!isFlood || !item || item.urgency === 'highest') return { memory: { ...memory, began }, sound };
  const last = memory.groups.get(item.service) ?? Number.NEGATIVE_INFINITY;
  if (now - last < GROUP_QUIET_MS) return { memory, sound: null };
  return { memory: { groups: new Map(memory.groups).set(item.service, now), began }, sound };
}

/** Unacknowledged `highest` incidents not silenced here: the sound repeats each minute while there is one. */
export const sounding = (items: Iterable<IncidentItem>, silenced: ReadonlySet<string>): readonly string[] => {
  const ids: string[] = [];
  for (const { id, band, urgency } of items) {
    if ((band === 'open' || band === 'nobody') && urgency === 'highest' && !silenced.has(id)) ids.push(id);
  }
  return ids;
};
