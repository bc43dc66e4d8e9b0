import { urgencyRank } from '../../../shared/words.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { LiveChange } from '../../runtime/live.ts';

/**
 * Incidents in one delta: a page that must draw a thousand new ones at once draws the one that matters late. Of very many
 * a tenth leaves with each delta, so that ten thousand are there within two seconds.
 */
export const MAX_INCIDENTS = 100;
const SHARE = 10;
/** Of them, those of which nothing changed but their count. */
export const MAX_REPEATS = 40;

/**
 * [STR176] What the next delta is about: all that ended, then the most urgent, of equal urgency what changed before what
 * only repeated; the rest waits its turn, longest first among equals.
 */
export class ChangedIncidents {
  readonly #changed = new Set<string>();
  readonly #repeated = new Set<string>();

  note({ incidents, repeats = [] }: Pick<LiveChange, 'incidents' | 'repeats'>): void {
    for (const id of incidents) this.#changed.add(id);
    for (const id of repeats) this.#repeated.add(id);
  }

  /** True while something waits that the last delta had no room for. */
  get hasMore(): boolean {
    return this.#changed.size + this.#repeated.size > 0;
  }

  take(find: (id: string) => Incident | undefined): readonly string[] {
    for (const id of this.#changed) this.#repeated.delete(id);
    const ended: string[] = [];
    const waiting: { readonly id: string; readonly isRepeat: boolean; readonly rank: number }[] = [];
    const note = (id: string, isRepeat: boolean) => {
      const incident = find(id);
      if (incident === undefined || incident.status === 'closed') ended.push(id);
      else waiting.push({ id, isRepeat, rank: urgencyRank(incident.urgency) });
    };
    for (const id of this.#changed) note(id, false);
    for (const id of this.#repeated) note(id, true);
    // Sets keep their order and the sort keeps it among equals.
    waiting.sort((a, b) => a.rank - b.rank);
    const most = Math.max(MAX_INCIDENTS, Math.ceil(this.#changed.size / SHARE));
    const alive: string[] = [];
    let repeats = 0;
    for (const { id, isRepeat } of waiting) {
      if (alive.length === most) break;
      if (isRepeat && repeats === MAX_REPEATS) continue;
      if (isRepeat) repeats += 1;
      alive.push(id);
    }
    const taken = [...ended, ...alive];
    for (const id of taken) {
      this.#changed.delete(id);
      this.#repeated.delete(id);
    }
    return taken;
  }
}
