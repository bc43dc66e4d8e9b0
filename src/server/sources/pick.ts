import { MAX_FIELD } from './bounded.ts';
import { isObject, type JsonObject, renderedLine, textOf } from './fields.ts';

/** The first of several names under which a body says something; templates left unrendered say nothing. */
export function pickLine(body: JsonObject, names: readonly string[], max: number = MAX_FIELD): string | null {
  for (const name of names) {
    const line = renderedLine(body[name], max);
    if (line !== null) return line;
  }
  return null;
}

/** A value as part of a key: never cut, because what is too long is cut once and with a hash of the whole (ING4). */
export function keyText(value: unknown): string | null {
  return renderedLine(value, MAX_FIELD) === null ? null : (textOf(value)?.trim() ?? null);
}

/** The first of several names that is a key. */
export function pickKey(body: JsonObject, names: readonly string[]): string | null {
  for (const name of names) {
    const text = keyText(body[name]);
    if (text !== null) return text;
  }
  return null;
}

/** Several values as one key; what a body does not say is left out. */
export const joinKey = (parts: readonly unknown[], separator: string): string =>
  parts
    .map(keyText)
    .filter((part) => part !== null)
    .join(separator);

/** An object as it is, or one that a template put into a text as JSON; null for everything else. */
export function embeddedObject(value: unknown): JsonObject | null {
  if (isObject(value)) return value;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return null;
  return parseObject(value) ?? (value.includes('&quot;') ? parseObject(unescapeHtml(value)) : null);
}

function parseObject(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&quot;', '"'],
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&#x2F;', '/'],
  ['&#x3D;', '='],
  ['&#x60;', '`'],
]);
const ENTITY = /&(?:quot|amp|lt|gt|#39|#x27|#x2F|#x3D|#x60);/g;

/** Mustache escapes these where a template has two braces and not three. */
const unescapeHtml = (text: string): string => text.replace(ENTITY, (found) => ENTITIES.get(found) ?? found);
