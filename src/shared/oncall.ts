import { z } from 'zod';

const at = z.string();

/** Who is on call in a layer at an instant (contract: `GET /api/v1/oncall`). No `users` in an active layer is a gap. */
export const oncallItemSchema = z.object({
  schedule: z.string(),
  layer: z.string(),
  users: z.array(z.string()),
  /** When this ends, or null when it never does within a year. */
  until: at.nullable(),
  override: z.string().optional(),
  /** Why nobody is on: `gap` nobody has it, `restricted` the layer is off now, `intended` nobody on purpose. */
  empty: z.enum(['gap', 'restricted', 'intended']).optional(),
  next: z
    .object({ users: z.array(z.string()), at })
    .nullable()
    .optional(),
});
export type OncallItem = z.infer<typeof oncallItemSchema>;

/** A stretch of one person in one layer (contract: `GET /api/v1/schedules/{id}/shifts`), half-open, clipped to the query. */
export const shiftSchema = z.object({
  layer: z.string(),
  user: z.string(),
  from: at,
  to: at,
  /** Id of the override that put this person here, and whom they replace. */
  override: z.string().optional(),
  replaces: z.array(z.string()).optional(),
  /** Set when an absence's stand-in took the turn. */
  absence: z.string().optional(),
});
export type Shift = z.infer<typeof shiftSchema>;

/** A span in which a whole schedule has nobody on call. */
export const coverageGapSchema = z.object({ schedule: z.string(), from: at, to: at });
export type CoverageGap = z.infer<typeof coverageGapSchema>;

/** Somebody away, with a stand-in who takes their turns everywhere (product rule 13). Instants. */
export const absenceSchema = z.strictObject({
  id: z.string(),
  user: z.string(),
  standIn: z.string().nullable().default(null),
  from: at,
  to: at,
});
export type Absence = z.infer<typeof absenceSchema>;
