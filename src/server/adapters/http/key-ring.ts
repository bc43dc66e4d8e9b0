import { hash, timingSafeEqual } from 'node:crypto';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Integration } from '../../../shared/config/service.ts';

interface Held {
  readonly digest: Buffer;
  readonly integration: Integration;
}

const NOBODY = Buffer.alloc(32);

/**
 * Finds the integration of a key by its SHA-256 (ING20). Rebuilt when the document is another one.
 * Every key costs the same: one hash, one look-up, one constant-time comparison, also when it is missing.
 */
export function createKeyRing(config: () => ConfigDocument) {
  let built: ConfigDocument | null = null;
  let byHash = new Map<string, Held>();
  const rebuild = (document: ConfigDocument) => {
    byHash = new Map();
    for (const integration of document.integrations) {
      const hex =
        typeof integration.key === 'string' ? hash('sha256', integration.key) : integration.key.hash.slice(7);
      byHash.set(hex, { digest: Buffer.from(hex, 'hex'), integration });
    }
    built = document;
  };
  /** The integration, or null for a key that is wrong, missing, switched off, or of a type not in `types`. */
  return (key: string | null, types: readonly string[]): Integration | null => {
    const document = config();
    if (document !== built) rebuild(document);
    const hex = hash('sha256', key ?? '');
    const held = byHash.get(hex);
    const isEqual = timingSafeEqual(held?.digest ?? NOBODY, Buffer.from(hex, 'hex'));
    if (held === undefined || !isEqual || key === null) return null;
    const { integration } = held;
    return integration.enabled && types.includes(integration.type) ? integration : null;
  };
}
export type KeyRing = ReturnType<typeof createKeyRing>;
