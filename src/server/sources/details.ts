import type { EventLink } from '../domain/event.ts';
import { MAX_DETAIL_TEXT, MAX_FIELD, toLine, toText } from './bounded.ts';
import { isObject, type JsonObject } from './fields.ts';

/** Most values, most characters and most levels that details keep; the raw body is kept apart. */
const MAX_VALUES = 2000;
const MAX_CHARACTERS = 65_536;
const MAX_LEVELS = 32;
export const MAX_LINKS = 20;
const MAX_URL = 2000;

/** Key under which details say that something was left out. */
export const CUT_MARK = '…';

interface Budget {
  values: number;
  characters: number;
  isCut: boolean;
}

/**
 * A bounded copy of what a tool sent beside the known fields; always an object, what is none goes under
 * `value`. What does not fit is left out and said so under `…` (ING3). Own properties only: a key such as
 * `__proto__` is plain data.
 */
export function copyDetails(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null || value === '') return {};
  const budget: Budget = { values: MAX_VALUES, characters: MAX_CHARACTERS, isCut: false };
  const copied = isObject(value)
    ? copyObject(value, budget, 1)
    : { value: copyValue(value, budget, 1) ?? null };
  if (budget.isCut) copied[CUT_MARK] = 'too long: some details were left out';
  return copied;
}

const isSpent = (budget: Budget): boolean => budget.values <= 0 || budget.characters <= 0;

/** Undefined: no room, or nothing JSON knows. */
function copyValue(value: unknown, budget: Budget, level: number): unknown {
  if (isSpent(budget)) {
    budget.isCut = true;
    return undefined;
  }
  budget.values -= 1;
  if (typeof value === 'string') {
    const text = toText(value, Math.min(MAX_DETAIL_TEXT, budget.characters));
    if (text.length < value.length && text.endsWith('…')) budget.isCut = true;
    budget.characters -= text.length;
    return text;
  }
  // 1e999 parses to infinity, which JSON cannot say.
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object') return undefined;
  if (level >= MAX_LEVELS) {
    budget.isCut = true;
    return undefined;
  }
  return Array.isArray(value)
    ? copyList(value, budget, level + 1)
    : copyObject(value as JsonObject, budget, level + 1);
}

function copyList(list: readonly unknown[], budget: Budget, level: number): unknown[] {
  const copied: unknown[] = [];
  for (const item of list) {
    const value = copyValue(item, budget, level);
    if (value === undefined && isSpent(budget)) break;
    copied.push(value ?? null);
  }
  return copied;
}

function copyObject(object: JsonObject, budget: Budget, level: number): Record<string, unknown> {
  const copied: Record<string, unknown> = {};
  for (const name of Object.keys(object)) {
    const value = copyValue(object[name], budget, level);
    if (value === undefined) {
      if (isSpent(budget)) break;
      continue;
    }
    const key = toLine(name, MAX_FIELD);
    budget.characters -= key.length;
    setOwn(copied, key, value);
  }
  return copied;
}

/** Plain assignment to `__proto__` would change the prototype instead. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    target[key] = value;
  }
}

/** A link, when `url` is an http or https address; null for everything else, `javascript:` included. */
export function toLink(text: unknown, url: unknown): EventLink | null {
  if (typeof url !== 'string' || url.length > MAX_URL) return null;
  const address = url.trim();
  if (!/^https?:\/\/[^\s\p{Cc}\p{Cs}<>"'`\\]+$/iu.test(address)) return null;
  const line = typeof text === 'string' ? toLine(text, 200) : '';
  return { text: line || address, url: address };
}

/** Addresses among the values of details, named by their key; at most `MAX_LINKS`, each once. */
export function findLinks(details: Readonly<Record<string, unknown>>): EventLink[] {
  const links: EventLink[] = [];
  const visit = (value: unknown, name: string): void => {
    if (links.length >= MAX_LINKS) return;
    if (typeof value === 'string') {
      const link = toLink(name, value);
      if (link !== null && !links.some(({ url }) => url === link.url)) links.push(link);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) visit(inner, Array.isArray(value) ? name : key);
    }
  };
  visit(details, '');
  return links;
}
