import { describe, expect, it } from 'vitest';
import { candidates } from '../../../src/renderer/features/incidents/people-order.ts';
import { nextShift } from '../../../src/renderer/features/oncall/next-shift.ts';
import { peopleIn } from '../../../src/renderer/features/oncall/people-in.ts';
import { rangeSpan, rangeStep } from '../../../src/renderer/features/oncall/range.ts';
import { occurrences } from '../../../src/renderer/features/reports/occurrences.ts';
import { REPORT_DEFAULTS, reportSpan } from '../../../src/renderer/features/reports/report-query.ts';
import { inputMs, localInput, monthGrid } from '../../../src/renderer/features/shell/zoned.ts';
import { pickedSpan } from '../../../src/renderer/ui/use-span-drag.ts';
import { DIRECTORY } from './incident-item.ts';

const HOUR = 3_600_000;
const shift = (user: string, from: string, to: string) => ({ schedule: 's', layer: 'l', user, from, to });

describe('on-call page', () => {
  it('[STR145] a drag picks whole hours from the beginning of what is shown, and a short one is a click', () => {
    // Midnight in Kolkata is 18:30 UTC.
    const from = Date.parse('2026-11-21T18:30:00Z');
    const shown = { from, to: from + 24 * HOUR };
    expect(pickedSpan(shown, from + 6.2 * HOUR, from + 8.1 * HOUR)).toEqual({
      from: from + 6 * HOUR,
      to: from + 9 * HOUR,
    });
    expect(pickedSpan(shown, from + 8.1 * HOUR, from + 6.2 * HOUR)?.from).toBe(from + 6 * HOUR);
    expect(pickedSpan(shown, from + 6.2 * HOUR, from + 6.6 * HOUR)).toBe(null);
    // Past the edges it stays within what is shown.
    expect(pickedSpan(shown, from - 3 * HOUR, from + 40 * HOUR)).toEqual(shown);
  });

  it('[STR145] an override names whose turns it takes, first on first, each once', () => {
    const at = (hour: number) => new Date(Date.UTC(2026, 10, 22, hour)).toISOString();
    const shifts = [
      shift('lee', at(9), at(21)),
      shift('park', at(0), at(9)),
      { ...shift('an', at(0), at(23)), layer: 'other' },
      { ...shift('jung', at(0), at(23)), schedule: 'another' },
    ];
    const span = { from: Date.parse(at(8)), to: Date.parse(at(10)) };
    expect(peopleIn(shifts, 's', 'l', span)).toEqual(['park', 'lee']);
    expect(peopleIn(shifts, 's', '', span)).toEqual(['park', 'an', 'lee']);
    // Half open: who goes at nine is not replaced from nine on.
    expect(peopleIn(shifts, 's', 'l', { from: Date.parse(at(9)), to: Date.parse(at(10)) })).toEqual(['lee']);
  });

  it('[STR92] a day of a clock change has the hours it has', () => {
    const hours = (date: string) => {
      const { from, to } = rangeSpan('1d', date, 'Europe/Berlin');
      return (to - from) / HOUR;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-22')]).toEqual([23, 25, 24]);
  });

  it('[STR92] a calendar shows whole months and steps by month, also from the 31st', () => {
    expect(rangeStep('calendar', '2026-01-31', 1)).toBe('2026-02-01');
    const { from, to } = rangeSpan('calendar', '2026-02-15', 'UTC');
    expect([new Date(from).toISOString(), new Date(to).toISOString()]).toEqual([
      '2026-02-01T00:00:00.000Z',
      '2026-03-01T00:00:00.000Z',
    ]);
    expect(monthGrid('2026-11-22')).toHaveLength(6);
    expect(monthGrid('2026-11-22')[0]).toEqual([
      '2026-10-26',
      '2026-10-27',
      '2026-10-28',
      '2026-10-29',
      '2026-10-30',
      '2026-10-31',
      '2026-11-01',
    ]);
  });

  it('[STR92] a local time of a form is the instant in its zone, and back', () => {
    const ms = inputMs('2026-11-22T09:00', 'Asia/Seoul');
    expect(ms).toBe(Date.parse('2026-11-22T00:00:00Z'));
    expect(localInput(ms ?? 0, 'Asia/Seoul')).toBe('2026-11-22T09:00');
    expect(inputMs('', 'Asia/Seoul')).toBeNull();
  });

  it('[STR93] my next shift is the one I am in, else the earliest ahead', () => {
    const shifts = [
      shift('an', '2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z'),
      shift('an', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'),
      shift('lee', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'),
    ];
    expect(nextShift(shifts, 'an', Date.parse('2026-11-22T12:00:00Z'))?.from).toBe('2026-11-22T00:00:00Z');
    expect(nextShift(shifts, 'an', Date.parse('2026-11-23T00:00:00Z'))?.from).toBe('2026-11-24T00:00:00Z');
    expect(nextShift(shifts, 'lee', Date.parse('2026-11-23T00:00:00Z'))).toBeNull();
  });

  it('[STR94] who is on call now stands first among those to hand to', () => {
    const oncall = [{ schedule: 'p', layer: 'l', users: ['lee'], until: null }];
    expect(candidates(DIRECTORY, oncall, '', 'ko').map((each) => each.id)).toEqual(['lee', 'an']);
    expect(candidates(DIRECTORY, oncall, '하늘', 'ko').map((each) => each.id)).toEqual(['an']);
  });
});

describe('a cell of the heat map', () => {
  it('[STR95] is its hour on each of its days, newest first', () => {
    const found = occurrences('2026-11-02', '2026-11-22', 6, 23, 'Asia/Seoul');
    expect(found.map((each) => each.date)).toEqual(['2026-11-22', '2026-11-15', '2026-11-08']);
    expect(found[0]).toMatchObject({
      from: Date.parse('2026-11-22T14:00:00Z'),
      to: Date.parse('2026-11-22T15:00:00Z'),
    });
  });

  it('[STR95] an hour a clock change repeats is two hours long, one it removes does not happen', () => {
    const length = (date: string, hour: number) =>
      occurrences(date, date, 6, hour, 'Europe/Berlin').map((each) => (each.to - each.from) / HOUR);
    expect(length('2026-10-25', 2)).toEqual([2]);
    expect(length('2026-03-29', 2)).toEqual([]);
    expect(length('2026-03-29', 3)).toEqual([1]);
  });

  it('[STR95] the hours of a span tile it', () => {
    const all = Array.from({ length: 7 }, (_, weekday) =>
      Array.from({ length: 24 }, (__, hour) =>
        occurrences('2026-10-19', '2026-10-31', weekday, hour, 'Europe/Berlin'),
      ),
    )
      .flat(2)
      .sort((a, b) => a.from - b.from);
    for (const [i, each] of all.entries()) if (i > 0) expect(each.from).toBe(all[i - 1]?.to);
    const { fromMs, toMs } = reportSpan(
      { ...REPORT_DEFAULTS, from: '2026-10-19', to: '2026-10-31' },
      'Europe/Berlin',
      0,
      7,
    );
    expect([all[0]?.from, all.at(-1)?.to]).toEqual([fromMs, toMs]);
  });

  it('[STR95] dates the wrong way round are one day', () => {
    const span = reportSpan({ ...REPORT_DEFAULTS, from: '2026-11-20', to: '2026-11-10' }, 'UTC', 0, 7);
    expect([span.from, span.to]).toEqual(['2026-11-10', '2026-11-10']);
  });
});
