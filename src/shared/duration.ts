import { z } from 'zod';

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds of an ISO 8601 duration of fixed length (weeks to seconds; a day is 24 h),
 * or null when the text is not one. Months and years have no fixed length and give null.
 */
export function parseDuration(text: string): number | null {
  const found = DURATION.exec(text);
  if (!found || text === 'P' || text.endsWith('T')) return null;
  const [, w = '0', d = '0', h = '0', m = '0', s = '0'] = found;
  if (found.slice(1).every((part) => part === undefined)) return null;
  return Math.round(
    (((Number(w) * 7 + Number(d)) * 24 + Number(h)) * 60 + Number(m)) * 60_000 + Number(s) * 1000,
  );
}

/** Milliseconds of a duration already checked by `durationSchema`. */
export function durationMs(text: string): number {
  const ms = parseDuration(text);
  if (ms === null) throw new Error(`not a duration: ${text}`);
  return ms;
}

/** The longest wait a config may name: ten years, well inside what instants can hold. */
const MAX_DURATION_MS = 3650 * 86_400_000;

/** An ISO 8601 duration of fixed length, `PT0S` allowed: `PT5M`, `PT1H30M`, `P1D`. */
export const durationSchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== null && ms <= MAX_DURATION_MS;
}, 'expected an ISO 8601 duration such as PT5M');

/** As `durationSchema`, at least one second. */
export const positiveDurationSchema = durationSchema.refine(
  (text) => (parseDuration(text) ?? 0) >= 1000,
  'expected a duration of at least PT1S',
);

/** How long details stay at least: reports, handovers and reviews of a week need no archive. */
const LEAST_RETENTION_MS = 7 * 86_400_000;

/** As `durationSchema`, at least seven days. */
export const retentionPeriodSchema = z.string().refine((text) => {
  const ms = parseDuration(text);
  return ms !== null && ms >= LEAST_RETENTION_MS && ms <= MAX_DURATION_MS;
}, 'expected an ISO 8601 duration of at least P7D, such as P90D');
