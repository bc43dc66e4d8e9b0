import { type Reason, reason } from '../../shared/reason.ts';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** A run as long as this counts as well: the next failure starts over with the shortest wait. */
export const GOOD_RUN_MS = 60_000;

export type AfterExit =
  | { readonly restart: true; readonly afterMs: number; readonly reason: Reason }
  | { readonly restart: false; readonly reason: Reason };

/** Milliseconds before start number `attempt + 1`: half a second, doubling to half a minute (STR61). */
export const backoffMs = (attempt: number): number => Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);

/**
 * What to do when the server ended (STR61, STR62). `attempt` counts starts since it last ran well, from 1.
 * Code 2 is a wrong setting and 4 a ledger this version cannot open: the same start would fail the same way.
 * Code 3, the data folder is in use, passes when the other server ends.
 */
export function afterExit(code: number | null, attempt: number): AfterExit {
  if (code === 2)
    return { restart: false, reason: reason('STR62', 'a setting or the config document is wrong') };
  if (code === 4) return { restart: false, reason: reason('STR62', 'this version cannot open the ledger') };
  const afterMs = backoffMs(attempt);
  const text = code === 3 ? 'the data folder is in use by another server' : 'the server ended';
  return { restart: true, afterMs, reason: reason('STR61', text, { code, afterMs }) };
}
