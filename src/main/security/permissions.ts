import { type Reason, reason } from '../../shared/reason.ts';
import { type Origins, ownerOf } from './origins.ts';

/** All that a wall and a console need of a browser's powers (AUD61). */
const ALLOWED: ReadonlySet<string> = new Set(['notifications', 'fullscreen']);

/** Whether a page may have a permission; the same answer for requests and for checks. */
export function judgePermission(
  permission: string,
  requester: { readonly url: string; readonly isMainFrame: boolean },
  origins: Origins,
): { readonly allowed: boolean; readonly reason: Reason } {
  if (!ALLOWED.has(permission)) return no('pages have no use for this permission', permission);
  if (!requester.isMainFrame) return no('only a main frame may have permissions', permission);
  if (ownerOf(requester.url, origins) !== 'server')
    return no('only the local server’s pages have permissions', permission);
  return {
    allowed: true,
    reason: reason('AUD61', 'a wall may announce and fill its screen', { permission }),
  };
}

const no = (text: string, permission: string) => ({
  allowed: false,
  reason: reason('AUD61', text, { permission }),
});
