import type { TFunction } from 'i18next';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory, TickerItem } from '../../../../shared/stream.ts';
import { clockTime } from '../../../format/instant.ts';
import { reasonText } from '../../../i18n/reason-text.ts';
import { integrationName, personName } from '../names.ts';

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
  t(`action.${item.action}`, { defaultValue: item.action });

export interface TickerLineProps {
  readonly item: TickerItem;
  readonly directory: Directory;
  readonly zone: string;
}

/** One audit entry in one line. */
export function TickerLine({ item, directory, zone }: TickerLineProps): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const target = item.incident ? `#${item.incident}` : item.target.replace(/^[a-z-]+:/, '');
  return (
    <li className="ticker__item">
      <time dateTime={item.at}>{clockTime(item.at, zone)}</time> <b>{actorName(item, directory, t)}</b>{' '}
      {actionText(item, t)} {target}
      {item.reason && (
        <span className="ticker__reason">
          {' '}
          — {reasonText(i18n, item.reason, (id) => personName(directory, id))}
        </span>
      )}
    </li>
  );
}
