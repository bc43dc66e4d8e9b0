import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import { changeOf, count, percent } from '../../../format/number.ts';
import { useServerNow } from '../../../live/live-hooks.ts';
import { Heatmap } from '../../../ui/heatmap.tsx';
import { heatmapReportSchema } from '../../../ui/heatmap-report.ts';
import { usePoll } from './use-poll.ts';
import { ViewFrame } from './view-frame.tsx';

const DAYS = 90;
const ASK_EVERY_MS = 300_000;

/** When incidents come: the last 90 days by weekday and hour. */
export function HeatmapView({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  // To the hour, so that the question stays the same until there is something new to ask.
  const to = useServerNow(3_600_000);
  const zone = display.timeZone;
  const query = to === null ? null : span(to, zone);
  const { value, problem } = usePoll(query, heatmapReportSchema, ASK_EVERY_MS);
  const report = value?.[0] ?? null;
  const change = report && changeOf(report.total, report.before);
  const aside = [
    t('heatmap.days', { count: DAYS }),
    ...(report && display.distance === 3
      ? [t('heatmap.total', { n: count(report.total, i18n.language) })]
      : []),
    ...(change === null
      ? []
      : [
          t('heatmap.change', {
            change: `${change > 0 ? '+' : '−'}${percent(Math.abs(change), i18n.language)}`,
          }),
        ]),
    ...(display.distance === 3 ? [zone] : []),
  ];
  return (
    <ViewFrame title={t('heatmap.title')} aside={aside.join(' · ')} isWaiting={!report} problem={problem}>
      {report && (
        <Heatmap
          data={report}
          zone={zone}
          locale={i18n.language}
          theme={display.theme}
          isGlance={display.distance > 3}
        />
      )}
    </ViewFrame>
  );
}

function span(to: number, zone: string): readonly string[] {
  const query = new URLSearchParams({
    from: new Date(to - DAYS * 86_400_000).toISOString(),
    to: new Date(to).toISOString(),
    tz: zone,
    of: 'incidents',
  });
  return [`/api/v1/reports/heatmap?${query}`];
}
