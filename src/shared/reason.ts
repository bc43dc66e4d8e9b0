import { z } from 'zod';

/**
 * Why something happened or did not (product rule 19).
 * `code` is a rule of src/server/SPEC.md (`DED2`), `text` is English for logs and the API;
 * the renderer words it in its own language from `code` and `params`.
 */
export const reasonSchema = z.object({
  code: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  text: z.string(),
});
export type Reason = z.infer<typeof reasonSchema>;

export const reason = (code: string, text: string, params?: Reason['params']): Reason =>
  params === undefined ? { code, text } : { code, params, text };

/** Who did something. `onBehalfOf` is a user id named by an automation token. */
export const actorSchema = z.object({
  kind: z.enum(['system', 'user', 'automation', 'integration', 'display']),
  id: z.string(),
  onBehalfOf: z.string().optional(),
});
export type Actor = z.infer<typeof actorSchema>;

export const SYSTEM: Actor = { kind: 'system', id: 'watchfloor' };
