import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { OncallItem } from '../../../../shared/oncall.ts';
import type { DisplaySettings } from '../../../../shared/stream.ts';
import type { Floor } from '../../../live/live-reducer.ts';
import { gapsNow } from '../board/gap-card.tsx';
import { layerName, personName } from '../names.ts';

/** People with room, by distance. */
const LIMIT = { 3: 6, 5: 3, 8: 2 } as const;

/** Each person who is on call now, once, with the first layer they are on for. */
export function peopleOn(oncall: readonly OncallItem[]): readonly { user: string; item: OncallItem }[] {
  const seen = new Map<string, OncallItem>();
  for (const item of oncall) for (const user of item.users) if (!seen.has(user)) seen.set(user, item);
  return [...seen].map(([user, item]) => ({ user, item }));
}

/** Who is on call, by name; near enough to read, for what. A schedule that nobody covers is said first. */
export function OncallLine(props: {
  readonly floor: Floor;
  readonly now: number;
  readonly display: DisplaySettings;
}): ReactElement {
  const { floor, now, display } = props;
  const { t } = useTranslation('wall');
  const { directory } = floor;
  const people = peopleOn(floor.oncall);
  const gaps = gapsNow(floor.gaps, now);
  const shown = people.slice(0, Math.max(1, LIMIT[display.distance] - Math.min(1, gaps.length)));
  return (
    <ul className="bignumber__oncall" aria-label={t('oncall.title')}>
      {gaps[0] && (
        <li className="is-gap">
          ▲ {t('gap.title', { schedule: directory.schedules[gaps[0].schedule]?.name ?? gaps[0].schedule })}
          {gaps.length > 1 && ` +${gaps.length - 1}`}
        </li>
      )}
      {display.distance !== 8 && <li className="bignumber__oncall-title">{t('oncall.title')}</li>}
      {shown.map(({ user, item }) => (
        <li key={user}>
          {display.distance === 3 && (
            <span className="bignumber__layer">{layerName(directory, item.schedule, item.layer)} </span>
          )}
          <b>{personName(directory, user)}</b>
        </li>
      ))}
      {people.length > shown.length && <li>+{people.length - shown.length}</li>}
      {people.length === 0 && <li className="is-gap">{t('common:nobody')}</li>}
    </ul>
  );
}
