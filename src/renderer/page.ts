/** Which page a path asks for. `/status` is answered by the console until it has a page of its own. */
export type Page = { readonly kind: 'wall'; readonly display: string } | { readonly kind: 'console' };

/** Reads a path of the server (`/wall/{display}`, anything else); a display's name that cannot be decoded is kept raw. */
export function pageOf(pathname: string): Page {
  const found = /^\/wall\/([^/]+)\/?$/.exec(pathname);
  if (!found?.[1]) return { kind: 'console' };
  try {
    return { kind: 'wall', display: decodeURIComponent(found[1]) };
  } catch {
    return { kind: 'wall', display: found[1] };
  }
}
