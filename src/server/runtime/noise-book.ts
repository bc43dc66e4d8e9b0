import type { Reason } from '../../shared/reason.ts';
import type { Urgency } from '../../shared/words.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Instant } from '../domain/incident/incident.ts';
import type { Held } from '../domain/noise/hold.ts';
import { keyId } from './incident-index.ts';
import type { ResourceBook } from './resources.ts';
import type { Turn } from './turn.ts';

/** A key that belongs to an incident beside the incident's own (SUP1). */
export interface StoredMember {
  readonly incident: string;
  /** `rule`: not a tool's key but what the creation rule looks up by. */
  readonly kind: 'key' | 'rule';
  /** Its tool said that it is over. */
  readonly over: boolean;
}

/** What keeps a key quiet. `id`: of the maintenance's occurrence, of the source incident, of the shelf. */
export interface MutedBy {
  readonly kind: 'maintenance' | 'inhibition' | 'shelf';
  readonly id: string;
}

/** A key that fires and tells nobody; what is needed to make an incident of it when the muting ends. */
export interface Muted {
  readonly by: MutedBy;
  readonly reason: Reason;
  readonly integration: string;
  readonly domain: string;
  readonly dedupKey: string;
  readonly service: string;
  readonly urgency: Urgency;
  /** The latest event; without its details where they are large. */
  readonly event: SourceEvent;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly count: number;
}

/** A key that a person took off the board for a time. */
export interface Shelf {
  readonly until: Instant;
  readonly by: string;
  readonly note: string;
  readonly at: Instant;
  readonly service: string;
  readonly summary: string;
  readonly incident: string;
}

interface Values {
  readonly member: StoredMember;
  readonly muted: Muted;
  readonly held: Held;
  readonly shelf: Shelf;
}
type Kind = keyof Values;

/** How many keys and events something keeps quiet. */
export interface Hidden {
  readonly keys: number;
  readonly events: number;
}

/** Resources that screens show as quiet: what is kept quiet, and the maintenance that does, whether anything fires or not. */
const SHOWN = new Set(['muted', 'held', 'shelf', 'maintenance', 'maintenance-active', 'maintenance-change']);

/**
 * What noise reduction remembers beside the incidents: run-time facts of the ledger, by key, seen as the present turn has
 * left them.
 */
export class NoiseBook {
  readonly #resources: ResourceBook;
  readonly #membersOf = new Map<string, Set<string>>();
  readonly #memberOf = new Map<string, string>();
  readonly #hidden = new Map<string, { keys: number; events: number }>();
  readonly #muted = new Map<string, Muted>();

  constructor(resources: ResourceBook) {
    this.#resources = resources;
    for (const { id, value } of resources.list('member')) this.#addMember(id, value as StoredMember);
    for (const { id, value } of resources.list('muted')) this.#setMuted(id, value as Muted);
  }

  get<K extends Kind>(turn: Turn, kind: K, domain: string, dedupKey: string): Values[K] | undefined {
    return this.getById(turn, kind, keyId(domain, dedupKey));
  }

  getById<K extends Kind>(turn: Turn, kind: K, id: string): Values[K] | undefined {
    const staged = turn.stagedResource(kind, id);
    return (staged === undefined ? this.#resources.get(kind, id) : staged.value) as Values[K] | undefined;
  }

  list<K extends Kind>(kind: K): readonly { readonly id: string; readonly value: Values[K] }[] {
    return this.#resources.list(kind) as { id: string; value: Values[K] }[];
  }

  put<K extends Kind>(turn: Turn, kind: K, id: string, value: Values[K]): void {
    turn.put({ kind, id, value });
  }

  /** Ids of the keys that belong to an incident, those of this turn included. */
  membersOf(turn: Turn, incident: string): string[] {
    const ids = new Set(this.#membersOf.get(incident));
    for (const { kind, id, value } of turn.resources.values())
      if (kind === 'member' && (value as StoredMember).incident === incident) ids.add(id);
    return [...ids].filter((id) => this.getById(turn, 'member', id)?.incident === incident);
  }

  /** Ids of what something keeps quiet, and what it is. */
  mutedBy(by: MutedBy): { readonly id: string; readonly value: Muted }[] {
    return [...this.#muted]
      .filter(([, muted]) => muted.by.kind === by.kind && muted.by.id === by.id)
      .map(([id, value]) => ({ id, value }));
  }

  /** All that one kind of muting keeps quiet. */
  hiddenOf(kind: MutedBy['kind']): Hidden {
    return { ...(this.#hidden.get(kind) ?? NOTHING) };
  }

  hiddenBy(by: MutedBy): Hidden {
    return { ...(this.#hidden.get(slotOf(by)) ?? NOTHING) };
  }

  /** Takes over what a turn changed. Returns true when what is kept quiet is another. */
  settle(turn: Turn): boolean {
    let isChanged = false;
    for (const { kind, id, value } of turn.resources.values()) {
      if (kind === 'member') this.#addMember(id, value as StoredMember);
      if (kind === 'muted') this.#setMuted(id, value as Muted);
      isChanged ||= SHOWN.has(kind);
    }
    for (const { kind, id } of turn.removed.values()) {
      if (kind === 'member') this.#removeMember(id);
      if (kind === 'muted') this.#setMuted(id, null);
      isChanged ||= SHOWN.has(kind);
    }
    return isChanged;
  }

  #addMember(id: string, { incident }: StoredMember): void {
    this.#removeMember(id);
    const ids = this.#membersOf.get(incident) ?? new Set<string>();
    ids.add(id);
    this.#membersOf.set(incident, ids);
    this.#memberOf.set(id, incident);
  }

  #removeMember(id: string): void {
    const incident = this.#memberOf.get(id);
    if (incident === undefined) return;
    this.#memberOf.delete(id);
    const ids = this.#membersOf.get(incident);
    ids?.delete(id);
    if (ids?.size === 0) this.#membersOf.delete(incident);
  }

  #setMuted(id: string, muted: Muted | null): void {
    const before = this.#muted.get(id);
    if (before) this.#count(before, -1);
    if (muted) {
      this.#muted.set(id, muted);
      this.#count(muted, 1);
    } else this.#muted.delete(id);
  }

  #count({ by, count }: Muted, sign: 1 | -1): void {
    for (const slot of [slotOf(by), by.kind]) {
      const hidden = this.#hidden.get(slot) ?? { ...NOTHING };
      hidden.keys += sign;
      hidden.events += sign * count;
      if (hidden.keys === 0) this.#hidden.delete(slot);
      else this.#hidden.set(slot, hidden);
    }
  }
}

const NOTHING: Hidden = { keys: 0, events: 0 };

const slotOf = ({ kind, id }: MutedBy): string => `${kind} ${id}`;
