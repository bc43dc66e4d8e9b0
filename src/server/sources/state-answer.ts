import { isObject, type JsonObject } from './fields.ts';

/** One alert that a tool has active, in the words of its own webhook, so that its source gives it the same key. */
export interface StateAlert {
  readonly body: JsonObject;
  /** There, but silenced, in maintenance, or meant for others: neither opened nor closed (ING164). */
  readonly isQuiet: boolean;
}

/** A tool's whole state, or what of its answer could not be read: half a state is none (ING163). */
export type StateAnswer =
  | { readonly ok: true; readonly alerts: readonly StateAlert[] }
  | { readonly ok: false; readonly problem: string };

/** Every element of a list as an alert; one that is none spoils the whole. `null` from `read`: not readable. */
export function readAll(
  list: unknown,
  what: string,
  read: (item: JsonObject) => StateAlert | null,
): StateAnswer {
  if (!Array.isArray(list)) return { ok: false, problem: `expected a list of ${what}` };
  const alerts: StateAlert[] = [];
  for (const item of list as readonly unknown[]) {
    const alert = isObject(item) ? read(item) : null;
    if (alert === null) return { ok: false, problem: `${what}: element ${alerts.length} is not readable` };
    alerts.push(alert);
  }
  return { ok: true, alerts };
}
