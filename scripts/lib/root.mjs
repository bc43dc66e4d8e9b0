import { fileURLToPath } from 'node:url';

/** The project's folder, whatever the current one is. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Files that scripts keep between runs; `npm ci` clears them. */
export const CACHE = fileURLToPath(new URL('../../node_modules/.cache/watchfloor', import.meta.url));
