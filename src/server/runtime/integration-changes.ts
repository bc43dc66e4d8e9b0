import type { ComparedSecret } from '../../shared/config/common.ts';
import type { ConfigDocument } from '../../shared/config/document.ts';
import type { Integration } from '../../shared/config/integration.ts';
import type { Urgency } from '../../shared/words.ts';
import { hashOf, hintOf } from './auth/secret.ts';

/** A compared secret in its stored form. */
export const storedSecret = (secret: ComparedSecret) =>
  typeof secret === 'string' ? { hash: hashOf(secret), hint: hintOf(secret) } : secret;

/** The document with one integration changed; others, and everything else, stay as they are. */
export const withIntegration = (
  document: ConfigDocument,
  id: string,
  change: (integration: Integration) => Integration,
): ConfigDocument => ({
  ...document,
  integrations: document.integrations.map((each) => (each.id === id ? change(each) : each)),
});

/**
 * [AUD70] The integration with a new key; the one before is taken for `overlapMs` more, and an older one no longer.
 * @param now epoch ms
 */
export function rotateKey(
  integration: Integration,
  key: string,
  now: number,
  overlapMs: number,
): Integration {
  const { previousKey: _, ...rest } = integration;
  if (overlapMs === 0) return { ...rest, key };
  const until = new Date(now + overlapMs).toISOString();
  return { ...rest, key, previousKey: { key: storedSecret(integration.key), until } };
}

/** The integration without the key before. */
export function retireKey({ previousKey: _, ...rest }: Integration): Integration {
  return rest;
}

/** The key before, while it is still taken at `now`. */
export function liveKeyBefore(
  { previousKey }: Integration,
  now: number,
): NonNullable<Integration['previousKey']> | null {
  return previousKey !== undefined && Date.parse(previousKey.until) > now ? previousKey : null;
}

/** A table of words with some set; null takes a word out. */
export function mapWords(
  table: Readonly<Record<string, Urgency>>,
  words: Readonly<Record<string, Urgency | null>>,
): Record<string, Urgency> {
  const all: Record<string, Urgency | null> = { ...table, ...words };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, Urgency] => entry[1] !== null),
  );
}
