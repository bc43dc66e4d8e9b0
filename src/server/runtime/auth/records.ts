import { z } from 'zod';

/** Run-time records of the auth layer as the ledger keeps them. Instants are epoch ms; secrets only as hashes. */
export const tokenRecordSchema = z.object({
  kind: z.enum(['session', 'api', 'display']),
  name: z.string(),
  /** User id, `automation`, or display id. */
  subject: z.string(),
  hash: z.string(),
  hint: z.string(),
  createdAt: z.number(),
  lastUsedAt: z.number().nullable(),
  expiresAt: z.number().nullable(),
  /** Session this one was switched to from: it ends with it. */
  parent: z.string().nullable(),
  /** A screen paired before the config knew its display; one the config knew goes when the config drops it. */
  isUnlisted: z.boolean().default(false),
});
export type TokenRecord = z.infer<typeof tokenRecordSchema>;

export const linkRecordSchema = z.object({
  user: z.string(),
  hash: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
});

export const pinRecordSchema = z.object({ salt: z.string(), hash: z.string(), setAt: z.number() });

export const pairingRecordSchema = z.object({
  /** Display the screen asked for, as its address named it; data only until a lead approves. */
  wanted: z.string().nullable(),
  code: z.string(),
  hash: z.string(),
  createdAt: z.number(),
  expiresAt: z.number(),
  /** Display a lead approved it for. */
  approved: z.string().nullable(),
});
