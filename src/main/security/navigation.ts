import { type Reason, reason } from '../../shared/reason.ts';
import { type Origins, ownerOf } from './origins.ts';

export type Navigation =
  | { readonly allowed: true; readonly reason: Reason }
  /** `external`: a person followed a link to the outside; it may open in their browser. */
  | { readonly allowed: false; readonly external: boolean; readonly reason: Reason };

/** Whether a window may go to an address. Frames inside a page never navigate; there are none (AUD62). */
export function judgeNavigation(
  target: { readonly url: string; readonly isMainFrame: boolean; readonly isRedirect: boolean },
  origins: Origins,
): Navigation {
  if (!target.isMainFrame)
    return { allowed: false, external: false, reason: reason('AUD62', 'no frames inside pages') };
  if (ownerOf(target.url, origins) !== null) {
    return { allowed: true, reason: reason('AUD62', 'a page of this app or its server') };
  }
  return {
    allowed: false,
    // A redirect was not a person's wish.
    external: !target.isRedirect,
    reason: reason('AUD62', 'windows stay on this app and its server'),
  };
}
