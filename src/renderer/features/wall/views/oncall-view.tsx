import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { shiftListSchema } from '../../../../shared/api/oncall.ts';
import type { CoverageGap, Shift } from '../../../../shared/oncall.ts';
import type { Directory, DisplaySettings } from '../../../../shared/stream.ts';
import { msOf } from '../../../format/instant.ts';
import { localMarks } from '../../../format/zone-days.ts';
import { useLive, useServerNow } from '../../../live/live-hooks.ts';
import { RotationTimeline, type TimelineLane } from '../../../ui/rotation-timeline.tsx';
import { personName } from '../names.ts';
import { usePoll } from './use-poll.ts';
import { ViewFrame } from './view-frame.tsx';

const DAY = 86_400_000;
const ASK_EVERY_MS = 60_000;

/** Lanes of all schedules, in the directory's order; a schedule's gaps stand in each of its lanes. */
export function lanesOf(
  directory: Directory,
  shifts: readonly (readonly Shift[])[],
  gaps: readonly CoverageGap[],
): readonly TimelineLane[] {
  return Object.entries(directory.schedules).flatMap(([id, schedule], i) => {
    const layers = Object.entries(schedule.layers);
    return layers.map(([layer, name]) => ({
      id: `${id}/${layer}`,
      name: layers.length > 1 ? name : schedule.name,
      ...(layers.length > 1 ? { detail: schedule.name } : {}),
      shifts: (shifts[i] ?? [])
        .filter((shift) => shift.layer === layer)
        .map((shift) => ({
          user: shift.user,
          from: msOf(shift.from),
          to: msOf(shift.to),
          override: shift.override,
          replaces: shift.replaces,
        })),
      gaps: gaps
        .filter((gap) => gap.schedule === id)
        .map((gap) => ({ from: msOf(gap.from), to: msOf(gap.to) })),
    }));
  });
}

/** Days shown: as many as leave room for the names in shifts of half a day. */
const DAYS = { 3: 7, 5: 2, 8: 1 } as const;

/** Who is on call: a week near, a day or two from afar. */
export function OncallView({ display }: { readonly display: DisplaySettings }): ReactElement {
  const { t, i18n } = useTranslation('wall');
  const now = useServerNow(60_000);
  const directory = useLive(({ floor }) => floor?.directory ?? null);
  const gaps = useLive(({ floor }) => floor?.gaps ?? null);
  const zone = display.timeZone;
  const isFar = display.distance > 3;
  const from = now === null ? null : (localMarks(now - DAY * 1.2, now + 1, zone, 24).at(-1) ?? now);
  const days = DAYS[display.distance];
  const to = from === null ? null : from + days * DAY;
  const ids = directory ? Object.keys(directory.schedules) : [];
  const paths =
    from === null || to === null
      ? null
      : ids.map((id) => {
          const query = new URLSearchParams({
            from: new Date(from).toISOString(),
            to: new Date(to).toISOString(),
          });
          return `/api/v1/schedules/${encodeURIComponent(id)}/shifts?${query}`;
        });
  const { value, problem } = usePoll(paths, shiftListSchema, ASK_EVERY_MS);
  const lanes =
    directory && value
      ? lanesOf(
          directory,
          value.map(({ items }) => items),
          gaps ?? [],
        )
      : null;
  const limit = { 3: 12, 5: 4, 8: 2 }[display.distance];
  return (
    <ViewFrame
      title={t('rotation.title')}
      aside={[t('rotation.days', { count: days }), zone].join(' · ')}
      isWaiting={!lanes}
      problem={problem}
    >
      {lanes && from !== null && to !== null && (
        <>
          <RotationTimeline
            lanes={lanes.slice(0, limit)}
            from={from}
            to={to}
            now={now}
            zone={zone}
            locale={i18n.language}
            nameOf={(user) => (directory ? personName(directory, user) : user)}
            isGlance={isFar}
          />
          {lanes.length > limit && (
            <p className="view__more">{t('rotation.more', { n: lanes.length - limit })}</p>
          )}
        </>
      )}
    </ViewFrame>
  );
}
