import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Totals } from '../../../../shared/stream.ts';
import type { Urgency } from '../../../../shared/words.ts';
import { type FreshnessState, isCurrent } from '../../../live/freshness.ts';

/** What the one big number says. */
export type BigNumber =
  /** Not acknowledged. `unanswered`: of those, how many a whole run has told in vain. */
  | {
      readonly kind: 'waiting';
      readonly count: number;
      readonly worst: Urgency;
      readonly oldestAt: string;
      readonly unanswered: number;
    }
  /** Nothing waits, of a picture that can be trusted. `since` is null where nobody can tell. */
  | { readonly kind: 'calm'; readonly since: string | null }
  /** Nothing waits, but steps run late or the disk failed: no reason to be calm. */
  | { readonly kind: 'none' }
  /** Nothing waited when the picture was last true; what is now nobody here knows. */
  | { readonly kind: 'unknown' };

/** An old alarm stays on the screen, an old calm does not: it would be a lie. Pure. */
export function bigNumber(
  totals: Totals,
  incidents: Iterable<IncidentItem>,
  state: FreshnessState,
): BigNumber {
  const { open, worstOpen, oldestOpenAt, quietSince } = totals;
  if (open > 0 && worstOpen !== null && oldestOpenAt !== null) {
    let unanswered = 0;
    for (const { band } of incidents) if (band === 'nobody') unanswered += 1;
    return { kind: 'waiting', count: open, worst: worstOpen, oldestAt: oldestOpenAt, unanswered };
  }
  if (state === 'live') return { kind: 'calm', since: quietSince };
  return { kind: isCurrent(state) ? 'none' : 'unknown' };
}

/** Width of Pretendard's characters in ems: tabular figures, the comma, anything else. */
const WIDTHS: Readonly<Record<string, number>> = { ',': 0.3, '.': 0.3 };
const FIGURE_WIDTH = 0.66;
/** Height of the figure's line in ems: a little more than its capitals, and room for a comma's tail. */
export const figureLine = (text: string): number => (text.includes(',') ? 1 : 0.8);
const MOST = 900;

/** Font size in design pixels at which a figure fills its room without leaving it. Pure. */
export function figureSize(text: string, room: { readonly width: number; readonly height: number }): number {
  const ems = [...text].reduce((sum, letter) => sum + (WIDTHS[letter] ?? FIGURE_WIDTH), 0);
  return Math.floor(Math.min(MOST, room.height / figureLine(text), room.width / Math.max(ems, 0.1)));
}
