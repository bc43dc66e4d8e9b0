import { type JsonObject, optionalLine, renderedLine, textOf } from './fields.ts';

/** The first of several fields that says something and is no template that its sender left unrendered (ING74). */
export function firstRendered(values: readonly unknown[], max?: number): string | null {
  for (const value of values) {
    const line = renderedLine(value, max);
    if (line !== null) return line;
  }
  return null;
}

const renderedText = (value: unknown): string | null =>
  renderedLine(value) === null ? null : (textOf(value)?.trim() ?? null);

/** The first of several ids that says something, whole: a key is cut later, with a hash. */
export function firstId(values: readonly unknown[]): string | null {
  for (const value of values) {
    const text = renderedText(value);
    if (text !== null) return text;
  }
  return null;
}

/** The fields of a body written by template that say something; what was left empty or unrendered is dropped. */
export function renderedFields(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).filter(
      ([, value]) => (typeof value === 'object' && value !== null) || renderedLine(value) !== null,
    ),
  );
}

/** A word of a tool in lower case, for a look-up; empty when there is none. */
export const wordOf = (value: unknown): string => optionalLine(value, 64)?.toLowerCase() ?? '';

/** The links among several that are some. */
export const presentLinks = <T>(links: readonly (T | null)[]): T[] => links.filter((link) => link !== null);

/** The first object of a list; an object that stands where a list is expected counts as its only one. */
export function firstObject(value: unknown): JsonObject {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'object' && first !== null && !Array.isArray(first) ? (first as JsonObject) : {};
}
