import { useTranslation } from 'react-i18next';
import type { Locale } from '../../i18n/setup.ts';

/** Translates a key of the console's catalogue. */
export type Text = (key: string, params?: Record<string, unknown>) => string;

/** The console's words and the language they are in. */
export function useText(): { readonly t: Text; readonly locale: Locale } {
  const { t, i18n } = useTranslation('console');
  return { t: t as Text, locale: i18n.language === 'ko' ? 'ko' : 'en' };
}
