import { type Reason, reason } from '../../shared/reason.ts';

const CAP = 3;
const WINDOW_MS = 60_000;
export const RELOAD_AFTER_MS = 500;
/** A wall nobody stands at must come back by itself. */
export const SAFE_MODE_MS = 60_000;
/** A page that beats no more for so long hangs, whatever the system says (STR67). */
export const SILENT_PAGE_MS = 10_000;

export type AfterCrash =
  | { readonly action: 'reload'; readonly afterMs: number; readonly reason: Reason }
  | { readonly action: 'safe-mode'; readonly retryAfterMs: number; readonly reason: Reason };

/** Decides per window: reload, three times a minute at most, then the safe page (STR66). Times on a clock that never jumps. */
export function createCrashGuard() {
  let reloads: readonly number[] = [];
  return {
    crashed(what: string, now: number): AfterCrash {
      reloads = reloads.filter((at) => now - at < WINDOW_MS);
      if (reloads.length >= CAP) {
        reloads = [];
        return {
          action: 'safe-mode',
          retryAfterMs: SAFE_MODE_MS,
          reason: reason('STR66', 'the page failed more than three times in a minute', { what }),
        };
      }
      reloads = [...reloads, now];
      return {
        action: 'reload',
        afterMs: RELOAD_AFTER_MS,
        reason: reason('STR66', 'the page failed', { what }),
      };
    },
  };
}
