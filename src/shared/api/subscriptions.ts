import { z } from 'zod';
import { listOf } from './query.ts';

/** A topic that asked whether we want its messages, and waits for a yes. */
export const subscriptionSchema = z
  .object({
    id: z.string(),
    integration: z.string(),
    topic: z.string(),
    requestedAt: z.string(),
    /** The latest try that did not succeed. */
    failed: z.object({ at: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'Subscription' });
export type SubscriptionItem = z.infer<typeof subscriptionSchema>;
export const subscriptionListSchema = listOf(subscriptionSchema);
export const subscriptionConfirmedSchema = z.object({ topic: z.string() });
