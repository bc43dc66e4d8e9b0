import { z } from 'zod';
import { idSchema } from '../config/common.ts';
import { profileSchema } from '../config/user.ts';

/** As `GET /api/v1/me/profile` answers it: how a person is told now, who says so, and what the config would say. */
export const profileAnswerSchema = z
  .object({
    user: z.string(),
    /** `own`: the person's own settings stand in front of the config's. */
    source: z.enum(['config', 'own']),
    profile: profileSchema,
    config: profileSchema,
  })
  .meta({ id: 'Profile' });

/** Absent user: the caller. */
export const testNotificationSchema = z.strictObject({ user: idSchema.optional() });
/** Ids as the deliveries have them; `muted` are the contacts left out. */
export const testNotificationAnswerSchema = z
  .object({
    deliveries: z.array(z.object({ id: z.string(), contact: z.string() })),
    muted: z.array(z.string()),
  })
  .meta({ id: 'TestNotification' });
