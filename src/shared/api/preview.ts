import { z } from 'zod';
import { MAPPED_FIELDS } from '../config/custom-mapping.ts';
import { reasonSchema } from '../reason.ts';
import { eventStatusSchema, urgencySchema } from '../words.ts';

/** Most events of a body that a preview shows; all of them are counted. */
export const MAX_PREVIEWED = 20;

/**
 * `POST /api/v1/integrations/preview`: how an integration of this type would read a body. The parts of the integration
 * are checked as the config checks them, so that every bad path is named (ING103).
 */
export const previewBodySchema = z
  .strictObject({
    type: z.string().min(1).max(64),
    mapping: z.unknown().optional(),
    preset: z.unknown().optional(),
    urgencies: z.unknown().optional(),
    /** The body as JSON … */
    body: z.unknown().optional(),
    /** … or as the tool sends it: JSON or a form. */
    text: z
      .string()
      .max(1024 * 1024)
      .optional(),
  })
  .refine((asked) => (asked.body === undefined) !== (asked.text === undefined), {
    path: ['body'],
    message: 'expected either body or text',
  })
  .meta({ id: 'PreviewRequest' });

/** One event as a source reads it (ING2), before any rule of the floor is asked. */
export const normalisedEventSchema = z.object({
  status: eventStatusSchema,
  summary: z.string(),
  dedupKey: z.string().nullable(),
  /** Null: the tool named none, or a word that nobody knows. */
  urgency: urgencySchema.nullable(),
  urgencyWord: z.string().nullable(),
  eventAt: z.iso.datetime().nullable(),
  resource: z.string().nullable(),
  metricName: z.string().nullable(),
  metricValue: z.string().nullable(),
  threshold: z.string().nullable(),
  eventType: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  links: z.array(z.object({ text: z.string(), url: z.string() })),
});

/** Where a field of a custom mapping came from. */
const previewedFieldSchema = z.object({
  field: z.enum(MAPPED_FIELDS),
  from: z.enum(['path', 'template', 'default', 'nothing']),
  /** The path or template that matched. */
  at: z.string().nullable(),
  found: z.string().nullable(),
  /** What the table of values made of it. */
  value: z.string().nullable(),
});

export const previewSchema = z
  .object({
    events: z.array(
      z.object({
        outcome: z.enum(['event', 'set-aside', 'refused']),
        event: normalisedEventSchema.nullable(),
        /** Why it is set aside or refused. */
        reason: reasonSchema.nullable(),
        fields: z.array(previewedFieldSchema),
      }),
    ),
    /** How many elements the body has, shown or not. */
    total: z.int(),
    /** What of the integration will be missed one day, worded as reasons. */
    warnings: z.array(reasonSchema),
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof previewSchema>;
