import { useTranslation } from 'react-i18next';
import { clockDuration } from '../../format/duration.ts';
import { count } from '../../format/number.ts';
import { useText } from '../shell/use-text.ts';

/** Mean, median and 95th percentile of a duration. `isAtLeast`: open ones count up to now, so it is a lower bound. */
export function SpreadCell({
  spread,
  isAtLeast,
  isShort = false,
}: {
  readonly spread: {
    readonly count: number;
    readonly mean: number | null;
    readonly p50: number | null;
    readonly p95: number | null;
  };
  readonly isAtLeast: boolean;
  /** Without the number of incidents: for tables, which have columns of them. */
  readonly isShort?: boolean;
}) {
  const { t, locale } = useText();
  const { t: common } = useTranslation('common');
  if (spread.count === 0 || spread.mean === null) return <span className="c-faint">—</span>;
  const time = (ms: number | null) => (ms === null ? '—' : clockDuration(ms, common('unit.day')));
  return (
    <span className="c-spread">
      <b>
        {isAtLeast ? '≥ ' : ''}
        {time(spread.mean)}
      </b>
      <small>
        p50 {time(spread.p50)} · p95 {time(spread.p95)}
        {isShort ? '' : ` · ${t('report.of', { count: count(spread.count, locale) })}`}
      </small>
    </span>
  );
}
