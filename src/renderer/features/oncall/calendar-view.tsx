import { hourMinute, weekdayNames } from '../../format/instant.ts';
import { useNames } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';
import { dateStartMs, localDate, monthGrid } from '../shell/zoned.ts';
import type { ScheduleShift } from './use-shifts.ts';

/** A month as a calendar: who starts or carries on each day. */
export function CalendarView({
  month,
  zone,
  now,
  shifts,
  gaps,
}: {
  readonly month: string;
  readonly zone: string;
  readonly now: number;
  readonly shifts: readonly ScheduleShift[];
  readonly gaps: readonly { readonly schedule: string; readonly from: string; readonly to: string }[];
}) {
  const { t, locale } = useText();
  const names = useNames(locale);
  const today = localDate(now, zone);
  const isIn = (span: { readonly from: string; readonly to: string }, start: number, end: number) =>
    Date.parse(span.from) < end && Date.parse(span.to) > start;
  return (
    <table className="c-calendar">
      <caption className="visually-hidden">{t('oncall.calendar')}</caption>
      <thead>
        <tr>
          {weekdayNames(locale).map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {monthGrid(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const [start, end] = [dateStartMs(day, zone), dateStartMs(day, zone, 1)];
              const inMonth = day.slice(0, 7) === month.slice(0, 7);
              return (
                <td
                  key={day}
                  className={inMonth ? '' : 'c-other-month'}
                  aria-current={day === today ? 'date' : undefined}
                >
                  <b>{Number(day.slice(8))}</b>
                  {gaps
                    .filter((gap) => isIn(gap, start, end))
                    .map((gap) => (
                      <p key={`${gap.schedule}${gap.from}`} className="c-calendar-gap">
                        {t('oncall.gapShort', { schedule: names.schedule(gap.schedule) })}
                      </p>
                    ))}
                  {shifts
                    .filter((shift) => isIn(shift, start, end))
                    .map((shift) => (
                      <p
                        key={`${shift.schedule}${shift.layer}${shift.user}${shift.from}`}
                        className={shift.override === undefined ? undefined : 'c-calendar-override'}
                        title={[
                          names.schedule(shift.schedule),
                          names.layer(shift.schedule, shift.layer),
                          ...(shift.replaces?.length
                            ? [t('oncall.replaces', { names: names.people(shift.replaces) })]
                            : []),
                        ].join(' · ')}
                      >
                        {Date.parse(shift.from) >= start ? hourMinute(shift.from, zone) : '…'}{' '}
                        {names.person(shift.user)}
                      </p>
                    ))}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
