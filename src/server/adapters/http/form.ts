import { decodeText } from './decode-text.ts';

/** Fields of one form at most (ING61). */
export const MAX_FIELDS = 1000;

/** A form's fields, or why they cannot be read. */
export type FormFields =
  | { readonly ok: true; readonly fields: readonly (readonly [string, string])[] }
  | { readonly ok: false; readonly why: 'too-many' | 'charset' };

/**
 * Fields as one object. Of a name that comes again the last counts, as in JSON; names that end in `[]` are lists.
 * Every field is the object's own, whatever it is called.
 */
export function formObject(fields: readonly (readonly [string, string])[]): Record<string, unknown> {
  const found = new Map<string, string | string[]>();
  for (const [name, value] of fields) {
    if (!name.endsWith('[]') || name.length === 2) {
      found.set(name, value);
      continue;
    }
    const key = name.slice(0, -2);
    const before = found.get(key);
    if (Array.isArray(before)) before.push(value);
    else found.set(key, [value]);
  }
  return Object.fromEntries(found);
}

/** `a=1&b=2` as its bytes; escapes are in the charset the sender names where they are not UTF-8. */
export function parseForm(bytes: Buffer, charset: string | null): FormFields {
  const fields: (readonly [string, string])[] = [];
  const pairs = bytes.toString('latin1').split('&', MAX_FIELDS + 1);
  if (pairs.length > MAX_FIELDS) return { ok: false, why: 'too-many' };
  for (const pair of pairs) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = decodeText(unescapeBytes(mark === -1 ? pair : pair.slice(0, mark)), charset);
    const value = decodeText(unescapeBytes(mark === -1 ? '' : pair.slice(mark + 1)), charset);
    if (name === null || value === null) return { ok: false, why: 'charset' };
    fields.push([name, value]);
  }
  return { ok: true, fields };
}

/** Bytes of a part of a form; a `%` that begins no escape is itself. */
export function unescapeBytes(part: string): Buffer {
  const text = part
    .replaceAll('+', ' ')
    .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, 'latin1');
}
