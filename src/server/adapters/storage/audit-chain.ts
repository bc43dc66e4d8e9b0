import { hash } from 'node:crypto';

/** The hash before the first entry. */
export const GENESIS = `sha256:${'0'.repeat(64)}`;

/** An audit entry as it is chained: parts as their stored JSON text. */
export interface ChainedEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly target: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
}

/** JSON with the keys of every object sorted, so that equal values give equal text. `undefined` becomes null. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : part,
  );
}

/** Hash of an entry: sha256 over the hash before and the entry's canonical JSON (AUD1). */
export function chainHash(previous: string, entry: ChainedEntry): string {
  const { seq, at, actor, action, target, before, after, reason } = entry;
  const text = JSON.stringify([seq, at, actor, action, target, before, after, reason]);
  return `sha256:${hash('sha256', `${previous}\n${text}`)}`;
}
