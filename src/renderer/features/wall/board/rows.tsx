import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Directory } from '../../../../shared/stream.ts';
import { Age, Countdown, useProgress } from '../../../ui/running-time.tsx';
import { UrgencyMark } from '../../../ui/urgency-mark.tsx';
import { personName, serviceName } from '../names.ts';

interface RowProps {
  readonly item: IncidentItem;
  readonly directory: Directory;
}

/** Share of an ack timeout that has run when its owner is warned (product rule 4). */
const WARN_AT = 0.8;

/** An acknowledged incident: who has it, and the time left until it alarms again. */
export function AckedRow({ item, directory }: RowProps): ReactElement {
  const owner = item.assignee ?? item.responders[0] ?? null;
  return (
    <li className={`row row--acked urgency-${item.urgency}`} data-incident={item.number} data-id={item.id}>
      <UrgencyMark urgency={item.urgency} isSolid={false} />
      <Check />
      <span className="row__service">{serviceName(directory, item.service)}</span>
      <span className="row__title">{item.summary}</span>
      <b className="row__owner">{owner ? personName(directory, owner) : ''}</b>
      {item.ackTimeout ? (
        <AckLeft since={item.ackTimeout.since} at={item.ackTimeout.at} />
      ) : (
        <Age since={item.ackedAt ?? item.createdAt} className="row__time" />
      )}
    </li>
  );
}

function AckLeft({ since, at }: { readonly since: string; readonly at: string }): ReactElement {
  const share = useProgress(since, at);
  return (
    <Countdown to={at} className={share !== null && share >= WARN_AT ? 'row__time is-short' : 'row__time'} />
  );
}

function Check(): ReactElement {
  const { t } = useTranslation();
  return (
    <svg className="row__check" viewBox="0 0 24 24" role="img" aria-label={t('status.acked')}>
      <path
        d="M4 13l5.5 5.5L20 6"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** An incident that recovered before anybody saw it. */
export function RecoveredRow({ item, directory }: RowProps): ReactElement {
  const { t } = useTranslation('wall');
  return (
    <li
      className={`row row--recovered urgency-${item.urgency}`}
      data-incident={item.number}
      data-id={item.id}
    >
      <UrgencyMark urgency={item.urgency} isSolid={false} />
      <span className="row__word">{t('recovered')}</span>
      <span className="row__service">{serviceName(directory, item.service)}</span>
      <span className="row__title">{item.summary}</span>
      <Age since={item.closedAt ?? item.lastEventAt} className="row__time" />
    </li>
  );
}
