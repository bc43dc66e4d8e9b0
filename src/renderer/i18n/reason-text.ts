import type { i18n } from 'i18next';
import type { Reason } from '../../shared/reason.ts';

/** Params that hold the id of a person, for `nameOf`. */
const PEOPLE = new Set(['user', 'by', 'person', 'assignee']);
/** Params that hold an urgency, shown as its word. */
const URGENCIES = new Set(['urgency', 'from', 'to']);

/**
 * A reason in the page's language. The catalogue holds for its code one text or several, the fullest first;
 * the first one whose params the reason has is filled. Where there is none, the server's English text.
 * @param nameOf name of a person by id; ids are shown without it
 */
export function reasonText(i18n: i18n, reason: Reason, nameOf?: (id: string) => string): string {
  const language = i18n.resolvedLanguage ?? 'en';
  const held: unknown = i18n.getResource(language, 'reason', reason.code);
  const texts = (Array.isArray(held) ? held : [held]).filter(
    (text): text is string => typeof text === 'string',
  );
  const params = reason.params ?? {};
  const fits = (text: string) =>
    [...text.matchAll(/{{(\w+)}}/g)].every(
      ([, name = '']) => params[name] !== undefined && params[name] !== null,
    );
  const text = texts.find(fits);
  if (text === undefined) return reason.text;
  return text.replace(/{{(\w+)}}/g, (_, name: string) => wordOf(i18n, name, String(params[name]), nameOf));
}

function wordOf(i18n: i18n, name: string, value: string, nameOf?: (id: string) => string): string {
  if (PEOPLE.has(name)) return nameOf?.(value) ?? value;
  const key = `common:urgency.${value}`;
  return URGENCIES.has(name) && i18n.exists(key) ? i18n.t(key) : value;
}
