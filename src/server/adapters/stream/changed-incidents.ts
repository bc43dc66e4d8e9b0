import { urgencyRank } from '../../../shared/words.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { LiveChange } from '../../runtime/live.ts';

/**
 * Incidents in one delta that are there because of a repeat alone: their count rose, nothing else. In a storm of repeats a
 * page would otherwise draw every card at every delta.
 */
export const MAX_REPEATS = 100;

/** [STR176] What the next delta is about: every change, and of mere repeats the most urgent; the others wait their turn. */
export class ChangedIncidents {
  readonly #changed = new Set<string>();
  readonly #repeated = new Set<string>();

  note({ incidents, repeats = [] }: Pick<LiveChange, 'incidents' | 'repeats'>): void {
    for (const id of incidents) this.#changed.add(id);
    for (const id of repeats) this.#repeated.add(id);
  }

  /** True while repeats wait that the last delta had no room for. */
  get hasMore(): boolean {
    return this.#repeated.size > 0;
  }

  take(find: (id: string) => Incident | undefined): readonly string[] {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const id of changed) this.#repeated.delete(id);
    const rankOf = (id: string) => urgencyRank(find(id)?.urgency ?? 'none');
    // Those that have waited longest come first among equals: a set keeps its order.
    const repeated = [...this.#repeated]
      .map((id) => ({ id, rank: rankOf(id) }))
      .sort((a, b) => a.rank - b.rank);
    const taken = repeated.slice(0, MAX_REPEATS).map(({ id }) => id);
    for (const id of taken) this.#repeated.delete(id);
    return [...changed, ...taken];
  }
}
