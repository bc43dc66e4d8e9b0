import type { Band } from '../../../shared/incident.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { bandOf } from '../../domain/incident/view.ts';

/** Incidents that every count sees alike. */
export interface Slot {
  readonly band: Exclude<Band, 'closed'>;
  readonly urgency: Urgency;
  readonly service: string;
  readonly mutedBy: 'snoozed' | 'silent' | null;
  count: number;
}

/**
 * How many incidents stand in which band, by urgency and service: kept as they change, so that the totals of a delta
 * cost the same with a hundred thousand open as with a hundred.
 */
export class Census {
  readonly #slots = new Map<string, Slot>();
  readonly #slotOf = new Map<string, Slot>();

  constructor(incidents: Iterable<Incident>) {
    for (const incident of incidents) this.#enter(incident);
  }

  slots(): Iterable<Slot> {
    return this.#slots.values();
  }

  /** Looks again at what may have changed. */
  follow(changed: Iterable<string>, find: (id: string) => Incident | undefined): void {
    for (const id of changed) {
      const before = this.#slotOf.get(id);
      if (before !== undefined) {
        before.count -= 1;
        this.#slotOf.delete(id);
      }
      const incident = find(id);
      if (incident !== undefined) this.#enter(incident);
      if (before?.count === 0) this.#slots.delete(keyOf(before));
    }
  }

  #enter(incident: Incident): void {
    const band = bandOf(incident);
    if (band === 'closed') return;
    const { urgency, service } = incident;
    const mutedBy = band !== 'muted' ? null : incident.pause?.kind === 'snoozed' ? 'snoozed' : 'silent';
    const key = keyOf({ band, urgency, service, mutedBy });
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = { band, urgency, service, mutedBy, count: 0 };
      this.#slots.set(key, slot);
    }
    slot.count += 1;
    this.#slotOf.set(incident.id, slot);
  }
}

const keyOf = ({ band, urgency, service, mutedBy }: Omit<Slot, 'count'>): string =>
  `${band} ${urgency} ${mutedBy} ${service}`;
