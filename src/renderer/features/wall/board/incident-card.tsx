import { memo, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Directory } from '../../../../shared/stream.ts';
import { count } from '../../../format/number.ts';
import { Age } from '../../../ui/running-time.tsx';
import { UrgencyMark } from '../../../ui/urgency-mark.tsx';
import { WholeWords } from '../../../ui/whole-words.tsx';
import { integrationName, serviceName, someNames } from '../names.ts';
import { NextLine } from './next-line.tsx';

export interface CardProps {
  readonly item: IncidentItem;
  readonly directory: Directory;
  readonly isHero: boolean;
  readonly distance: 3 | 5 | 8;
  readonly isNew: boolean;
}

/** A not acknowledged incident, large. */
export const IncidentCard = memo(function IncidentCard(props: CardProps): ReactElement {
  const { item, directory, isHero, distance, isNew } = props;
  const { t, i18n } = useTranslation('wall');
  const isNear = distance === 3;
  const from = integrationName(directory, item.integration);
  const marks = item.marks.map(({ mark }) => t(`common:mark.${mark}`, { defaultValue: mark }));
  const words = [
    ...(item.band === 'nobody' ? [t('common:band.nobody')] : [t(`common:urgency.${item.urgency}`)]),
    ...(item.severity ? [item.severity] : []),
    serviceName(directory, item.service),
  ];
  const classes = ['card', `urgency-${item.urgency}`, `card--${item.band}`];
  if (isHero) classes.push('card--hero');
  if (item.urgency === 'highest' || item.band === 'nobody') classes.push('card--loud');
  if (isNew) classes.push('is-new');
  return (
    <article className={classes.join(' ')} data-incident={item.number} data-id={item.id}>
      <header className="card__head">
        <UrgencyMark urgency={item.urgency} isDecorative />
        <span className="card__words">
          {words.join(' · ')}
          {marks.map((mark) => (
            <em key={mark} className="card__mark">
              {mark}
            </em>
          ))}
        </span>
        {isNear ? (
          <span className="card__from">
            {[`#${item.number}`, ...(from && isHero ? [from] : [])].join(' · ')}
          </span>
        ) : (
          <Age since={item.createdAt} className="card__age" />
        )}
      </header>
      <h3 className="card__title">
        <WholeWords text={item.summary} />
      </h3>
      {isNear && (
        <p className="card__facts">
          <Age since={item.createdAt} className="card__age" />
          {isHero && <span className="card__word">{t('elapsed')}</span>}
          {item.count > 1 && <b className="card__count">×{count(item.count, i18n.language)}</b>}
          {item.count > 1 && isHero && <span className="card__word">{t('repeats')}</span>}
          <span className="card__told">
            {item.responders.length > 0 ? (
              <>
                {t('told')} <b>{someNames(directory, item.responders, isHero ? 4 : 2)}</b>
              </>
            ) : (
              t('toldNobody')
            )}
          </span>
        </p>
      )}
      <NextLine item={item} directory={directory} isTerse={!isNear} />
    </article>
  );
});
