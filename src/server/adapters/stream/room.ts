import type { Delta, Totals } from '../../../shared/stream.ts';
import type { Urgency } from '../../../shared/words.ts';
import { isMoreUrgent, urgencyRank } from '../../../shared/words.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import { bandOf } from '../../domain/incident/view.ts';
import type { Slot } from './census.ts';
import { QuietClock } from './quiet-clock.ts';

/** Which incidents a stream admits: a display's filter, or everything. */
export interface RoomFilter {
  readonly services: ReadonlySet<string> | null;
  readonly urgencies: ReadonlySet<Urgency> | null;
}
export const ADMITS_ALL: RoomFilter = { services: null, urgencies: null };

const BAND_RANK = { nobody: 0, open: 1, recovered: 2, acked: 3, muted: 4, closed: 5 } as const;

/** Worst first, then oldest: smaller is worse. Bands outrank urgency, urgency outranks age. */
export function badness(incident: Incident): number {
  return (BAND_RANK[bandOf(incident)] * 8 + urgencyRank(incident.urgency)) * 1e14 + incident.createdAt;
}

export const admits = (filter: RoomFilter, incident: Pick<Incident, 'service' | 'urgency'>): boolean =>
  (filter.services === null || filter.services.has(incident.service)) &&
  (filter.urgencies === null || filter.urgencies.has(incident.urgency));

const isoOrNull = (at: Instant | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Deltas kept for pages that come back after a short cut. */
const MAX_KEPT = 200;

/**
 * What all streams of one kind see: the worst `limit` incidents of a filter. It remembers what it has shown, so that
 * a delta names exactly what changed, and is encoded once for everybody in the room.
 */
export class Room {
  readonly key: string;
  readonly filter: RoomFilter;
  readonly limit: number;
  readonly #shown = new Map<string, number>();
  readonly #kept: Delta[] = [];
  readonly quiet = new QuietClock();
  #needsRanking = false;
  /** Admitted, but past the limit when last looked at: only then can somebody move up. */
  #hasHidden = false;
  #rankedAt = 0;
  seq: number;

  constructor(key: string, filter: RoomFilter, limit: number, seq: number) {
    this.key = key;
    this.filter = filter;
    this.limit = limit;
    this.seq = seq;
  }

  /** Ranks everything anew; returns what to show, worst first. */
  rank(all: Iterable<Incident>): Incident[] {
    const admitted = [...all].filter(
      (incident) => bandOf(incident) !== 'closed' && admits(this.filter, incident),
    );
    const ranked = admitted
      .map((incident) => ({ incident, rank: badness(incident) }))
      .sort((a, b) => a.rank - b.rank)
      .slice(0, this.limit);
    this.#shown.clear();
    for (const { incident, rank } of ranked) this.#shown.set(incident.id, rank);
    this.#needsRanking = false;
    this.#hasHidden = admitted.length > this.limit;
    return ranked.map(({ incident }) => incident);
  }

  /** What the room shows now, worst first; nothing changes by looking. */
  current(find: (id: string) => Incident | undefined): Incident[] {
    return [...this.#shown]
      .sort((a, b) => a[1] - b[1])
      .map(([id]) => find(id))
      .filter((incident) => incident !== undefined);
  }

  /** What changed for this room, given the ids of incidents that changed. */
  collect(
    changed: Iterable<string>,
    find: (id: string) => Incident | undefined,
    all: () => Iterable<Incident>,
    now: number,
  ): { readonly upserts: Incident[]; readonly removes: string[] } {
    const upserts = new Map<string, Incident>();
    const removes: string[] = [];
    for (const id of changed) {
      const incident = find(id);
      const isIn = incident !== undefined && bandOf(incident) !== 'closed' && admits(this.filter, incident);
      if (!isIn) {
        if (this.#shown.delete(id)) {
          removes.push(id);
          // Somebody hidden may move up.
          this.#needsRanking = true;
        }
        continue;
      }
      const before = this.#shown.get(id);
      if (before === undefined && this.#shown.size >= this.limit) {
        this.#needsRanking = true;
        this.#hasHidden = true;
        continue;
      }
      const rank = badness(incident);
      // Less bad than it was: somebody hidden may be worse now.
      if (before === undefined || rank > before) this.#needsRanking = true;
      this.#shown.set(id, rank);
      upserts.set(id, incident);
    }
    // Ranking costs a look at every incident, so a full room does it at most once a second.
    if (this.isRankingDue && now - this.#rankedAt >= 1000) {
      this.#rankedAt = now;
      const before = new Set(this.#shown.keys());
      for (const incident of this.rank(all())) {
        if (!before.has(incident.id)) upserts.set(incident.id, incident);
        before.delete(incident.id);
      }
      for (const id of before) {
        upserts.delete(id);
        removes.push(id);
      }
    }
    return { upserts: [...upserts.values()], removes };
  }

  get isRankingDue(): boolean {
    return this.#needsRanking && this.#hasHidden;
  }

  keep(delta: Delta): void {
    this.#kept.push(delta);
    if (this.#kept.length > MAX_KEPT) this.#kept.shift();
  }

  /** Deltas after `lastSeq`, or null when they are no longer all here. */
  since(lastSeq: number): readonly Delta[] | null {
    if (lastSeq === this.seq) return [];
    const index = this.#kept.findIndex((delta) => delta.from === lastSeq);
    return index < 0 ? null : this.#kept.slice(index);
  }

  /** Counts over everything that is not closed, shown or not. */
  totals(slots: Iterable<Slot>, now: Instant): Totals {
    const totals = {
      open: 0,
      acked: 0,
      recovered: 0,
      muted: 0,
      byUrgency: {} as Record<string, number>,
      outside: 0,
      hidden: 0,
      mutedBy: {} as Record<string, number>,
    };
    let admitted = 0;
    let worst: Urgency | null = null;
    let oldest: Instant | null = null;
    for (const slot of slots) {
      const { band, urgency, mutedBy, count } = slot;
      if (!admits(this.filter, slot)) {
        totals.outside += count;
        continue;
      }
      admitted += count;
      if (band === 'open' || band === 'nobody') {
        totals.open += count;
        if (worst === null || isMoreUrgent(urgency, worst)) worst = urgency;
        const at = slot.oldestAt();
        if (at !== null) oldest = Math.min(oldest ?? at, at);
      } else totals[band] += count;
      if (band !== 'recovered') totals.byUrgency[urgency] = (totals.byUrgency[urgency] ?? 0) + count;
      if (mutedBy !== null) totals.mutedBy[mutedBy] = (totals.mutedBy[mutedBy] ?? 0) + count;
    }
    totals.hidden = Math.max(0, admitted - this.#shown.size);
    return {
      ...totals,
      worstOpen: worst,
      oldestOpenAt: isoOrNull(oldest),
      quietSince: isoOrNull(this.quiet.look(totals.open, now)),
    };
  }
}
