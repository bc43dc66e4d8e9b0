import type { Incident } from '../domain/incident/incident.ts';
import { inhibitionSlot } from '../domain/noise/inhibit.ts';

/** Id of one key inside its domain: no domain holds a `|`, so that two keys never meet. */
export const keyId = (domain: string, dedupKey: string): string => `${domain}|${dedupKey}`;

/** Open incidents by what else than their own key finds them: a key that many share (SUP5), and what they mute (SUP6). */
export class IncidentIndex {
  readonly #places = new Map<string, Set<string>>();
  readonly #placesOf = new Map<string, readonly string[]>();

  /** Looks again at an incident that changed. */
  follow(incident: Incident): void {
    const isOpen = incident.status !== 'closed';
    const known = this.#placesOf.get(incident.id);
    if (isOpen === (known !== undefined)) return;
    if (known !== undefined) {
      this.#placesOf.delete(incident.id);
      for (const place of known) this.#leave(place, incident.id);
      return;
    }
    const places = placesOf(incident);
    if (places.length === 0) return;
    this.#placesOf.set(incident.id, places);
    for (const place of places) {
      const ids = this.#places.get(place) ?? new Set<string>();
      ids.add(incident.id);
      this.#places.set(place, ids);
    }
  }

  #leave(place: string, id: string): void {
    const ids = this.#places.get(place);
    ids?.delete(id);
    if (ids?.size === 0) this.#places.delete(place);
  }

  sharing(domain: string, dedupKey: string): Iterable<string> {
    return this.#places.get(`shared ${keyId(domain, dedupKey)}`) ?? [];
  }

  muting(slot: string): Iterable<string> {
    return this.#places.get(`mutes ${slot}`) ?? [];
  }
}

function placesOf({ shares, dedupKey, inhibits = [], service }: Incident): string[] {
  return [
    ...(shares === undefined ? [] : [`shared ${keyId(shares, dedupKey)}`]),
    ...inhibits.flatMap(({ rule, equal }) => [
      `mutes ${inhibitionSlot(rule, equal, '')}`,
      `mutes ${inhibitionSlot(rule, equal, service)}`,
    ]),
  ];
}
