import { z } from 'zod';
import { zoneSchema } from '../condition.ts';
import { idSchema } from '../config/common.ts';
import { actorSchema, reasonSchema } from '../reason.ts';
import { urgencySchema } from '../words.ts';
import { flagQuery, instantQuery, listOf, listQuery, pageOf, pageQuery, textQuery } from './query.ts';

const groupSchema = z.enum(['day', 'week', 'month', 'service', 'urgency', 'integration', 'assignee']);
const reportQuery = {
  from: instantQuery.optional(),
  to: instantQuery.optional(),
  tz: zoneSchema.optional(),
  service: listQuery(idSchema).optional(),
  urgency: listQuery(urgencySchema).optional(),
  integration: listQuery(idSchema).optional(),
  includeAutoClosed: flagQuery.optional(),
  includeSilent: flagQuery.optional(),
};
/** `GET /api/v1/reports/system`: the last 7 days, in the config's zone, when not said. */
export const systemQuerySchema = z.strictObject({ ...reportQuery, by: groupSchema.optional() });
/** `GET /api/v1/reports/heatmap`: the last 30 days when not said. `by` is taken and means nothing here. */
export const heatmapQuerySchema = z.strictObject({
  ...reportQuery,
  of: z.enum(['incidents', 'events', 'notifications']).default('incidents'),
  by: textQuery.optional(),
});

const spreadSchema = z
  .object({
    count: z.number(),
    mean: z.number().nullable(),
    p50: z.number().nullable(),
    p95: z.number().nullable(),
  })
  .meta({ id: 'Spread', description: 'Durations in milliseconds' });
export const systemRowSchema = z
  .object({
    group: z.string(),
    created: z.number(),
    acked: z.number(),
    closed: z.number(),
    open: z.number(),
    neverAckedClosed: z.number(),
    mtta: spreadSchema,
    mttaAtLeast: spreadSchema,
    mttrFromAck: spreadSchema,
    mttrFromCreated: spreadSchema,
    events: z.number(),
  })
  .meta({ id: 'SystemReportRow' });
export const systemReportSchema = listOf(systemRowSchema).extend({
  from: z.string(),
  to: z.string(),
  tz: z.string(),
  by: groupSchema.nullable(),
});

export const heatmapReportSchema = z
  .object({
    of: z.enum(['incidents', 'events', 'notifications']),
    /** `weekday` 0 is Monday. */
    cells: z.array(z.object({ weekday: z.number(), hour: z.number(), count: z.number() })),
    total: z.number(),
    before: z.number(),
    clockChanges: z.array(
      z.object({
        weekday: z.number(),
        hour: z.number(),
        kind: z.enum(['repeated', 'removed']),
        date: z.string(),
      }),
    ),
    from: z.string(),
    to: z.string(),
    tz: z.string(),
  })
  .meta({ id: 'HeatmapReport' });

export const floodProposalSchema = z
  .object({
    /** The threshold in use. */
    current: z.number(),
    threshold: z.number().nullable(),
    reason: reasonSchema,
    days: z.number(),
    incidents: z.number(),
    busiest: z.number(),
    floods: z.object({ now: z.number(), proposed: z.number().nullable() }),
    /** The config is owned by a file: the threshold is changed there. */
    managedByFile: z.boolean(),
  })
  .meta({
    id: 'FloodProposal',
    description:
      'New incidents per ten minutes above which boards should fold, from the last 30 days; `threshold` is null while there is too little to go by. `floods`: ten-minute spans above the threshold in use, and above the proposed one',
  });

export const auditQuerySchema = z.strictObject({
  actor: textQuery.optional(),
  action: textQuery.optional(),
  target: textQuery.optional(),
  q: textQuery.optional(),
  from: instantQuery.optional(),
  to: instantQuery.optional(),
  ...pageQuery,
});
export const auditPageSchema = pageOf(
  z
    .object({
      seq: z.number(),
      at: z.string(),
      actor: actorSchema,
      action: z.string(),
      target: z.string(),
      before: z.unknown(),
      after: z.unknown(),
      reason: reasonSchema.nullable(),
      hash: z.string(),
    })
    .meta({ id: 'AuditEntry', description: 'For a display `before` and `after` are null' }),
);
export const auditVerifySchema = z.object({
  ok: z.boolean(),
  entries: z.number(),
  head: z.string(),
  firstBad: z.number().nullable(),
});
