import type { PageOwner } from '../../shared/ipc.ts';

/** Scheme of the shell's own pages. */
export const APP_SCHEME = 'watchfloor';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** The only two origins that a window shows. `server` is null until the server is ready. */
export interface Origins {
  readonly server: string | null;
}

/** Whose page an address is; null when it is neither ours nor the server's. Compared whole, never by prefix. */
export function ownerOf(address: string, origins: Origins): PageOwner | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (url.username !== '' || url.password !== '') return null;
  // `URL.origin` is "null" for schemes that browsers do not know.
  if (url.protocol === `${APP_SCHEME}:`) return url.host === 'app' ? 'app' : null;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
  return origins.server !== null && url.origin === origins.server ? 'server' : null;
}
