import { z } from 'zod';

const MAX_INSTANT = 8_640_000_000_000_000;

/** Epoch ms of an instant in a query: RFC 3339 with an offset, or epoch milliseconds; null for anything else. */
export function parseInstant(text: string): number | null {
  // A `+` of an offset arrives as a blank where the sender did not encode it.
  const spelt = text.replace(/ (?=\d\d:?\d\d$)/, '+');
  const isEpoch = /^-?\d{1,16}$/.test(spelt);
  if (!isEpoch && !z.iso.datetime({ offset: true }).safeParse(spelt).success) return null;
  const at = isEpoch ? Number(spelt) : Date.parse(spelt);
  return Number.isFinite(at) && Math.abs(at) <= MAX_INSTANT ? at : null;
}

/** An instant of a query, as epoch ms. */
export const instantQuery = z
  .string()
  .transform((text, context) => {
    const at = parseInstant(text);
    if (at !== null) return at;
    context.addIssue({ code: 'custom', message: 'expected an RFC 3339 instant or epoch milliseconds' });
    return z.NEVER;
  })
  .meta({
    description: 'RFC 3339 instant, or epoch milliseconds',
    example: '2026-11-22T09:00:00Z',
    override: { type: 'string' },
  });

/** Several values: repeated, or separated by commas. */
export const listQuery = <T extends z.ZodType>(item: T) =>
  z
    .preprocess(
      (value) => (Array.isArray(value) ? value : [value]).flatMap((each) => String(each).split(',')),
      z.array(item).max(500),
    )
    .meta({ description: 'Several values: repeated, or separated by commas', override: { type: 'string' } });

export const textQuery = z.string().max(500);

/** `true` or `false`. */
export const flagQuery = z
  .enum(['true', 'false', '1', '0'])
  .transform((text) => text === 'true' || text === '1')
  .meta({ override: { type: 'boolean' } });

/** Page size, 50 unless said, at most 500, and the cursor the page before gave. */
export const pageQuery = {
  limit: z
    .string()
    .default('50')
    .transform((text, context) => {
      const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
      if (limit >= 1 && limit <= 500) return limit;
      context.addIssue({ code: 'custom', message: 'expected a number from 1 to 500' });
      return z.NEVER;
    })
    .meta({ description: '1 to 500, 50 when absent', override: { type: 'integer', default: 50 } }),
  cursor: textQuery.optional(),
};

/** A page of a list; `nextCursor` is null on the last. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });
