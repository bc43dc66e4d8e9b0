import { hash, timingSafeEqual } from 'node:crypto';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Integration } from '../../../shared/config/integration.ts';

interface Held {
  readonly digest: Buffer;
  readonly integration: Integration | null;
  /** Epoch ms until which a previous key is taken; null for the present one. */
  readonly until: number | null;
}

export interface KeyRing {
  /** The integration, or null for a key that is wrong, missing, switched off, run out, or of a type not in `types`. */
  find(key: string | null, types: readonly string[]): Integration | null;
  /** Epoch ms at which an integration's previous key was last taken, since the start; null when it was not (ING64). */
  previousKeyUsedAt(integration: string): number | null;
}

/** Compared with when no key is near: a wrong key costs what a right one costs. */
const NOBODY: readonly Held[] = [{ digest: Buffer.alloc(32), integration: null, until: null }];

const digestOf = (key: string): Buffer => hash('sha256', key, 'buffer');
const storedDigest = (stored: string): Buffer => Buffer.from(stored.slice(7), 'hex');

/**
 * Finds the integration of a key by its SHA-256 (ING20), or of the key before it while that is taken (ING64). Rebuilt
 * when the document is another one. Every key costs the same: one hash, one look-up, one constant-time comparison,
 * also when it is missing.
 */
export function createKeyRing(config: () => ConfigDocument, now: () => number): KeyRing {
  let built: ConfigDocument | null = null;
  /** By the first four bytes of the hash, as a number: no text is made per request. */
  let held = new Map<number, readonly Held[]>();
  const previousUses = new Map<string, { readonly hash: string; readonly at: number }>();
  const hold = (each: Held) => {
    const slot = each.digest.readUInt32BE(0);
    held.set(slot, [...(held.get(slot) ?? []), each]);
  };
  const rebuild = (document: ConfigDocument) => {
    held = new Map();
    // Present keys last: the last that fits is taken.
    for (const integration of document.integrations) {
      const { previousKey } = integration;
      if (previousKey !== undefined)
        hold({
          digest: storedDigest(previousKey.key.hash),
          integration,
          until: Date.parse(previousKey.until),
        });
    }
    for (const integration of document.integrations) {
      const { key } = integration;
      const digest = typeof key === 'string' ? digestOf(key) : storedDigest(key.hash);
      hold({ digest, integration, until: null });
    }
    built = document;
  };
  return {
    find(key, types) {
      const document = config();
      if (document !== built) rebuild(document);
      const digest = digestOf(key ?? '');
      let found: Held | null = null;
      for (const each of held.get(digest.readUInt32BE(0)) ?? NOBODY)
        if (timingSafeEqual(each.digest, digest)) found = each;
      const integration = found?.integration ?? null;
      if (found === null || integration === null || key === null) return null;
      if (!integration.enabled || !types.includes(integration.type)) return null;
      if (found.until === null) return integration;
      const at = now();
      if (at >= found.until) return null;
      previousUses.set(integration.id, { hash: digest.toString('hex'), at });
      return integration;
    },
    previousKeyUsedAt(id) {
      const use = previousUses.get(id);
      const stored = config().integrations.find((each) => each.id === id)?.previousKey?.key.hash;
      // A later rotation has another previous key, which nobody may have used yet.
      return use !== undefined && stored === `sha256:${use.hash}` ? use.at : null;
    },
  };
}
