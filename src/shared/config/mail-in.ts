import { z } from 'zod';
import { urgencySchema } from '../words.ts';

/** Words to find in a subject, case aside, or an RE2 pattern that matches somewhere in it. */
const subjectPatternSchema = z.union(
  [
    z.strictObject({ contains: z.string().min(1).max(200) }),
    z.strictObject({ matches: z.string().min(1).max(500) }),
  ],
  'expected { "contains": "words" } or { "matches": "RE2 pattern" }',
);
export type SubjectPattern = z.infer<typeof subjectPatternSchema>;

const mailRuleSchema = z
  .strictObject({
    subject: subjectPatternSchema,
    /** `ignore`: recorded, and pages nobody. */
    status: z.enum(['open', 'ack', 'close', 'ignore']).optional(),
    urgency: urgencySchema.optional(),
  })
  .refine(({ status, urgency }) => status !== undefined || urgency !== undefined, {
    message: 'expected a status or an urgency',
  });

/** What mails that belong together have in common. */
const mailKeySchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('subject'),
    /** RE2 patterns whose matches are taken out before: ticket numbers, values, times. */
    strip: z.array(z.string().min(1).max(500)).max(20).default([]),
  }),
  z.strictObject({
    by: z.literal('capture'),
    /** RE2 pattern whose first group is the key; a subject without it counts as by `subject`. */
    matches: z.string().min(1).max(500),
  }),
  z.strictObject({
    by: z.literal('header'),
    /** Name of a header, or `thread`: the first mail of the thread that this one answers. */
    header: z.string().regex(/^[A-Za-z0-9-]{1,100}$/, 'expected the name of a header'),
  }),
]);

/** How mails of one integration become events (ING136–ING138). Without it the common words decide. */
export const mailRulesSchema = z.strictObject({
  /** The first rule that matches and names a status decides it; the same for urgency. */
  rules: z.array(mailRuleSchema).max(200).default([]),
  /** Whether common words (RECOVERY, RESOLVED, OK, 복구 …) close where no rule says anything. */
  commonWords: z.boolean().default(true),
  /** Whether `X-Priority` and `Importance` say how urgent a mail is. */
  priorityHeaders: z.boolean().default(true),
  key: mailKeySchema.default({ by: 'subject', strip: [] }),
  /**
   * What becomes of mails that programs sent by themselves (`Auto-Submitted: auto-generated`, `Precedence: bulk`): monitors
   * mark real alerts so, and nothing answers them here, so they are taken.
   * Answers of programs, bounces and our own mails are set aside whatever stands here (ING135).
   */
  automatic: z.enum(['set-aside', 'take']).default('take'),
});
export type MailRules = z.infer<typeof mailRulesSchema>;

const MIB = 1024 * 1024;
const rangeSchema = z.union([z.cidrv4(), z.cidrv6()], 'expected a range such as 10.0.0.0/8');

/** Loopback, private, and the addresses that only one link knows. */
const LOCAL_RANGES = [
  '127.0.0.0/8',
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '::1/128',
  'fc00::/7',
  'fe80::/10',
];

const smtpSchema = z.strictObject({
  enabled: z.boolean().default(true),
  /** Address to listen on; any but a loopback one is said on the wall (ING130). */
  host: z.string().min(1).max(255).default('127.0.0.1'),
  /** 0: any free one, which the log names. */
  port: z.int().min(0).max(65_535).default(2525),
  /** The domain that recipients must have; without it any will do. */
  domain: z.hostname().max(253).optional(),
  maxBytes: z
    .int()
    .min(MIB / 16)
    .max(50 * MIB)
    .default(10 * MIB),
  /** Of one mail. */
  maxRecipients: z.int().min(1).max(1000).default(50),
  /** PEM files for STARTTLS; without them it is not offered. */
  tls: z.strictObject({ cert: z.string().min(1).max(4096), key: z.string().min(1).max(4096) }).optional(),
  /** Who may connect. */
  allow: z.array(rangeSchema).max(200).default(LOCAL_RANGES),
});
export type SmtpSettings = z.infer<typeof smtpSchema>;

/** Mail that arrives by SMTP. Without it nothing listens. */
export const mailInSchema = z.strictObject({ smtp: smtpSchema.optional() });
