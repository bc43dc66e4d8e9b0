import { describe, expect, it } from 'vitest';
import {
  type Draft,
  draftOf,
  missing,
  readDetails,
  runBody,
  saveBody,
} from '../../../src/renderer/features/dry-run/draft.ts';
import { foldNoes } from '../../../src/renderer/features/dry-run/trace-list.tsx';
import { beforeClockChange, comingHour, isRepeated } from '../../../src/renderer/features/shell/zoned.ts';
import {
  dryRunBodySchema,
  type SavedDryRun,
  savedDryRunBodySchema,
  type TraceLine,
} from '../../../src/shared/api/dry-run.ts';

const draft: Draft = {
  source: 'payload',
  integration: 'std',
  payload: '{"summary":"x"}',
  summary: '',
  dedupKey: '',
  urgency: '',
  status: 'open',
  resource: '',
  details: '',
  eventId: '',
  wall: '2026-10-25T02:30',
  zone: 'Europe/Berlin',
  occurrence: 'second',
  repeats: 0,
  every: 'PT1M',
  open: false,
};
const fields = {
  ...draft,
  source: 'fields' as const,
  summary: ' Disk full ',
  details: '{"site":"kr-1"}',
  repeats: 2,
};

describe('the form of a dry run', () => {
  it.each([
    [{ payload: '  ' }, 'payload'],
    [{ integration: '' }, 'integration'],
    [{ wall: '' }, 'time'],
    [{ source: 'recorded' as const }, 'event'],
    [{ source: 'fields' as const }, 'summary'],
    [{ source: 'fields' as const, summary: 'x', details: '[1]' }, 'details'],
    [{}, null],
  ])('[RTE51] %j lacks %s', (change, lacks) => {
    expect(missing({ ...draft, ...change })).toBe(lacks);
  });

  it('[RTE51] what it sends is what the server takes', () => {
    for (const of of [draft, fields, { ...draft, source: 'recorded' as const, eventId: 'e1', open: true }])
      expect(dryRunBodySchema.safeParse(runBody(of))).toMatchObject({ success: true });
    expect(runBody(fields)).toMatchObject({
      event: { summary: 'Disk full', dedupKey: null, urgency: null, details: { site: 'kr-1' } },
      repeats: { count: 2, every: 'PT1M' },
      at: { wall: '2026-10-25T02:30', zone: 'Europe/Berlin', occurrence: 'second' },
    });
    for (const of of [draft, fields])
      expect(savedDryRunBodySchema.safeParse(saveBody('night', of, null))).toMatchObject({ success: true });
  });

  it("[RTE52] a recorded event is saved by its fields, with the tool's own word", () => {
    const event = {
      ...runBody(fields).event!,
      urgency: 'high' as const,
      urgencyWord: 'P2',
      eventAt: null,
      links: [],
    };
    const body = saveBody('night', { ...draft, source: 'recorded' }, { integration: 'am', event });
    expect(savedDryRunBodySchema.safeParse(body)).toMatchObject({ success: true });
    expect(body?.input).toMatchObject({
      integration: 'am',
      event: { urgency: 'P2', details: { site: 'kr-1' } },
    });
    expect(saveBody('night', { ...draft, source: 'recorded' }, null)).toBeNull();
  });

  it('[RTE52] opening a saved one gives the form that saved it', () => {
    for (const of of [fields, { ...draft, payload: '{\n  "summary": "x"\n}' }]) {
      const input = saveBody('night', of, null)!.input;
      const opened = draftOf({ input } as SavedDryRun, { ...draft, payload: '' });
      expect(saveBody('night', opened, null)?.input).toEqual(input);
    }
  });

  it('[RTE51] details are an object or nothing', () => {
    expect(readDetails(' ')).toEqual({});
    expect([readDetails('[]'), readDetails('1'), readDetails('{')]).toEqual([null, null, null]);
  });
});

describe('times people ask about', () => {
  const at = (text: string) => Date.parse(text);

  it('[RTE52] a time that comes twice is known as one', () => {
    expect(isRepeated('2026-10-25T02:30', 'Europe/Berlin')).toBe(true);
    expect(isRepeated('2026-11-01T01:30', 'America/New_York')).toBe(true);
    expect(isRepeated('2026-10-25T03:00', 'Europe/Berlin')).toBe(false);
    expect(isRepeated('2026-03-29T02:30', 'Europe/Berlin')).toBe(false);
    expect(isRepeated('2026-10-25T02:30', 'Asia/Seoul')).toBe(false);
    expect(isRepeated('nothing', 'Asia/Seoul')).toBe(false);
  });

  it('[RTE52] the next clock change is half an hour ahead, where there is one', () => {
    expect(beforeClockChange(at('2026-11-28T00:00:00Z'), 'Europe/Berlin')).toBe('2027-03-28T01:30');
    expect(beforeClockChange(at('2026-10-01T00:00:00Z'), 'America/New_York')).toBe('2026-11-01T01:30');
    expect(beforeClockChange(at('2026-10-01T00:00:00Z'), 'Asia/Seoul')).toBeNull();
  });

  it('[RTE52] tonight is the coming three in the morning', () => {
    expect(comingHour(at('2026-11-28T11:00:00Z'), 3, 'Asia/Seoul')).toBe('2026-11-29T03:00');
    expect(comingHour(at('2026-11-28T17:00:00Z'), 3, 'Asia/Seoul')).toBe('2026-11-29T03:00');
    expect(comingHour(at('2026-11-28T18:00:00Z'), 3, 'Asia/Seoul')).toBe('2026-11-30T03:00');
  });
});

describe('the trace', () => {
  const line = (stage: TraceLine['stage'], verdict: TraceLine['verdict']): TraceLine => ({
    event: 0,
    stage,
    verdict,
    reason: { code: 'RTE42', text: '' },
  });

  it('[RTE42] folds a long row of noes of one stage, and nothing else', () => {
    const noes = Array.from({ length: 5 }, () => line('route', 'no'));
    const runs = foldNoes([
      line('source', 'yes'),
      ...noes,
      line('route', 'yes'),
      line('maintenance', 'no'),
      line('inhibition', 'no'),
    ]);
    expect(runs.map(({ isFolded, lines }) => [isFolded, lines.length])).toEqual([
      [false, 1],
      [true, 5],
      [false, 1],
      [false, 1],
      [false, 1],
    ]);
  });
});
