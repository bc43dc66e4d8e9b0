import { z } from 'zod';

/** Identifier of a thing in the config: what URLs and references name it by. */
export const idSchema = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u,
    'expected an id of letters, digits, ".", "_" or "-", at most 64',
  );

export const nameSchema = z.string().trim().min(1).max(200);

/** Stored form of a secret the server only compares: a SHA-256 and a hint for people. */
export const hashedSecretSchema = z.strictObject({
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits'),
  hint: z.string().max(40),
});

/** What a document may hold for a compared secret: a new value (at least 24 characters) or the stored form. */
export const comparedSecretSchema = z.union([
  z.string().min(24, 'expected a secret of at least 24 characters').max(256),
  hashedSecretSchema,
]);
export type ComparedSecret = z.infer<typeof comparedSecretSchema>;

/** A secret the server must use: named in `secrets.json` or taken from the environment. */
export const usedSecretSchema = z.union([
  z.strictObject({ secret: idSchema }),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/) }),
]);
export type UsedSecret = z.infer<typeof usedSecretSchema>;

/** An absolute http or https URL. */
export const httpUrlSchema = z
  .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
  .max(2000);

/** Instant, RFC 3339 in UTC or with an offset, as text. */
export const instantSchema = z.iso.datetime({ offset: true });

/** Wall-clock date and time without a zone, `2026-11-16T09:00` (seconds allowed). */
export const localTimeSchema = z
  .string()
  .regex(
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/,
    'expected a local time such as 2026-11-16T09:00',
  )
  .refine(
    (text) =>
      !Number.isNaN(Date.parse(`${text.slice(0, 10)}T00:00Z`)) &&
      new Date(`${text.slice(0, 10)}T00:00Z`).toISOString().startsWith(text.slice(0, 10)),
    'expected a date that exists',
  );
