import type { i18n } from 'i18next';
import type { Reason } from '../../shared/reason.ts';

/** Names behind the ids that a reason's params hold. */
export interface ReasonNames {
  person(id: string): string;
  service(id: string): string;
  integration(id: string): string;
  schedule(id: string): string;
  layer(schedule: string, layer: string): string;
  /** What people call a maintenance; null where only its id is known. */
  maintenance?(id: string): string | null;
  /** An instant on the wire as the reader's clock says it. */
  when?(at: string): string;
}

/** A text of the catalogue; one with `if` holds only for a reason whose params have these values. */
export type ReasonEntry =
  | string
  | { readonly if: Readonly<Record<string, string | number>>; readonly text: string };

/** Params that hold the id of a person. */
const PEOPLE = new Set(['user', 'by', 'person', 'assignee']);
/** Params that hold an urgency, shown as its word. */
const URGENCIES = new Set(['urgency', 'from', 'to']);

/**
 * A reason in the page's language. The catalogue holds for its code several texts, the fullest first; the first one
 * whose conditions hold and whose params the reason has is filled. Where there is none, the server's English text.
 */
export function reasonText(i18n: i18n, reason: Reason, names: ReasonNames): string {
  const language = i18n.resolvedLanguage ?? 'en';
  const held: unknown = i18n.getResource(language, 'reason', reason.code);
  const params = namedParams(reason.params ?? {}, names);
  const text = pickReasonText(Array.isArray(held) ? (held as ReasonEntry[]) : [], { ...reason, params });
  if (text === null) return reason.text;
  return text.replace(/{{(\w+)}}/g, (_, name: string) => {
    const value = String(params[name]);
    if (name === 'layer') return names.layer(String(params.schedule), value);
    return wordOf(i18n, name, value, names);
  });
}

type Params = NonNullable<Reason['params']>;

/** A maintenance by its name, or without one not at all; an instant by the reader's clock. */
function namedParams(params: Params, names: ReasonNames): Params {
  const { maintenance, until } = params;
  const changed: Record<string, Params[string]> = { ...params };
  if (typeof maintenance === 'string' && names.maintenance)
    changed.maintenance = names.maintenance(maintenance) ?? null;
  if (typeof until === 'string' && names.when && !Number.isNaN(Date.parse(until)))
    changed.until = names.when(until);
  return changed;
}

/** The first text that fits the reason's params, its placeholders unfilled; null when none does. */
export function pickReasonText(entries: readonly ReasonEntry[], reason: Reason): string | null {
  const params = reason.params ?? {};
  const has = (name: string) => params[name] !== undefined && params[name] !== null && params[name] !== '';
  for (const entry of entries) {
    const conditions = typeof entry === 'string' ? {} : entry.if;
    const text = typeof entry === 'string' ? entry : entry.text;
    const isMeant = Object.entries(conditions).every(([name, value]) => params[name] === value);
    if (isMeant && placeholdersOf(text).every(has)) return text;
  }
  return null;
}

const placeholdersOf = (text: string): readonly string[] =>
  [...text.matchAll(/{{(\w+)}}/g)].map(([, name = '']) => name);

function wordOf(i18n: i18n, name: string, value: string, names: ReasonNames): string {
  if (PEOPLE.has(name)) return names.person(value);
  if (name === 'service') return names.service(value);
  if (name === 'integration') return names.integration(value);
  if (name === 'schedule') return names.schedule(value);
  const key = `common:urgency.${value}`;
  return URGENCIES.has(name) && i18n.exists(key) ? i18n.t(key) : value;
}
