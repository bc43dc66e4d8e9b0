import type { Profile } from '../../shared/config/user.ts';
import type { Absence } from '../../shared/oncall.ts';
import type { Notice } from '../../shared/stream.ts';
import type { Resource, RuntimeOverride } from './ports.ts';
import type { Turn } from './turn.ts';

/** Kinds that decide who is told, how, and when nobody is. */
const ROSTER_KINDS = new Set(['override', 'absence', 'profile', 'maintenance', 'maintenance-change']);

/** Run-time facts by kind and id, as the ledger has them. Values were parsed when they were made. */
export class ResourceBook {
  readonly #kinds = new Map<string, Map<string, unknown>>();

  constructor(resources: readonly Resource[]) {
    for (const { kind, id, value } of resources) this.#kind(kind).set(id, value);
  }

  #kind(kind: string): Map<string, unknown> {
    const known = this.#kinds.get(kind) ?? new Map<string, unknown>();
    this.#kinds.set(kind, known);
    return known;
  }

  get(kind: string, id: string): unknown {
    return this.#kinds.get(kind)?.get(id);
  }

  size(kind: string): number {
    return this.#kinds.get(kind)?.size ?? 0;
  }

  list(kind: string): { readonly id: string; readonly value: unknown }[] {
    return [...this.#kind(kind)].map(([id, value]) => ({ id, value }));
  }

  overrides(): RuntimeOverride[] {
    return this.list('override').map(({ value }) => value as RuntimeOverride);
  }

  absences(): Absence[] {
    return this.list('absence').map(({ value }) => value as Absence);
  }

  notices(): Notice[] {
    return this.list('notice').map(({ value }) => value as Notice);
  }

  profiles(): ReadonlyMap<string, Profile> {
    return new Map(this.list('profile').map(({ id, value }) => [id, value as Profile]));
  }

  /** True when people on call may have changed. */
  settle(turn: Turn): boolean {
    let changesRoster = false;
    for (const { kind, id, value } of turn.resources.values()) {
      this.#kind(kind).set(id, value);
      changesRoster ||= ROSTER_KINDS.has(kind);
    }
    for (const { kind, id } of turn.removed.values()) {
      this.#kind(kind).delete(id);
      changesRoster ||= ROSTER_KINDS.has(kind);
    }
    return changesRoster;
  }
}
