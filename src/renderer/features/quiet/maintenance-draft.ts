import type { MaintenanceInput } from '../../../shared/api/quiet.ts';
import type { AtEnd } from '../../../shared/config/maintenance.ts';
import type { Day, Urgency } from '../../../shared/words.ts';
import type { Problem } from '../../session/api.ts';
import { inputMs, instantText } from '../shell/zoned.ts';

/** Lengths that one click starts, in minutes (product rule 15). */
export const QUICK_MINUTES = [5, 15, 30, 60] as const;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const LONGEST_MS = 31 * DAY;
export const UNITS = { minutes: MINUTE, hours: 60 * MINUTE, days: DAY } as const;
export type Unit = keyof typeof UNITS;
/** Calendar periods a maintenance may come back in, with the least they can last. */
export const PERIODS = { P1D: DAY, P1W: 7 * DAY, P1M: 28 * DAY } as const;
export type Period = keyof typeof PERIODS;

/** A maintenance being written. Times are local ones of `zone`, as fields hold them. */
export interface MaintenanceDraft {
  readonly services: readonly string[];
  /** Empty begins now. */
  readonly from: string;
  readonly ends: 'after' | 'at';
  readonly length: string;
  readonly unit: Unit;
  readonly to: string;
  readonly zone: string;
  readonly every: Period | null;
  readonly days: readonly Day[];
  /** Empty repeats for good. */
  readonly until: string;
  readonly breakThrough: readonly Urgency[];
  readonly atEnd: AtEnd;
  readonly note: string;
}

export const newDraft = (services: readonly string[], zone: string): MaintenanceDraft => ({
  services,
  from: '',
  ends: 'after',
  length: '2',
  unit: 'hours',
  to: '',
  zone,
  every: null,
  days: [],
  until: '',
  breakThrough: [],
  atEnd: 'reprocess',
  note: '',
});

/** Fields of the form that can be wrong. */
export type Field = 'services' | 'from' | 'to' | 'for' | 'repeat' | 'until' | 'note' | 'other';
export type FieldProblems = Readonly<Partial<Record<Field, string>>>;

const spanOf = (draft: MaintenanceDraft, now: number) => {
  const from = draft.from === '' ? now : inputMs(draft.from, draft.zone);
  const length = Number(draft.length) * UNITS[draft.unit];
  if (from === null) return { from, to: null };
  const to = draft.ends === 'at' ? inputMs(draft.to, draft.zone) : from + length;
  return { from, to: to === null || Number.isNaN(to) ? null : to };
};

/** Every week on some days is every day, but on those only: a week counted from a Saturday never comes to a Tuesday. */
const periodOf = (every: Period, days: readonly Day[]): Period =>
  every === 'P1W' && days.length > 0 ? 'P1D' : every;

/** What is wrong with a draft before it is sent, as keys under `maint.wrong`; empty when it may be sent. */
export function draftProblems(draft: MaintenanceDraft, now: number): FieldProblems {
  const wrong: Partial<Record<Field, string>> = {};
  const end = draft.ends === 'at' ? 'to' : 'for';
  const { from, to } = spanOf(draft, now);
  if (draft.services.length === 0) wrong.services = 'services';
  if (from === null) wrong.from = 'time';
  else if (to === null) wrong[end] = draft.ends === 'at' ? 'time' : 'length';
  else if (to - from < 1000) wrong[end] = draft.ends === 'at' ? 'order' : 'length';
  else if (to <= now) wrong[end] = 'past';
  else if (to - from > LONGEST_MS) wrong[end] = 'long';
  else if (draft.every !== null && to - from > PERIODS[periodOf(draft.every, draft.days)])
    wrong.repeat = 'overlap';
  if (draft.every !== null && draft.until !== '' && inputMs(draft.until, draft.zone) === null)
    wrong.until = 'time';
  return wrong;
}

type Body = Omit<MaintenanceInput, 'breakThrough' | 'atEnd' | 'note' | 'repeat'> &
  Partial<Pick<MaintenanceInput, 'breakThrough' | 'atEnd' | 'note' | 'repeat'>>;

/** What one click sends: from now, for so many minutes. */
export const quickBody = (services: readonly string[], minutes: number): Body => ({
  services: [...services],
  for: `PT${minutes}M`,
});

/** What the whole form sends. Only for a draft without problems: anything else throws. */
export function draftBody(draft: MaintenanceDraft, now: number): Body {
  const { from, to } = spanOf(draft, now);
  if (from === null || to === null) throw new Error('a draft with problems');
  return {
    services: [...draft.services],
    ...(draft.from === '' ? {} : { from: instantText(from) }),
    // A length from now counts from when the server hears of it.
    ...(draft.ends === 'after' && draft.from === ''
      ? { for: `PT${Math.round((to - from) / 1000)}S` }
      : { to: instantText(to) }),
    repeat:
      draft.every === null
        ? null
        : {
            every: periodOf(draft.every, draft.days),
            ...(draft.days.length === 0 ? {} : { days: [...draft.days] }),
            ...(draft.until === '' ? {} : { until: draft.until }),
          },
    ...(draft.every === null ? {} : { timeZone: draft.zone }),
    breakThrough: [...draft.breakThrough],
    atEnd: draft.atEnd,
    note: draft.note.trim(),
  };
}

const FIELDS: Readonly<Record<string, Field>> = {
  services: 'services',
  from: 'from',
  to: 'to',
  for: 'for',
  repeat: 'repeat',
  timeZone: 'from',
  note: 'note',
};

/** The server's refusal by field: what it names of each, in its own words. What no field shows stands under `other`. */
export function refusedFields(problem: Problem): FieldProblems {
  const wrong: Partial<Record<Field, string>> = {};
  for (const { path, message } of problem.problems) {
    const name = /^\/?([a-zA-Z]+)/.exec(path)?.[1] ?? '';
    const field = name === 'repeat' && path.includes('until') ? 'until' : (FIELDS[name] ?? 'other');
    wrong[field] = wrong[field] === undefined ? message : `${wrong[field]}; ${message}`;
  }
  return wrong;
}
