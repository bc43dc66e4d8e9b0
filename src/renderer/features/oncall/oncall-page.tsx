import { useMemo, useState } from 'react';
import { gapListSchema } from '../../../shared/api/oncall.ts';
import { dayOf, whenOf } from '../../format/instant.ts';
import { useServerNow } from '../../live/live-hooks.ts';
import { RotationTimeline, type TimelineLane, type TimelineShift } from '../../ui/rotation-timeline.tsx';
import { Link } from '../shell/link.tsx';
import { Empty, ProblemNote } from '../shell/states.tsx';
import { queryOf, useApi } from '../shell/use-api.ts';
import { useDirectory, useMay, useMe, useNames, useZone } from '../shell/use-floor.ts';
import { useQueryState } from '../shell/use-query-state.ts';
import { useText } from '../shell/use-text.ts';
import { isZone, ZoneSelect } from '../shell/zone-select.tsx';
import { instantText, localDate } from '../shell/zoned.ts';
import { Arrangements } from './arrangements.tsx';
import { CalendarView } from './calendar-view.tsx';
import { CoverDialog, type CoverDraft } from './cover-dialog.tsx';
import { nextShift } from './next-shift.ts';
import { OverrideDialog, type OverrideDraft } from './override-dialog.tsx';
import { peopleIn } from './people-in.ts';
import { RANGES, type Range, rangeSpan, rangeStep } from './range.ts';
import { useShifts } from './use-shifts.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const DEFAULTS = { range: '2w', start: '', zone: '', schedule: '' };

/** Who is on call, now and ahead: the timeline, gaps, overrides, cover, and one's own next shift. */
export function OncallPage() {
  const { t, locale } = useText();
  const directory = useDirectory();
  const names = useNames(locale);
  const me = useMe();
  const floorZone = useZone();
  const mayChange = useMay('lead');
  const isAdmin = useMay('admin');
  const minute = useServerNow(60_000) ?? 0;
  const hour = Math.floor(minute / HOUR) * HOUR;
  const [query, change] = useQueryState(DEFAULTS);
  const zone = query.zone !== '' && isZone(query.zone) ? query.zone : floorZone;
  const range: Range = RANGES.find((each) => each === query.range) ?? '2w';
  const today = localDate(minute, zone);
  const start = /^\d{4}-\d{2}-\d{2}$/.test(query.start) ? query.start : today;
  const { from, to } = rangeSpan(range, start, zone);
  const [round, setRound] = useState(0);
  const [dialog, setDialog] = useState<OverrideDraft | CoverDraft | null>(null);

  const schedules = useMemo(() => Object.keys(directory.schedules), [directory]);
  const shown = query.schedule !== '' && directory.schedules[query.schedule] ? [query.schedule] : schedules;
  const { shifts, problem } = useShifts(shown, from, to, round);
  const gaps = useApi(
    `/api/v1/gaps${queryOf({ from: instantText(hour), to: instantText(hour + 30 * DAY) })}#${round}`,
    gapListSchema,
  );
  const shownGaps = useApi(
    `/api/v1/gaps${queryOf({ from: instantText(from), to: instantText(to) })}#${round}`,
    gapListSchema,
  );
  const ahead = useShifts(schedules, hour, hour + 30 * DAY, round);
  const mine = me === null || ahead.shifts === null ? null : nextShift(ahead.shifts, me.id, minute);

  const lanes = useMemo<readonly TimelineLane[]>(
    () =>
      shown.flatMap((schedule) =>
        Object.entries(directory.schedules[schedule]?.layers ?? {}).map(([layer, name]) => ({
          id: `${schedule}\n${layer}`,
          name,
          detail: directory.schedules[schedule]?.name,
          shifts: (shifts ?? [])
            .filter((shift) => shift.schedule === schedule && shift.layer === layer)
            .map((shift) => ({
              user: shift.user,
              from: Date.parse(shift.from),
              to: Date.parse(shift.to),
              override: shift.override,
              replaces: shift.replaces,
            })),
          gaps: (shownGaps.value?.items ?? [])
            .filter((gap) => gap.schedule === schedule)
            .map((gap) => ({ from: Date.parse(gap.from), to: Date.parse(gap.to) })),
        })),
      ),
    [shown, directory, shifts, shownGaps.value],
  );
  const draftOf = (laneId: string, span: { readonly from: number; readonly to: number }): OverrideDraft => {
    const [schedule = '', layer = ''] = laneId.split('\n');
    return { schedule, layer, from: span.from, to: span.to };
  };
  const done = () => {
    setDialog(null);
    setRound((n) => n + 1);
  };
  if (schedules.length === 0)
    return (
      <div className="c-page">
        <h1>{t('nav.oncall')}</h1>
        <Empty title={t('oncall.noSchedules')}>
          {isAdmin ? (
            <Link to={{ page: 'settings', section: 'config' }}>{t('oncall.makeSchedule')}</Link>
          ) : (
            t('empty.askAdmin')
          )}
        </Empty>
      </div>
    );
  return (
    <div className="c-page">
      <header className="c-page-head">
        <h1>{t('oncall.title')}</h1>
        <span className="c-page-sub">
          {dayOf(from, zone, locale)} — {dayOf(to - 1, zone, locale)} · {zone}
        </span>
        <fieldset className="c-segments">
          <legend className="visually-hidden">{t('oncall.range')}</legend>
          {RANGES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={each === range}
              onClick={() => change({ range: each })}
            >
              {t(`oncall.range-${each}`)}
            </button>
          ))}
        </fieldset>
      </header>
      <div className="c-toolbar">
        <button
          type="button"
          onClick={() => change({ start: rangeStep(range, start, -1) })}
          aria-label={t('oncall.earlier')}
        >
          ←
        </button>
        <button type="button" onClick={() => change({ start: '' })}>
          {t('oncall.today')}
        </button>
        <button
          type="button"
          onClick={() => change({ start: rangeStep(range, start, 1) })}
          aria-label={t('oncall.later')}
        >
          →
        </button>
        <label className="c-field">
          <span>{t('oncall.schedule')}</span>
          <select value={query.schedule} onChange={(event) => change({ schedule: event.target.value })}>
            <option value="">{t('all')}</option>
            {schedules.map((id) => (
              <option key={id} value={id}>
                {names.schedule(id)}
              </option>
            ))}
          </select>
        </label>
        <ZoneSelect zone={zone} onZone={(next) => change({ zone: next === floorZone ? '' : next })} />
        <span className="c-spring" />
        {mayChange ? (
          <>
            <button
              type="button"
              onClick={() =>
                setDialog({ schedule: shown[0] ?? '', layer: null, from: hour, to: hour + 8 * HOUR })
              }
            >
              {t('oncall.override')}
            </button>
            <button type="button" onClick={() => setDialog({ away: '', from: hour, to: hour + 8 * HOUR })}>
              {t('oncall.cover')}
            </button>
          </>
        ) : null}
      </div>
      {problem === null ? null : <ProblemNote problem={problem} retry={() => setRound((n) => n + 1)} />}
      {range === 'calendar' ? (
        <CalendarView
          month={start}
          zone={zone}
          now={minute}
          shifts={shifts ?? []}
          gaps={shownGaps.value?.items ?? []}
        />
      ) : (
        <RotationTimeline
          lanes={lanes}
          from={from}
          to={to}
          now={minute}
          zone={zone}
          locale={locale}
          nameOf={names.person}
          {...(mayChange
            ? {
                onRange: (lane: TimelineLane, span: { from: number; to: number }) =>
                  setDialog(draftOf(lane.id, span)),
                onShift: (lane: TimelineLane, shift: TimelineShift) =>
                  setDialog({ ...draftOf(lane.id, shift), instead: shift.user }),
              }
            : {})}
        />
      )}
      {mayChange ? <p className="c-note">{t('oncall.dragHint')}</p> : null}
      <div className="c-columns">
        <section className="c-card" aria-labelledby="c-mine">
          <h2 id="c-mine">{t('oncall.mine')}</h2>
          {mine === null ? (
            <p className="c-note">{t('oncall.noMine')}</p>
          ) : (
            <p>
              <b>
                {Date.parse(mine.from) <= minute
                  ? t('oncall.onNow', { time: whenOf(mine.to, minute, zone, locale) })
                  : `${whenOf(mine.from, minute, zone, locale)} – ${whenOf(mine.to, minute, zone, locale)}`}
              </b>{' '}
              {names.schedule(mine.schedule)} · {names.layer(mine.schedule, mine.layer)}
            </p>
          )}
        </section>
        <section className="c-card" aria-labelledby="c-gaps">
          <h2 id="c-gaps">{t('oncall.gaps')}</h2>
          {gaps.problem === null ? null : <ProblemNote problem={gaps.problem} retry={gaps.reload} />}
          <ul className="c-rows-plain">
            {(gaps.value?.items ?? []).map((gap) => (
              <li key={`${gap.schedule}${gap.from}`}>
                <span>
                  <b className="c-warn-text">{names.schedule(gap.schedule)}</b>
                </span>
                <span>
                  {whenOf(gap.from, minute, zone, locale)} – {whenOf(gap.to, minute, zone, locale)}
                </span>
                {mayChange ? (
                  <button
                    type="button"
                    onClick={() =>
                      setDialog({
                        schedule: gap.schedule,
                        layer: null,
                        from: Date.parse(gap.from),
                        to: Date.parse(gap.to),
                      })
                    }
                  >
                    {t('oncall.fill')}
                  </button>
                ) : null}
              </li>
            ))}
            {gaps.value !== null && gaps.value.items.length === 0 ? (
              <li className="c-note">{t('oncall.noGaps')}</li>
            ) : null}
          </ul>
        </section>
        <Arrangements zone={zone} now={minute} round={round} onChanged={() => setRound((n) => n + 1)} />
      </div>
      {dialog === null ? null : 'away' in dialog ? (
        <CoverDialog draft={dialog} zone={zone} onClose={() => setDialog(null)} onDone={done} />
      ) : (
        <OverrideDialog
          draft={dialog}
          zone={zone}
          replaced={(schedule, layer, span) => peopleIn(shifts ?? [], schedule, layer, span)}
          onCover={(away, span) => setDialog({ away, ...span })}
          onClose={() => setDialog(null)}
          onDone={done}
        />
      )}
    </div>
  );
}
