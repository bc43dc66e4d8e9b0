import { z } from 'zod';

/** RFC 9457 problem details, as every error of the API is answered. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    /** A short word for programs: `stale`, `managed-by-file`, `bad-query` … */
    code: z.string(),
    /** The rule of SPEC.md that refused. */
    rule: z.string(),
    detail: z.string(),
    /** Query parameter or body path the problem is about. */
    parameter: z.string().optional(),
    /** Every bad path of a document or body. */
    problems: z
      .array(z.object({ path: z.string(), message: z.string(), found: z.string().optional() }))
      .optional(),
  })
  .meta({ id: 'Problem' });
