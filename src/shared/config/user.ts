import { z } from 'zod';
import { conditionSchema, weekWindowSchema, zoneSchema } from '../condition.ts';
import { durationSchema } from '../duration.ts';
import { roleSchema, urgencySchema } from '../words.ts';
import { httpUrlSchema, idSchema, nameSchema } from './common.ts';

const emailAddressSchema = z.email().max(320);

export const contactSchema = z.discriminatedUnion('channel', [
  z.strictObject({ id: idSchema, channel: z.literal('desktop'), muted: z.boolean().optional() }),
  z.strictObject({
    id: idSchema,
    channel: z.literal('email'),
    address: emailAddressSchema,
    muted: z.boolean().optional(),
  }),
  z.strictObject({
    id: idSchema,
    channel: z.literal('webhook'),
    url: httpUrlSchema,
    muted: z.boolean().optional(),
  }),
]);
export type Contact = z.infer<typeof contactSchema>;

/** Short form of a personal rule's condition: every named list must hold the incident's value; `{}` always holds. */
export const shortWhenSchema = z.strictObject({
  urgency: z.array(urgencySchema).min(1).optional(),
  service: z.array(idSchema).min(1).optional(),
});
export type ShortWhen = z.infer<typeof shortWhenSchema>;

/** One branch by the keys present, so that an error names its own path. */
const whenSchema = z.unknown().transform((value, context) => {
  const long = ['all', 'any', 'not', 'field', 'timeOfWeek'];
  const isLong = typeof value === 'object' && value !== null && long.some((key) => Object.hasOwn(value, key));
  const parsed = (isLong ? conditionSchema : shortWhenSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues)
    context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
  return z.NEVER;
});

/** Which contacts a person is told on, how long after the step fired (product: personal rules; all matching apply). */
export const notificationRuleSchema = z.strictObject({
  when: whenSchema,
  notify: z.array(idSchema).min(1),
  after: durationSchema.default('PT0S'),
});
export type NotificationRule = z.infer<typeof notificationRuleSchema>;

export const quietHoursSchema = weekWindowSchema.extend({
  exceptUrgency: z.array(urgencySchema).default([]),
});
export type QuietHours = z.infer<typeof quietHoursSchema>;

export const userSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  role: roleSchema.default('responder'),
  email: emailAddressSchema.optional(),
  /** Number shown on a wall that lost its server; shown to everybody in the room. */
  phone: z.string().max(40).optional(),
  timeZone: zoneSchema.optional(),
  locale: z.enum(['en', 'ko']).optional(),
  contacts: z.array(contactSchema).default([]),
  notificationRules: z.array(notificationRuleSchema).default([]),
  quietHours: z.array(quietHoursSchema).default([]),
  /** False: no "recovered" or "acked by" message after a page (product rule 5). */
  followUps: z.boolean().default(true),
});
export type User = z.infer<typeof userSchema>;

/**
 * What a person may set about themself (product rule 14): how they are told. It stands in front of what the config
 * says of them until it is removed, and URLs in it are trusted less than an admin's (contract, outgoing).
 */
export const profileSchema = userSchema
  .pick({ contacts: true, notificationRules: true, quietHours: true, followUps: true })
  .superRefine((profile, context) => {
    const ids = profile.contacts.map((contact) => contact.id);
    ids.forEach((id, index) => {
      if (ids.indexOf(id) === index) return;
      context.addIssue({
        code: 'custom',
        path: ['contacts', index, 'id'],
        message: 'expected an id not used before',
      });
    });
    profile.notificationRules.forEach((rule, r) => {
      rule.notify.forEach((id, n) => {
        if (ids.includes(id)) return;
        const path = ['notificationRules', r, 'notify', n];
        context.addIssue({ code: 'custom', path, message: 'expected the id of a contact of this profile' });
      });
    });
  });
export type Profile = z.infer<typeof profileSchema>;

export const teamSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  members: z.array(idSchema).default([]),
});
