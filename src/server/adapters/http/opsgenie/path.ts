/** A path of the API, taken apart. */
export interface ApiPath {
  readonly api: 'alerts' | 'heartbeats';
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Opsgenie's own path, or that of its successor. */
const API = /^(?:\/jsm\/ops\/integration)?\/v2\/(alerts|heartbeats)(?=[/?]|$)/;

/**
 * Null where it is none of them. A slash at the end is allowed: the official client sends one after every path. That
 * client also appends its first parameter with `&` where it gave no identifierType; it is read as the query it is.
 */
export function apiPathOf(url: string): ApiPath | null {
  // Nearly every request is none: told apart by one letter.
  const letter = url.charCodeAt(1);
  if (letter !== 0x76 && letter !== 0x6a) return null;
  const found = API.exec(url);
  if (found === null) return null;
  const mark = url.indexOf('?');
  let path = url.slice(found[0].length, mark === -1 ? undefined : mark);
  let search = mark === -1 ? '' : url.slice(mark + 1);
  const appended = mark === -1 ? path.lastIndexOf('/&') : -1;
  if (appended !== -1) {
    search = path.slice(appended + 2);
    path = path.slice(0, appended);
  }
  const segments = path.split('/').slice(1);
  if (segments.at(-1) === '') segments.pop();
  return {
    api: found[1] as ApiPath['api'],
    segments: segments.map(decode),
    query: Object.fromEntries(new URLSearchParams(search)),
  };
}

function decode(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
