import type { Annunciation } from '../../domain/incident/decision.ts';

/** The sound of each kind of annunciation; a page plays it, or not, by its own switch. */
export const SOUND_OF = {
  created: 'new',
  're-alarmed': 're-alarm',
  escalated: 're-alarm',
  recovered: 'recovered',
  'nobody-answered': 're-alarm',
  page: 'new',
} as const satisfies Record<Annunciation['kind'], string>;
