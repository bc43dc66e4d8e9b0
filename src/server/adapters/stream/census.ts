import type { Band } from '../../../shared/incident.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import { bandOf } from '../../domain/incident/view.ts';
import { DueHeap } from '../../runtime/due-heap.ts';

/** Incidents that every count sees alike. */
export interface Slot {
  readonly band: Exclude<Band, 'closed'>;
  readonly urgency: Urgency;
  readonly service: string;
  readonly mutedBy: 'snoozed' | 'maintenance' | 'silent' | null;
  readonly count: number;
  /** When the oldest of them was created; null for bands whose ages nobody asks for. */
  oldestAt(): Instant | null;
}

interface KeptSlot extends Slot {
  count: number;
  /** Those that wait for an answer by their creation; some may have left the slot since. */
  readonly byAge: DueHeap;
}

/**
 * How many incidents stand in which band, by urgency and service, and how old the oldest is: kept as they change, so that
 * the totals of a delta cost the same with a hundred thousand open as with a hundred.
 */
export class Census {
  readonly #slots = new Map<string, KeptSlot>();
  readonly #slotOf = new Map<string, KeptSlot>();

  constructor(incidents: Iterable<Incident>) {
    for (const incident of incidents) this.#move(incident.id, incident);
  }

  slots(): Iterable<Slot> {
    return this.#slots.values();
  }

  /** Looks again at what may have changed. */
  follow(changed: Iterable<string>, find: (id: string) => Incident | undefined): void {
    for (const id of changed) this.#move(id, find(id));
  }

  #move(id: string, incident: Incident | undefined): void {
    const before = this.#slotOf.get(id);
    const next = incident && this.#slotFor(incident);
    if (next === before) return;
    if (before !== undefined) {
      before.count -= 1;
      this.#slotOf.delete(id);
      if (before.count === 0) this.#slots.delete(keyOf(before));
    }
    if (incident === undefined || next === undefined) return;
    next.count += 1;
    this.#slotOf.set(id, next);
    if (!isWaiting(next)) return;
    next.byAge.push(incident.createdAt, id);
    if (next.byAge.size > 2 * next.count + 64) this.#sift(next);
  }

  #slotFor(incident: Incident): KeptSlot | undefined {
    const band = bandOf(incident);
    if (band === 'closed') return undefined;
    const { urgency, service } = incident;
    const { pause } = incident;
    const paused = pause?.kind === 'snoozed' || pause?.kind === 'maintenance' ? pause.kind : 'silent';
    const mutedBy = band === 'muted' ? paused : null;
    const key = keyOf({ band, urgency, service, mutedBy });
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    const slot: KeptSlot = {
      band,
      urgency,
      service,
      mutedBy,
      count: 0,
      byAge: new DueHeap(),
      oldestAt: () => this.#oldestOf(slot),
    };
    this.#slots.set(key, slot);
    return slot;
  }

  #oldestOf(slot: KeptSlot): Instant | null {
    for (let first = slot.byAge.peek(); first !== undefined; first = slot.byAge.peek()) {
      if (this.#slotOf.get(first.id) === slot) return first.at;
      slot.byAge.pop();
    }
    return null;
  }

  /** Drops what has left the slot and what came back to it twice, so that the heap is never much larger than the slot. */
  #sift(slot: KeptSlot): void {
    const kept = new Map<string, Instant>();
    for (let entry = slot.byAge.pop(); entry !== undefined; entry = slot.byAge.pop())
      if (this.#slotOf.get(entry.id) === slot) kept.set(entry.id, entry.at);
    for (const [id, at] of kept) slot.byAge.push(at, id);
  }
}

const isWaiting = ({ band }: Slot): boolean => band === 'open' || band === 'nobody';

const keyOf = ({ band, urgency, service, mutedBy }: Omit<Slot, 'count' | 'oldestAt'>): string =>
  `${band} ${urgency} ${mutedBy} ${service}`;
