import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory, TickerItem } from '../../../../shared/stream.ts';
import { clockTime } from '../../../format/instant.ts';
import { reasonText } from '../../../i18n/reason-text.ts';
import { integrationName, personName, reasonNames } from '../names.ts';

/** Who did it, as people say it. */
export function actorName(item: TickerItem, directory: Directory, t: TFunction<'wall'>): string {
  const { kind, id, onBehalfOf } = item.actor;
  if (kind === 'user') return personName(directory, id);
  if (onBehalfOf) return t('actor.onBehalf', { name: personName(directory, onBehalfOf) });
  if (kind === 'integration') return integrationName(directory, id) ?? id;
  return t(`actor.${kind}`);
}

/** What was done: the catalogue's word for the action, else the server's. */
export const actionText = (item: TickerItem, t: TFunction<'wall'>): string =>
  t(`common:action.${item.action}`, { defaultValue: item.action });

/** To what: an incident by its number, a person by name; what has only an id is said by the action. */
export function targetText(item: TickerItem, directory: Directory): string {
  if (item.incident) return `#${item.incident}`;
  const [kind, id = ''] = item.target.split(':');
  return kind === 'user' ? personName(directory, id) : '';
}

export interface TickerLineProps {
  readonly item: TickerItem;
  readonly directory: Directory;
  readonly zone: string;
}

/** One audit entry in one line. */
export function TickerLine({ item, directory, zone }: TickerLineProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  return (
    <li className="ticker__item">
      <time dateTime={item.at}>{clockTime(item.at, zone)}</time> <b>{actorName(item, directory, t)}</b>{' '}
      {actionText(item, t)} {targetText(item, directory)}
      {item.reason && (
        <span className="ticker__reason"> — {reasonText(i18n, item.reason, reasonNames(directory))}</span>
      )}
    </li>
  );
}
