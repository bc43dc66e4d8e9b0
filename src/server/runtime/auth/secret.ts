import { hash, randomBytes, randomInt, randomUUID } from 'node:crypto';

/** A secret nobody can guess: 256 random bits, base64url, with a prefix that tells people what it is. */
export const newSecret = (prefix: 'wf' | 'wd' | 'ws'): string =>
  `${prefix}_${randomBytes(32).toString('base64url')}`;

/**
 * A new key of an integration: at least 122 random bits, in the shape that clients of emulated APIs insist on
 * (PagerDuty: 32 characters; Opsgenie: a UUID).
 */
export function newKey(type: string): string {
  if (type === 'opsgenie') return randomUUID();
  return `${type === 'pagerduty' ? '' : 'k-'}${randomBytes(16).toString('hex')}`;
}

/** Short random name of a record; not a secret. */
export const newRecordId = (): string => randomBytes(9).toString('base64url');

/** Stored form of a compared secret. Random 256-bit secrets need no salt and no slow hash (AUD30). */
export const hashOf = (secret: string): string => `sha256:${hash('sha256', secret)}`;

/** First and last four characters, so that people can tell tokens apart. */
export const hintOf = (secret: string): string => `${secret.slice(0, 4)}…${secret.slice(-4)}`;

/** Letters and digits nobody mistakes for another when read aloud. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A code people type: `groups` of four out of 30 letters and digits (4.9 bits each), `K7QM-2XWD`. */
export function newCode(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: groups }, group).join('-');
}

/** What a typed code means: case, blanks and dashes aside. */
export const canonicalCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
