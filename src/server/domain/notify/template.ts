import { type Reason, reason } from '../../../shared/reason.ts';
import { cutAt, utf8Length, wellFormed } from './clean-text.ts';
import { templateVariable } from './variables.ts';

/** How values are put into a body: JSON-escaped, percent-encoded, or as they are. */
export type TemplateMode = 'json' | 'url' | 'text';
export type TemplateValues = Readonly<Record<string, string>>;
export type RenderedTemplate =
  | { readonly ok: true; readonly text: string; readonly shortened: boolean }
  | { readonly ok: false; readonly reason: Reason };

/** Largest body sent, in UTF-8 bytes (NTF23). */
export const MAX_BODY_BYTES = 65_536;

/** Lengths tried for each value until the body fits; a body of none of them is refused. */
const VALUE_LIMITS = [Number.POSITIVE_INFINITY, 16_384, 4096, 1024, 256, 64, 0];
const PLACEHOLDER = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** Names in `${…}` that no variable has, each once, in order (NTF24). They are sent as they stand. */
export function unknownVariables(body: string): readonly string[] {
  const names = [...body.matchAll(PLACEHOLDER)].map((found) => found[1] ?? '');
  return [...new Set(names)].filter((name) => templateVariable(name) === undefined);
}

/** True when the body is JSON once its variables have values, in or outside quotes (NTF21). */
export function isJsonTemplate(body: string): boolean {
  try {
    JSON.parse(substitute(body, 'json', () => ''));
    return true;
  } catch {
    return false;
  }
}

/**
 * The body with the values of its variables, in one pass: a value that looks like a variable is not
 * expanded again (NTF20). Values missing from `values` are empty.
 * When the result would be over 64 KB the longest values are shortened; a template that is too large
 * by itself is refused with NTF23.
 */
export function renderTemplate(body: string, values: TemplateValues, mode: TemplateMode): RenderedTemplate {
  for (const limit of VALUE_LIMITS) {
    const text = substitute(body, mode, (name) => {
      const value = Object.hasOwn(values, name) ? wellFormed(values[name] ?? '') : '';
      return limit < value.length ? cutAt(value, limit) : value;
    });
    if (utf8Length(text) <= MAX_BODY_BYTES) return { ok: true, text, shortened: Number.isFinite(limit) };
  }
  return {
    ok: false,
    reason: reason('NTF23', `The body is over ${MAX_BODY_BYTES} bytes even with empty values`, {
      limit: MAX_BODY_BYTES,
    }),
  };
}

function substitute(body: string, mode: TemplateMode, lookUp: (name: string) => string): string {
  const parts: string[] = [];
  let end = 0;
  let isQuoted = false;
  for (const found of body.matchAll(PLACEHOLDER)) {
    const literal = body.slice(end, found.index);
    end = found.index + found[0].length;
    parts.push(literal);
    isQuoted = endsQuoted(literal, isQuoted);
    const variable = templateVariable(found[1] ?? '');
    if (variable === undefined) parts.push(found[0]);
    else parts.push(encode(lookUp(variable.name), mode, isQuoted, variable.type === 'number'));
  }
  parts.push(body.slice(end));
  return parts.join('');
}

/** Whether a JSON string is open at the end of `literal`, given whether one was open at its start. */
function endsQuoted(literal: string, wasQuoted: boolean): boolean {
  let isQuoted = wasQuoted;
  for (let at = 0; at < literal.length; at++) {
    if (literal[at] === '"') isQuoted = !isQuoted;
    else if (literal[at] === '\\' && isQuoted) at++;
  }
  return isQuoted;
}

function encode(value: string, mode: TemplateMode, isQuoted: boolean, isNumber: boolean): string {
  if (mode === 'url') return encodeURIComponent(value);
  if (mode === 'text') return value;
  if (isQuoted) return JSON.stringify(value).slice(1, -1);
  // Outside quotes the value itself must be JSON: a number as it is, null where there is none, text quoted.
  if (isNumber) return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value) ? value : 'null';
  return JSON.stringify(value);
}
