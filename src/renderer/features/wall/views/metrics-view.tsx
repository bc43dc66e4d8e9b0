import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { useLive, useServerNow } from '../../../live/live-hooks.ts';
import { AlarmRate } from '../side/alarm-rate.tsx';
import { ConservationPanel } from '../side/conservation-panel.tsx';
import { FiguresPanel } from '../side/figures-panel.tsx';
import { SourcesPanel } from '../side/sources-panel.tsx';
import { ViewFrame } from './view-frame.tsx';

/** Times to answer, noise removed, what became of the events, alarm rate, sources; from afar the first and the rate. */
export function MetricsView({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { t } = useTranslation('wall');
  const floor = useLive((state) => state.floor);
  const now = useServerNow(1000);
  const isFar = display.distance > 3;
  return (
    <ViewFrame title={t('metrics.title')} aside={t('metrics.aside')} isWaiting={!floor}>
      {floor && now !== null && (
        <div className="view__metrics">
          <FiguresPanel metrics={floor.metrics} isFar={isFar} />
          <AlarmRate metrics={floor.metrics} />
          {!isFar && <ConservationPanel metrics={floor.metrics} />}
          {!isFar && (
            <SourcesPanel sources={floor.sources} directory={floor.directory} now={now} limit={12} />
          )}
        </div>
      )}
    </ViewFrame>
  );
}
