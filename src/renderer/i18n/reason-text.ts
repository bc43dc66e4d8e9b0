import type { i18n } from 'i18next';
import type { Reason } from '../../shared/reason.ts';

/**
 * A reason in the page's language: the catalogue's text for its code, filled from its params.
 * Where the catalogue has none, or a text asks for a param the reason lacks, the server's English text.
 */
export function reasonText(i18n: i18n, reason: Reason): string {
  const key = `reason:${reason.code}`;
  if (!i18n.exists(key)) return reason.text;
  const template = String(i18n.getResource(i18n.resolvedLanguage ?? 'en', 'reason', reason.code) ?? '');
  const asked = [...template.matchAll(/{{\s*(\w+)/g)].map((found) => found[1] as string);
  const params = reason.params ?? {};
  if (asked.some((name) => params[name] === undefined || params[name] === null)) return reason.text;
  return i18n.t(key, { ...params, defaultValue: reason.text });
}
