import { hash, timingSafeEqual } from 'node:crypto';

/** A secret that is only ever compared: what is stored and shown of it. */
export interface HashedSecret {
  /** `sha256:` and 64 hex digits. */
  readonly hash: string;
  /** First and last four characters of a secret of 24 or more, else empty. */
  readonly hint: string;
}

/** Below this length, eight characters would give too much of a secret away. */
const HINTED_LENGTH = 24;

/**
 * The stored form of a key or token. A plain digest is enough, since these are long and random;
 * never use it for anything a person made up.
 */
export function hashSecret(text: string): HashedSecret {
  const hint = text.length >= HINTED_LENGTH ? `${text.slice(0, 4)}…${text.slice(-4)}` : '';
  return { hash: `sha256:${hash('sha256', text)}`, hint };
}

/** Whether `text` is the secret of a stored hash, in a time that tells nothing about where they differ. */
export function secretMatches(text: string, stored: string): boolean {
  const [given, expected] = [hashSecret(text).hash, stored].map((value) => Buffer.from(value));
  return given!.length === expected!.length && timingSafeEqual(given!, expected!);
}
