import type { Holidays } from '../time/week-window.ts';

/** A person standing in, made at run time: instants, half-open. The config's own are in wall-clock time. */
export interface MadeOverride {
  readonly id: string;
  readonly schedule: string;
  readonly layers: 'all' | readonly string[];
  readonly user: string;
  readonly from: number;
  readonly to: number;
  readonly createdAt: number;
}

/** Somebody away over `[from, to)`, in instants; `standIn` takes their turns everywhere, null means nobody does. */
export interface Away {
  readonly id: string;
  readonly user: string;
  readonly standIn: string | null;
  readonly from: number;
  readonly to: number;
}

/**
 * What a schedule needs besides itself. Never changed once passed in: results are kept per environment
 * object, so that asking again under the same one is quick. Make a new one when anything in it changes.
 */
export interface OncallEnv {
  /** Members by team id. */
  readonly teams: ReadonlyMap<string, readonly string[]>;
  /** Of all people; where two of one person overlap, the later in the list wins. */
  readonly absences: readonly Away[];
  /** Of all schedules. */
  readonly overrides: readonly MadeOverride[];
  readonly holidays: Holidays;
}
