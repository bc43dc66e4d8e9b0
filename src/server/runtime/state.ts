import { nextDueAt } from '../domain/incident/advance.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import { DueHeap } from './due-heap.ts';
import { IncidentIndex } from './incident-index.ts';

const keyOf = (domain: string, dedupKey: string): string => `${domain}\u0000${dedupKey}`;

/**
 * Every incident that is not closed (and every closed one still in a band), found by id and by key.
 * Only the runner writes it, after its commit.
 */
export class FloorState {
  readonly #byId = new Map<string, Incident>();
  readonly #byKey = new Map<string, string>();
  readonly #due = new DueHeap();
  readonly index = new IncidentIndex();
  /** Off the heap and not decided yet, with when each was due. */
  readonly #taken = new Map<string, Instant>();

  get size(): number {
    return this.#byId.size;
  }

  all(): IterableIterator<Incident> {
    return this.#byId.values();
  }

  get(id: string): Incident | undefined {
    return this.#byId.get(id);
  }

  /** The not-closed incident of a key. */
  findOpen(domain: string, dedupKey: string): Incident | undefined {
    const id = this.#byKey.get(keyOf(domain, dedupKey));
    return id === undefined ? undefined : this.#byId.get(id);
  }

  put(incident: Incident): void {
    this.#taken.delete(incident.id);
    this.index.follow(incident);
    const key = keyOf(incident.domain, incident.dedupKey);
    if (incident.status === 'closed') {
      if (this.#byKey.get(key) === incident.id) this.#byKey.delete(key);
      if (incident.unseen) this.#byId.set(incident.id, incident);
      else this.#byId.delete(incident.id);
      return;
    }
    this.#byId.set(incident.id, incident);
    this.#byKey.set(key, incident.id);
    const at = nextDueAt(incident);
    if (at !== null) this.#due.push(at, incident.id);
  }

  /** Repeats change nothing but these two: in place, since nothing else may hold the object between turns. */
  touch(id: string, count: number, lastEventAt: Instant): void {
    const incident = this.#byId.get(id);
    if (incident) this.#byId.set(id, { ...incident, count, lastEventAt });
  }

  /** When the earliest incident is due, or null. */
  nextDueAt(): Instant | null {
    for (;;) {
      const first = this.#due.peek();
      if (!first) return null;
      if (this.#isCurrent(first.at, first.id)) return first.at;
      this.#due.pop();
    }
  }

  /** Ids of incidents due by `now`, at most `limit`, earliest first. */
  takeDue(now: Instant, limit: number): string[] {
    const ids = new Set<string>();
    while (ids.size < limit) {
      const at = this.nextDueAt();
      if (at === null || at > now) break;
      const first = this.#due.pop();
      if (!first || this.#taken.get(first.id) === first.at) continue;
      this.#taken.set(first.id, first.at);
      ids.add(first.id);
    }
    return [...ids];
  }

  /** As `nextDueAt`, those included that were taken and are not decided yet: how late steps are. */
  oldestDueAt(): Instant | null {
    let oldest = this.nextDueAt();
    for (const [id, at] of this.#taken) {
      if (!this.#isCurrent(at, id)) this.#taken.delete(id);
      else if (oldest === null || at < oldest) oldest = at;
    }
    return oldest;
  }

  /** Entries of the heap are hints: an incident's own state says when it is due. */
  #isCurrent(at: Instant, id: string): boolean {
    const incident = this.#byId.get(id);
    return incident !== undefined && nextDueAt(incident) === at;
  }
}
