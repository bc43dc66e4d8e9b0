import type { Page } from '../page.ts';

/** Where a page's token lies: one for the console, one per display, so that a wall's token never opens a console. */
export const tokenKey = (page: Page): string =>
  page.kind === 'wall' ? `watchfloor.wall.${page.display}.token` : 'watchfloor.token';

const SETUP_KEY = 'watchfloor.setup';

/** Secrets of a URL fragment (`#token=…`, `#setup=…`, several joined by `&`). */
export function secretsOf(hash: string): { readonly token: string | null; readonly setup: string | null } {
  const fields = new URLSearchParams(hash.replace(/^#/, ''));
  return { token: fields.get('token') || null, setup: fields.get('setup') || null };
}

/** A browser that refuses storage (private windows, policies) still works until it is reloaded. */
const memory = new Map<string, string>();

function read(storage: Storage, key: string): string | null {
  try {
    return storage.getItem(key) ?? memory.get(key) ?? null;
  } catch {
    return memory.get(key) ?? null;
  }
}

function write(storage: Storage, key: string, value: string | null): void {
  if (value === null) memory.delete(key);
  else memory.set(key, value);
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, value);
  } catch {
    // Kept in memory above.
  }
}

let currentPage: Page = { kind: 'console' };

/** Stores the secrets of the address bar's fragment and clears it. Called once, before the page is drawn. */
export function takeSecrets(page: Page): void {
  currentPage = page;
  const { token, setup } = secretsOf(window.location.hash);
  if (token) write(window.localStorage, tokenKey(page), token);
  if (setup) write(window.sessionStorage, SETUP_KEY, setup);
  if (token || setup)
    window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search);
}

const listeners = new Set<() => void>();

/** Token of this page, or null before sign-in or pairing. */
export const readToken = (): string | null => read(window.localStorage, tokenKey(currentPage));

/** Keeps (or with null forgets) this page's token and tells `onTokenChange`. */
export function writeToken(token: string | null): void {
  write(window.localStorage, tokenKey(currentPage), token);
  for (const listener of listeners) listener();
}

/** Calls back when this page's token changes; returns the way to stop. */
export function onTokenChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The setup secret of a first start, or null. It lives as long as the tab. */
export const readSetup = (): string | null => read(window.sessionStorage, SETUP_KEY);
export const forgetSetup = (): void => write(window.sessionStorage, SETUP_KEY, null);
