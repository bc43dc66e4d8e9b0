import { z } from 'zod';

/** `GET /api/v1/archives`: where the details of old incidents are. */
export const archivesSchema = z
  .object({
    /** How long after the closing details stay in the database, ISO 8601; null archives nothing. */
    policy: z.string().nullable(),
    /** Bytes of the database with its log, and how many of them are free to be written again. */
    ledger: z.object({ bytes: z.number(), freeBytes: z.number() }),
    archives: z.array(
      z.object({
        /** Month of closing, or of arrival of events without an incident, UTC: `2025-11`. */
        month: z.string(),
        /** Relative to the data folder. */
        file: z.string(),
        incidents: z.number(),
        /** Hot repeats counted in full. */
        events: z.number(),
        /** 0 when the file is not there. */
        bytes: z.number(),
        /** False when the file was moved away or cannot be read. */
        available: z.boolean(),
      }),
    ),
    lastRun: z
      .object({
        at: z.string(),
        incidents: z.number(),
        events: z.number(),
        months: z.array(z.string()),
      })
      .nullable(),
    /** What the policy names and is still in the database. */
    waiting: z.object({ incidents: z.number(), events: z.number() }),
  })
  .meta({ id: 'Archives' });
