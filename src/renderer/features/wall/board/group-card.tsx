import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../../shared/stream.ts';
import { URGENCIES } from '../../../../shared/words.ts';
import { count } from '../../../format/number.ts';
import { Age } from '../../../ui/running-time.tsx';
import { UrgencyMark } from '../../../ui/urgency-mark.tsx';
import { serviceName } from '../names.ts';
import type { Group } from './flood.ts';

export interface GroupCardProps {
  readonly group: Group;
  readonly directory: Directory;
  readonly distance: 3 | 5 | 8;
}

/** Title of a folded group: what all its summaries share, else the first one's. */
export const groupTitle = (group: Group): string =>
  group.shared.length >= 8 ? `${group.shared} …` : group.firstOut.summary;

/** Incidents of one service folded in a flood, with the one that came first. */
export function GroupCard({ group, directory, distance }: GroupCardProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  return (
    <article className={`card card--group urgency-${group.worst}`}>
      <header className="card__head">
        <UrgencyMark urgency={group.worst} isDecorative />
        <span className="card__words">
          {[t(`common:urgency.${group.worst}`), serviceName(directory, group.service)].join(' · ')}
        </span>
        <b className="card__age">
          {t('flood.count', { count: group.count, n: count(group.count, i18n.language) })}
        </b>
      </header>
      <h3 className="card__title">{groupTitle(group)}</h3>
      {distance === 3 && (
        <p className="card__facts">
          {URGENCIES.filter((urgency) => group.byUrgency[urgency]).map((urgency) => (
            <span key={urgency} className={`card__tally urgency-${urgency}`}>
              <UrgencyMark urgency={urgency} /> <b>{count(group.byUrgency[urgency] ?? 0, i18n.language)}</b>
            </span>
          ))}
        </p>
      )}
      <div className="card__next">
        <span className="card__next-text">
          {t('flood.firstOut', { number: group.firstOut.number, summary: group.firstOut.summary })}
        </span>
        <Age since={group.firstOut.createdAt} className="card__next-time" />
      </div>
    </article>
  );
}
