import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { useLive } from '../../../live/live-hooks.ts';
import { TickerLine } from '../side/ticker-line.tsx';
import { ViewFrame } from './view-frame.tsx';

/** Who changed what, newest first; as many as the distance leaves room for. */
export function AuditView({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { t } = useTranslation('wall');
  const floor = useLive((state) => state.floor);
  const limit = { 3: 20, 5: 8, 8: 5 }[display.distance];
  return (
    <ViewFrame title={t('audit.title')} isWaiting={!floor}>
      {floor?.audit.length === 0 && <p className="view__waiting">{t('audit.none')}</p>}
      {floor && (
        <ol className="view__audit">
          {floor.audit.slice(0, limit).map((item) => (
            <TickerLine key={item.seq} item={item} directory={floor.directory} zone={display.timeZone} />
          ))}
        </ol>
      )}
    </ViewFrame>
  );
}
