import { z } from 'zod';
import { httpUrlSchema, usedSecretSchema } from './common.ts';
import { fetchTlsSchema } from './fetch-tls.ts';

/** A queue of Amazon SQS whose messages are taken as if they had been posted, for every type (ING150). */
export const sqsFetchSchema = z.strictObject({
  kind: z.literal('sqs'),
  queueUrl: httpUrlSchema,
  region: z.string().regex(/^[a-z0-9-]{1,40}$/, 'expected a region such as ap-northeast-2'),
  /** Where to ask instead of the queue's own address: a private endpoint. */
  endpoint: httpUrlSchema.optional(),
  /** Both, or both null: then as the AWS SDK finds them (environment, profile, role of the machine). */
  accessKeyId: usedSecretSchema.nullable().default(null),
  secretAccessKey: usedSecretSchema.nullable().default(null),
  /** How long one question waits for a message. */
  waitSeconds: z.int().min(1).max(20).default(20),
  /** Questions at once; events are still committed one after the other. */
  concurrency: z.int().min(1).max(8).default(1),
  tls: fetchTlsSchema.optional(),
});
export type SqsFetch = z.infer<typeof sqsFetchSchema>;
