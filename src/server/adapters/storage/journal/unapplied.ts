import type { Incident } from '../../../domain/incident/incident.ts';
import type { Batch } from '../../../runtime/ports.ts';

/** What a record says about incidents. */
type Said = Pick<Batch, 'incidents' | 'touches'>;

/** The latest state that the journal has of an incident the database may not have yet. */
interface Latest {
  readonly seq: number;
  readonly incident: Incident;
}

/** States of incidents that are in the journal and not in the database yet. */
export class UnappliedIncidents {
  readonly #byId = new Map<string, Latest>();
  /** Closed ones by key, then by id. */
  readonly #closed = new Map<string, Map<string, Incident>>();
  readonly #records: { readonly seq: number; readonly ids: readonly string[] }[] = [];

  add(seq: number, { incidents, touches }: Said): void {
    if (incidents.length > 0) this.#records.push({ seq, ids: incidents.map(({ id }) => id) });
    for (const incident of incidents) this.#put(seq, incident);
    for (const { id, count, lastEventAt } of touches) {
      const known = this.#byId.get(id);
      if (known) this.#put(known.seq, { ...known.incident, count, lastEventAt });
    }
  }

  /** The database has everything up to `seq`. */
  drop(seq: number): void {
    let done = 0;
    for (const record of this.#records) {
      if (record.seq > seq) break;
      done += 1;
      for (const id of record.ids) if (this.#byId.get(id)?.seq === record.seq) this.#remove(id);
    }
    if (done > 0) this.#records.splice(0, done);
  }

  incident(id: string): Incident | null {
    return this.#byId.get(id)?.incident ?? null;
  }

  /** The one of a key that was closed last. */
  latestClosed(domain: string, dedupKey: string): Incident | null {
    const closed = this.#closed.get(slotOf(domain, dedupKey));
    if (closed === undefined) return null;
    return [...closed.values()].reduce((a, b) => laterClosed(a, b));
  }

  #put(seq: number, incident: Incident): void {
    this.#remove(incident.id);
    this.#byId.set(incident.id, { seq, incident });
    if (incident.status !== 'closed') return;
    const slot = slotOf(incident.domain, incident.dedupKey);
    const closed = this.#closed.get(slot) ?? new Map<string, Incident>();
    closed.set(incident.id, incident);
    this.#closed.set(slot, closed);
  }

  #remove(id: string): void {
    const known = this.#byId.get(id)?.incident;
    this.#byId.delete(id);
    if (known?.status !== 'closed') return;
    const slot = slotOf(known.domain, known.dedupKey);
    const closed = this.#closed.get(slot);
    closed?.delete(id);
    if (closed?.size === 0) this.#closed.delete(slot);
  }
}

const slotOf = (domain: string, dedupKey: string): string => `${domain}\u0000${dedupKey}`;

/** Of two closed incidents the one closed later; at the same moment the one with the higher number. */
export function laterClosed(a: Incident, b: Incident): Incident {
  const later = (a.closedAt ?? 0) - (b.closedAt ?? 0) || a.number - b.number;
  return later > 0 ? a : b;
}
