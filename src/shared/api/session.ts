import { z } from 'zod';
import { idSchema, instantSchema, nameSchema } from '../config/common.ts';
import { meSchema } from '../stream.ts';
import { roleSchema } from '../words.ts';
import { listOf } from './query.ts';

export const meItemSchema = meSchema.meta({ id: 'Me' });
export const signedInSchema = z.object({ token: z.string(), me: meItemSchema });

/** How a new session is listed, `Desk 3, Chromium`. */
const sessionName = { name: nameSchema.optional() };
export const signInSchema = z.strictObject({ code: z.string().min(1).max(100), ...sessionName });
const setupSecret = { setup: z.string().min(1).max(200) };
export const setupLookSchema = z.strictObject(setupSecret);
/** Admins to choose from; with none, whether the first may be made (not where a file owns the config). */
export const setupChoiceSchema = z
  .object({
    admins: z.array(z.object({ id: z.string(), name: z.string() })),
    mayCreate: z.boolean(),
    expiresAt: z.string(),
  })
  .meta({ id: 'SetupChoice' });
export const setupSchema = z
  .strictObject({
    ...setupSecret,
    /** Which of the config's admins the person is. */
    user: idSchema.optional(),
    /** Name of the person, the first admin, where the config has none. */
    name: nameSchema.optional(),
    id: idSchema.optional(),
  })
  .refine((setup) => (setup.user === undefined) !== (setup.name === undefined), {
    path: ['user'],
    message: 'expected either user or name',
  });
export const pinSchema = z.string().regex(/^\d{4,12}$/, 'expected 4 to 12 digits');
export const switchSchema = z.strictObject({ user: idSchema, pin: z.string().max(12), ...sessionName });
export const setPinSchema = z.strictObject({ pin: pinSchema });
export const linkSchema = z.object({ link: z.string(), code: z.string(), expiresAt: z.string() });

export const tokenSchema = z
  .object({
    id: z.string(),
    kind: z.enum(['session', 'api', 'display']),
    name: z.string(),
    subject: z.string(),
    hint: z.string(),
    createdAt: z.string(),
    lastUsedAt: z.string().nullable(),
    expiresAt: z.string().nullable(),
  })
  .meta({ id: 'Token' });
export const tokenListSchema = listOf(tokenSchema);
/** `api`: subject a user id, or `automation`. `display`: subject a display id. Absent subject: the caller. */
export const newTokenSchema = z.strictObject({
  kind: z.enum(['api', 'display', 'session']).default('api'),
  name: nameSchema,
  subject: z.union([idSchema, z.literal('automation')]).optional(),
  expiresAt: instantSchema.nullable().optional(),
});
/** `token` is the secret, shown this once. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() }).meta({ id: 'CreatedToken' });

export const openPairingSchema = z.strictObject({ display: idSchema.nullable().optional() });
export const openedPairingSchema = z.object({
  id: z.string(),
  code: z.string(),
  secret: z.string(),
  expiresAt: z.string(),
});
export const claimPairingSchema = z.strictObject({ secret: z.string().min(1).max(200) });
export const claimedPairingSchema = z.object({ token: z.string(), display: z.string() });
export const waitingPairingSchema = z.object({ waiting: z.literal(true) });
export const pairingListSchema = listOf(
  z
    .object({
      id: z.string(),
      display: z.string().nullable(),
      code: z.string(),
      createdAt: z.string(),
      expiresAt: z.string(),
    })
    .meta({ id: 'Pairing' }),
);
export const approvePairingSchema = z.strictObject({ display: idSchema });

/** People as everybody signed in may see them: no contacts. */
export const personListSchema = listOf(
  z.object({ id: z.string(), name: z.string(), role: roleSchema }).meta({ id: 'Person' }),
);
