import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reason } from '../../../shared/reason.ts';
import { whenOf } from '../../format/instant.ts';
import { reasonText } from '../../i18n/reason-text.ts';
import { useLiveLink } from '../../live/live-hooks.ts';
import { useFloor, useNames, useZone } from './use-floor.ts';
import { useText } from './use-text.ts';
import { windowName } from './window-name.ts';

/** Words a reason in the page's language, with names instead of ids and times of the floor's zone. */
export function useReasonText(): (reason: Reason) => string {
  const { i18n } = useTranslation();
  const { locale } = useText();
  const zone = useZone();
  const { store } = useLiveLink();
  const names = useNames(locale);
  const windows = useFloor((floor) => floor.quiet.maintenance);
  return useCallback(
    (reason) =>
      reasonText(i18n, reason, {
        ...names,
        maintenance: (id) => windowName(id, windows, names),
        when: (at) => whenOf(at, store.serverNow() ?? at, zone, locale),
      }),
    [i18n, names, windows, store, zone, locale],
  );
}
