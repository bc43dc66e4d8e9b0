import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { CoverageGap } from '../../../../shared/oncall.ts';
import type { Directory } from '../../../../shared/stream.ts';
import { msOf, whenOf } from '../../../format/instant.ts';

/** Gaps in cover that are running at `now` (epoch ms), the earliest end first. */
export const gapsNow = (gaps: readonly CoverageGap[], now: number): readonly CoverageGap[] =>
  gaps.filter((gap) => msOf(gap.from) <= now && msOf(gap.to) > now).sort((a, b) => a.to.localeCompare(b.to));

export interface GapCardProps {
  readonly gap: CoverageGap;
  readonly directory: Directory;
  readonly now: number;
  readonly zone: string;
}

/** Nobody is on call now: as loud as an incident. */
export function GapCard({ gap, directory, now, zone }: GapCardProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  return (
    <article className="gap-card">
      <strong>{t('gap.title', { schedule: directory.schedules[gap.schedule]?.name ?? gap.schedule })}</strong>
      <span>{t('gap.until', { time: whenOf(gap.to, now, zone, i18n.language) })}</span>
    </article>
  );
}
