import { z } from 'zod';
import { configDocumentSchema } from '../config/document.ts';
import { displaySchema } from '../config/service.ts';
import { documentCheckSchema } from './dry-run.ts';
import { listOf } from './query.ts';

/** As `GET /api/v1/config` answers it: compared secrets as `{hash, hint}`, everything else as it is. */
export const configAnswerSchema = configDocumentSchema.meta({ id: 'Config' });
/** Taken as it comes and validated as a whole, so that the answer lists every bad path. */
export const configBodySchema = z
  .record(z.string(), z.unknown())
  .meta({ description: 'A config document: the shape `GET /api/v1/config` answers' });
export const configChangedSchema = z.object({ revision: z.number(), etag: z.string() });
export const configCheckSchema = z.object({
  ok: z.boolean(),
  problems: z.array(z.object({ path: z.string(), message: z.string(), found: z.string().optional() })),
  /** Saved dry runs that the document would answer otherwise; null where it has mistakes. */
  dryRuns: documentCheckSchema.nullable(),
});
export const displayListSchema = listOf(
  displaySchema.omit({ token: true }).extend({ hasToken: z.boolean() }).meta({ id: 'Display' }),
);
