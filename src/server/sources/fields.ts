import { reason } from '../../shared/reason.ts';
import type { ParsedEvent } from '../domain/event.ts';
import { MAX_FIELD, toLine } from './bounded.ts';

/** A JSON object, still untrusted. */
export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Text of a single value (text, number, truth value); null for nothing, lists and objects. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}

/** A one-line field of an event; null when absent, blank or not a single value. */
export function optionalLine(value: unknown, max: number = MAX_FIELD): string | null {
  const text = textOf(value);
  return text === null ? null : toLine(text, max) || null;
}

/**
 * Templates that a sender left unrendered (`$NAME`, `${name}`, `{$NAME}`, `{HOST.NAME}`, `*name*`, `%name%`, `$NAME$`)
 * say nothing.
 */
const PLACEHOLDER =
  /^(?:\$[A-Z][A-Z0-9_]*\$?|\$\{[^{}]*\}|\{\$[A-Za-z_][^{}]*\}|\{[A-Z][A-Z0-9_]*(?:\.[A-Z0-9_]+)+\}|\*[a-zA-Z]+\*|%[a-z][a-z_]*%?)$/;

/** A one-line field, null too where the sender's own template was left unrendered. */
export function renderedLine(value: unknown, max: number = MAX_FIELD): string | null {
  const line = optionalLine(value, max);
  return line === null || PLACEHOLDER.test(line) ? null : line;
}

/** The first of several fields that says something. */
export function firstLine(values: readonly unknown[], max: number = MAX_FIELD): string | null {
  for (const value of values) {
    const line = optionalLine(value, max);
    if (line !== null) return line;
  }
  return null;
}

/** What was found, short enough for a message. */
export function describeFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string')
    return value.trim() === '' ? 'an empty text' : JSON.stringify(toLine(value, 60));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return typeof value === 'object' ? 'an object' : String(value);
}

/** An element that is no event; the text begins with the field at fault (ING2). */
export function refuseField(code: string, field: string, problem: string): ParsedEvent {
  return { ok: false, reason: reason(code, `${field}: ${problem}`, { field }) };
}
