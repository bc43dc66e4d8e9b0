/** RFC 3339 UTC of a column of epoch ms. */
export const isoTime = (value: unknown): string => new Date(Number(value)).toISOString();
export const isoTimeOrNull = (value: unknown): string | null => (value === null ? null : isoTime(value));
