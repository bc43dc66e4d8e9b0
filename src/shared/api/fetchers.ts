import { z } from 'zod';
import { listOf } from './query.ts';

/** How what we fetch for an integration is doing. */
export const fetcherSchema = z
  .object({
    integration: z.string(),
    kind: z.enum(['imap', 'sqs', 'alertmanager', 'zabbix', 'checkmk']),
    /** When it last looked and could; null since the start. */
    lastSuccessAt: z.string().nullable(),
    lastError: z.object({ at: z.string(), text: z.string() }).nullable(),
    /** Failures since the last success. */
    failures: z.number(),
  })
  .meta({ id: 'Fetcher' });
export type FetcherItem = z.infer<typeof fetcherSchema>;
export const fetcherListSchema = listOf(fetcherSchema);
