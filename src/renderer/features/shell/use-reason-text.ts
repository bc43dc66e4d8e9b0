import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../shared/reason.ts';
import { reasonText } from '../../i18n/reason-text.ts';
import { useNames } from './use-floor.ts';
import { useText } from './use-text.ts';

/** Words a reason in the page's language, with names instead of ids. */
export function useReasonText(): (reason: Reason) => string {
  const { i18n } = useTranslation();
  const { locale } = useText();
  const names = useNames(locale);
  return useCallback((reason) => reasonText(i18n, reason, names), [i18n, names]);
}
