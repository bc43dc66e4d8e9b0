import { z } from 'zod';
import { positiveDurationSchema } from '../duration.ts';
import { usedSecretSchema } from './common.ts';
import { sqsFetchSchema } from './fetch-sqs.ts';
import { STATE_FETCH_SCHEMAS } from './fetch-state.ts';

/** A mailbox whose new mails are taken, for the type `email` (ING143). */
const imapFetchSchema = z.strictObject({
  kind: z.literal('imap'),
  host: z.string().min(1).max(255),
  port: z.int().min(1).max(65_535).default(993),
  /** True: TLS from the first byte; false: STARTTLS, which only a server on this machine may lack. */
  secure: z.boolean().default(true),
  user: z.string().min(1).max(320),
  password: usedSecretSchema,
  mailbox: z.string().min(1).max(500).default('INBOX'),
  /** Longest time between two looks; a server that can tell (IDLE) is heard at once. */
  every: positiveDurationSchema.default('PT30S'),
  /** What is done to a mail once it is stored. */
  after: z
    .union(
      [z.literal('seen'), z.strictObject({ move: z.string().min(1).max(500) })],
      'expected "seen" or { "move": "folder" }',
    )
    .default('seen'),
});
export type ImapFetch = z.infer<typeof imapFetchSchema>;

/** What we fetch ourselves, where a tool cannot reach us. One member a kind, each in a schema of its own. */
export const fetchSchema = z.discriminatedUnion('kind', [
  imapFetchSchema,
  sqsFetchSchema,
  ...STATE_FETCH_SCHEMAS,
]);
export type FetchKind = z.infer<typeof fetchSchema>['kind'];
