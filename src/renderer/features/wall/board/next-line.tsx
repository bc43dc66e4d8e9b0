import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentItem } from '../../../../shared/incident.ts';
import type { Directory } from '../../../../shared/stream.ts';
import { Countdown, useProgress } from '../../../ui/running-time.tsx';
import { personName, someNames } from '../names.ts';

/** What happens next to an incident: who has not answered, who is told then, and the time left. */
export function NextLine({
  item,
  directory,
  isTerse,
}: {
  readonly item: IncidentItem;
  readonly directory: Directory;
  /** From afar: names only. */
  readonly isTerse: boolean;
}): ReactElement {
  const { t } = useTranslation('wall');
  const { next, handedTo } = item;
  if (handedTo) {
    return (
      <Bar
        text={t('next.handed', { name: personName(directory, handedTo.user) })}
        at={handedTo.until}
        since={null}
      />
    );
  }
  const told =
    item.responders.length > 0 ? someNames(directory, [...item.responders].reverse(), isTerse ? 1 : 2) : null;
  if (!next)
    return <Bar text={told ? t('next.toldNone', { told }) : t('next.none')} at={null} since={null} />;
  if (next.at === null) {
    const lead = isTerse && told ? t('next.terseTold', { told }) : undefined;
    return <Bar lead={lead} text={t(isTerse ? 'next.answerTerse' : 'next.answer')} at={null} since={null} />;
  }
  const names = next.users.length > 0 ? someNames(directory, next.users, isTerse ? 2 : 4) : t('next.nobody');
  const text = isTerse
    ? t('next.terse', { names })
    : t(`next.${next.kind}`, {
        names,
        step: next.step ?? '',
        steps: next.steps ?? '',
        pass: next.pass ?? '',
        passes: next.passes ?? '',
      });
  const lead = isTerse && told ? t('next.terseTold', { told }) : undefined;
  return <Bar lead={lead} text={text} at={next.at} since={next.since} />;
}

function Bar(props: {
  /** Left out where there is no room for it beside the text. */
  readonly lead?: string | undefined;
  readonly text: string;
  readonly at: string | null;
  readonly since: string | null;
}): ReactElement {
  return (
    <div className="card__next">
      <span className="card__next-text">
        {props.lead && <span className="card__unanswered">{props.lead} </span>}
        {props.text}
      </span>
      {props.at && <Countdown to={props.at} className="card__next-time" />}
      {props.at && props.since && <Progress since={props.since} to={props.at} />}
    </div>
  );
}

function Progress({ since, to }: { readonly since: string; readonly to: string }): ReactElement | null {
  const share = useProgress(since, to);
  if (share === null) return null;
  return (
    <i className="card__progress" style={{ transform: `scaleX(${share.toFixed(3)})` }} aria-hidden="true" />
  );
}
