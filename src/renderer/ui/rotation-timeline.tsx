import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { hourMinute, whenOf } from '../format/instant.ts';
import { localMarks } from '../format/zone-days.ts';
import { colourIndex, rulerOf, type Span, shareOf, stack } from './timeline-layout.ts';
import { useSpanDrag } from './use-span-drag.ts';
import './rotation-timeline.css';

/** A stretch of one person, instants in epoch ms. */
export interface TimelineShift extends Span {
  readonly user: string;
  readonly override?: string | undefined;
  /** User ids an override stands in for. */
  readonly replaces?: readonly string[] | undefined;
}

/** One layer of a schedule. */
export interface TimelineLane {
  readonly id: string;
  readonly name: string;
  /** Second line under the name: schedule, rhythm, number of gaps. */
  readonly detail?: string | undefined;
  readonly shifts: readonly TimelineShift[];
  /** Spans in which nobody is on call, drawn hatched. */
  readonly gaps: readonly Span[];
}

export interface RotationTimelineProps {
  readonly lanes: readonly TimelineLane[];
  /** The span shown, epoch ms. */
  readonly from: number;
  readonly to: number;
  /** Server time, epoch ms; null draws no now-line. */
  readonly now: number | null;
  readonly zone: string;
  readonly locale: string;
  readonly nameOf: (user: string) => string;
  /** For reading from afar: few labels. */
  readonly isGlance?: boolean;
  readonly onShift?: (lane: TimelineLane, shift: TimelineShift) => void;
  /** Dragged across a lane, snapped to whole hours of the span. Without it lanes cannot be dragged. */
  readonly onRange?: (lane: TimelineLane, span: Span) => void;
}

const COLOURS = 8;
const percent = (share: number): string => `${(share * 100).toFixed(4)}%`;

/** A lane per layer, a bar per shift, the now-line, gaps hatched, overrides outlined; sized by the font around it. */
export function RotationTimeline(props: RotationTimelineProps): ReactElement {
  const { lanes, from, to, now, zone, locale, isGlance = false } = props;
  const { t } = useTranslation();
  const span = { from, to };
  const { hours, every } = rulerOf(span, isGlance);
  const marks = localMarks(from, to, zone, hours);
  if (lanes.length === 0) return <p className="timeline__none">{t('timeline.none')}</p>;
  return (
    <section
      className={isGlance ? 'timeline timeline--glance' : 'timeline'}
      aria-label={t('timeline.label', { zone })}
    >
      <div className="timeline__row timeline__row--ruler" aria-hidden="true">
        <div className="timeline__name" />
        <div className="timeline__track">
          {marks.map((at, i) => (
            <span key={at} className="timeline__mark" style={{ left: percent(shareOf(at, span)) }}>
              {i % every === 0 && <MarkLabel at={at} zone={zone} locale={locale} isDay={hours === 24} />}
            </span>
          ))}
        </div>
      </div>
      {lanes.map((lane) => (
        <Lane key={lane.id} lane={lane} marks={marks} {...props} />
      ))}
      {now !== null && now >= from && now < to && (
        <div className="timeline__row timeline__row--now">
          <div className="timeline__name" />
          <div className="timeline__track">
            <span className="timeline__now" style={{ left: percent(shareOf(now, span)) }}>
              <b className={shareOf(now, span) > 0.85 ? 'is-left' : ''}>
                {t('timeline.now', { time: hourMinute(now, zone) })}
              </b>
            </span>
          </div>
        </div>
      )}
    </section>
  );
}

function MarkLabel({
  at,
  zone,
  locale,
  isDay,
}: {
  at: number;
  zone: string;
  locale: string;
  isDay: boolean;
}): ReactElement {
  const date = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    day: 'numeric',
    weekday: 'short',
  }).formatToParts(at);
  const find = (type: string) => date.find((part) => part.type === type)?.value ?? '';
  const time = hourMinute(at, zone);
  if (!isDay && time !== '00:00') return <>{time}</>;
  return (
    <>
      {find('day')} <small>{find('weekday')}</small>
    </>
  );
}

function Lane(
  props: RotationTimelineProps & { readonly lane: TimelineLane; readonly marks: readonly number[] },
): ReactElement {
  const { lane, marks, from, to, zone, locale, nameOf, onShift, onRange } = props;
  const { t } = useTranslation();
  const span = { from, to };
  const { rows, placed } = stack(lane.shifts.filter((shift) => shift.to > from && shift.from < to));
  const drag = useSpanDrag(span, onRange && ((picked) => onRange(lane, picked)));
  const place = (part: Span) => ({
    left: percent(shareOf(part.from, span)),
    width: percent(shareOf(part.to, span) - shareOf(part.from, span)),
  });
  return (
    <div className="timeline__row">
      <div className="timeline__name">
        <b>{lane.name}</b>
        {lane.detail && <small>{lane.detail}</small>}
      </div>
      <div className={onRange ? 'timeline__track is-draggable' : 'timeline__track'} {...drag.handlers}>
        {marks.map((at) => (
          <i key={at} className="timeline__line" style={{ left: percent(shareOf(at, span)) }} />
        ))}
        {lane.gaps.map((gap) => (
          <span key={gap.from} className="timeline__gap" style={place(gap)} title={t('timeline.gap')}>
            <span className="visually-hidden">{t('timeline.gap')}</span>
          </span>
        ))}
        {placed.map((shift) => {
          const names = (shift.replaces ?? []).map(nameOf).join(', ');
          const label = t('timeline.shift', {
            name: nameOf(shift.user),
            layer: lane.name,
            from: whenOf(shift.from, from, zone, locale),
            to: whenOf(shift.to, from, zone, locale),
          });
          const kind = shift.override ? 'is-override' : `shade-${colourIndex(shift.user, COLOURS)}`;
          const style = {
            ...place(shift),
            top: percent(shift.row / rows),
            height: `calc(${percent(1 / rows)} - 2px)`,
          };
          const inside = (
            <>
              {nameOf(shift.user)}
              {names && <small> {t('timeline.replaces', { names })}</small>}
            </>
          );
          const title = names ? `${label} (${t('timeline.replaces', { names })})` : label;
          const key = `${shift.user}${shift.from}${shift.override ?? ''}`;
          return onShift ? (
            <button
              key={key}
              type="button"
              className={`timeline__bar ${kind}`}
              style={style}
              title={title}
              onClick={() => onShift(lane, shift)}
            >
              {inside}
            </button>
          ) : (
            <span key={key} className={`timeline__bar ${kind}`} style={style} title={title}>
              {inside}
            </span>
          );
        })}
        {drag.picked && <span className="timeline__picked" style={place(drag.picked)} />}
      </div>
    </div>
  );
}
