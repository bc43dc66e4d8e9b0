import { URGENCIES, urgencyRank } from '../../../shared/words.ts';
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

/** Ids in the order in which they came. */
type Queue = Set<string>;

/**
 * [STR176] What the next delta is about: all that ended, then the most urgent, of equal urgency what changed before what
 * only repeated; the rest waits its turn, longest first among equals.
 */
export class ChangedIncidents {
  readonly #find: (id: string) => Incident | undefined;
  readonly #ended: Queue = new Set();
  /** By urgency, the most urgent first. */
  readonly #changed: readonly Queue[] = URGENCIES.map(() => new Set());
  readonly #repeated: readonly Queue[] = URGENCIES.map(() => new Set());
  readonly #queueOf = new Map<string, Queue>();

  constructor(find: (id: string) => Incident | undefined) {
    this.#find = find;
  }

  note({ incidents, repeats = [] }: Pick<LiveChange, 'incidents' | 'repeats'>): void {
    for (const id of incidents) this.#enqueue(id, this.#changed);
    // One that waits already keeps its place: a repeat changes no urgency.
    for (const id of repeats) if (!this.#queueOf.has(id)) this.#enqueue(id, this.#repeated);
  }

  /** True while something waits that the last delta had no room for. */
  get hasMore(): boolean {
    return this.#queueOf.size > 0;
  }

  /** Nobody is there to be told: of what waits, nothing is taken. */
  clear(): readonly string[] {
    for (const queue of [this.#ended, ...this.#changed, ...this.#repeated]) queue.clear();
    this.#queueOf.clear();
    return [];
  }

  take(): readonly string[] {
    const waiting = this.#changed.reduce((sum, { size }) => sum + size, 0);
    let room = Math.max(MAX_INCIDENTS, Math.ceil(waiting / SHARE));
    let repeats = MAX_REPEATS;
    const taken = this.#dequeue(this.#ended, this.#ended.size);
    for (const rank of URGENCIES.keys()) {
      const changed = this.#dequeue(this.#changed[rank]!, room);
      room -= changed.length;
      const repeated = this.#dequeue(this.#repeated[rank]!, Math.min(room, repeats));
      room -= repeated.length;
      repeats -= repeated.length;
      taken.push(...changed, ...repeated);
    }
    return taken;
  }

  #enqueue(id: string, queues: readonly Queue[]): void {
    const incident = this.#find(id);
    const isOver = incident === undefined || incident.status === 'closed';
    const queue = isOver ? this.#ended : queues[urgencyRank(incident.urgency)]!;
    const before = this.#queueOf.get(id);
    if (before === queue) return;
    before?.delete(id);
    queue.add(id);
    this.#queueOf.set(id, queue);
  }

  #dequeue(queue: Queue, most: number): string[] {
    const taken: string[] = [];
    for (const id of queue) {
      if (taken.length >= most) break;
      taken.push(id);
    }
    for (const id of taken) {
      queue.delete(id);
      this.#queueOf.delete(id);
    }
    return taken;
  }
}
