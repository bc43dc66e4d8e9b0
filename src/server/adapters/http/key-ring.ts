import { hash, timingSafeEqual } from 'node:crypto';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Integration } from '../../../shared/config/integration.ts';

interface Held {
  readonly digest: Buffer;
  readonly integration: Integration | null;
}

/** Compared with when no key is near: a wrong key costs what a right one costs. */
const NOBODY: readonly Held[] = [{ digest: Buffer.alloc(32), integration: null }];

const digestOf = (key: string): Buffer => hash('sha256', key, 'buffer');

/**
 * Finds the integration of a key by its SHA-256 (ING20). Rebuilt when the document is another one.
 * Every key costs the same: one hash, one look-up, one constant-time comparison, also when it is missing.
 */
export function createKeyRing(config: () => ConfigDocument) {
  let built: ConfigDocument | null = null;
  /** By the first four bytes of the hash, as a number: no text is made per request. */
  let held = new Map<number, readonly Held[]>();
  const rebuild = (document: ConfigDocument) => {
    held = new Map();
    for (const integration of document.integrations) {
      const { key } = integration;
      const digest = typeof key === 'string' ? digestOf(key) : Buffer.from(key.hash.slice(7), 'hex');
      const slot = digest.readUInt32BE(0);
      held.set(slot, [...(held.get(slot) ?? []), { digest, integration }]);
    }
    built = document;
  };
  /** The integration, or null for a key that is wrong, missing, switched off, or of a type not in `types`. */
  return (key: string | null, types: readonly string[]): Integration | null => {
    const document = config();
    if (document !== built) rebuild(document);
    const digest = digestOf(key ?? '');
    let found: Integration | null = null;
    for (const each of held.get(digest.readUInt32BE(0)) ?? NOBODY)
      if (timingSafeEqual(each.digest, digest)) found = each.integration;
    if (found === null || key === null) return null;
    return found.enabled && types.includes(found.type) ? found : null;
  };
}
export type KeyRing = ReturnType<typeof createKeyRing>;
