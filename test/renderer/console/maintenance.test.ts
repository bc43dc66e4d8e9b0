import { describe, expect, it } from 'vitest';
import {
  draftBody,
  draftProblems,
  type MaintenanceDraft,
  newDraft,
  quickBody,
  refusedFields,
} from '../../../src/renderer/features/quiet/maintenance-draft.ts';
import { inOrder } from '../../../src/renderer/features/quiet/maintenance-order.ts';
import { windowName } from '../../../src/renderer/features/shell/window-name.ts';
import { isEnding } from '../../../src/renderer/format/ending.ts';
import { problemOf } from '../../../src/renderer/session/api.ts';
import { type MaintenanceItem, maintenanceInputSchema } from '../../../src/shared/api/quiet.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
/** Seoul, where it is noon. */
const draft = (change: Partial<MaintenanceDraft> = {}): MaintenanceDraft => ({
  ...newDraft(['db'], 'Asia/Seoul'),
  ...change,
});

describe('a maintenance being written', () => {
  it('[STR160] two clicks are a service and a length from now', () => {
    expect(maintenanceInputSchema.parse(quickBody(['db'], 5))).toMatchObject({
      services: ['db'],
      for: 'PT5M',
      repeat: null,
      atEnd: 'reprocess',
      breakThrough: [],
    });
  });

  it('[STR160] times are those of the chosen zone, and the whole of the form reaches the server', () => {
    const whole = draft({
      from: '2026-11-22T13:00',
      ends: 'at',
      to: '2026-11-22T15:30',
      every: 'P1W',
      days: ['sun'],
      until: '2027-01-01T00:00',
      breakThrough: ['highest'],
      atEnd: 'close',
      note: '  new switches ',
    });
    expect(draftProblems(whole, NOW)).toEqual({});
    expect(maintenanceInputSchema.parse(draftBody(whole, NOW))).toEqual({
      services: ['db'],
      from: '2026-11-22T04:00:00.000Z',
      to: '2026-11-22T06:30:00.000Z',
      // Weekly on chosen days is daily, on those only.
      repeat: { every: 'P1D', days: ['sun'], until: '2027-01-01T00:00' },
      timeZone: 'Asia/Seoul',
      breakThrough: ['highest'],
      atEnd: 'close',
      note: 'new switches',
    });
  });

  it('[STR160] a length from now is sent as a length, one from a time as its end', () => {
    expect(draftBody(draft({ length: '90', unit: 'minutes' }), NOW)).toMatchObject({ for: 'PT5400S' });
    const later = draftBody(draft({ from: '2026-11-22T13:00' }), NOW);
    expect(later).toMatchObject({ from: '2026-11-22T04:00:00.000Z', to: '2026-11-22T06:00:00.000Z' });
    expect(later).not.toHaveProperty('for');
    for (const body of [later, draftBody(draft(), NOW)])
      expect(maintenanceInputSchema.safeParse(body).success).toBe(true);
  });

  it.each<[Partial<MaintenanceDraft>, object]>([
    [{ services: [] }, { services: 'services' }],
    [{ from: 'soon' }, { from: 'time' }],
    [{ ends: 'at', to: '' }, { to: 'time' }],
    [{ ends: 'at', to: '2026-11-22T11:00' }, { to: 'order' }],
    [{ from: '2026-11-22T09:00', ends: 'at', to: '2026-11-22T10:00' }, { to: 'past' }],
    [{ from: '2026-11-22T09:00', length: '1' }, { for: 'past' }],
    [{ length: '0' }, { for: 'length' }],
    [{ length: 'x' }, { for: 'length' }],
    [{ length: '32', unit: 'days' }, { for: 'long' }],
    [{ length: '25', every: 'P1D' }, { repeat: 'overlap' }],
    [{ length: '2', every: 'P1D', until: 'never' }, { until: 'time' }],
    [{ length: '25', every: 'P1W', days: ['tue'] }, { repeat: 'overlap' }],
    [{ length: '25', every: 'P1W' }, {}],
    [{ length: '24', every: 'P1D' }, {}],
    [{ length: '31', unit: 'days' }, {}],
  ])('[STR161] %j is wrong in %j', (change, wrong) => {
    expect(draftProblems(draft(change), NOW)).toEqual(wrong);
  });

  it('[STR161] a refusal is said at the field the server names, what no field shows apart', () => {
    const problem = problemOf(422, 'Unprocessable', {
      code: 'unknown-reference',
      problems: [
        { path: 'services[0]', message: 'expected the id of a service' },
        { path: 'to', message: 'expected an instant after "from"' },
        { path: 'to', message: 'expected an instant in the future' },
        { path: 'repeat.until', message: 'expected a local time' },
        { path: 'repeat', message: 'expected a period longer than the maintenance' },
        { path: 'colour', message: 'unknown' },
      ],
    });
    expect(refusedFields(problem)).toEqual({
      services: 'expected the id of a service',
      to: 'expected an instant after "from"; expected an instant in the future',
      until: 'expected a local time',
      repeat: 'expected a period longer than the maintenance',
      other: 'unknown',
    });
  });
});

describe('a list of maintenance', () => {
  const item = (id: string, state: MaintenanceItem['state'], from: number, to: number) =>
    ({ id, state, from: new Date(from).toISOString(), to: new Date(to).toISOString() }) as MaintenanceItem;
  it('[STR162] on now first, the next end at the top; then what comes, the next first; then what is over', () => {
    const items = [
      item('over', 'over', 1, 2),
      item('later', 'scheduled', 900, 1000),
      item('soon', 'scheduled', 800, 2000),
      item('long', 'active', 10, 700),
      item('short', 'active', 20, 600),
    ];
    expect(inOrder(items).map(({ id }) => id)).toEqual(['short', 'long', 'soon', 'later', 'over']);
  });

  it('[STR162] its last ten minutes are an ending', () => {
    const at = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();
    expect([11, 10, 1, 0].map((minutes) => isEnding(at(minutes), NOW))).toEqual([false, true, true, false]);
  });

  it('[STR164] is called by its note, else its services; one of a person that is over has no name', () => {
    const names = { service: (id: string) => `<${id}>` };
    const window = { id: 'm-1', services: ['db', 'pay'], until: '', note: '', keys: 0, events: 0 };
    expect(windowName('m-1', [window], names)).toBe('<db> +1');
    expect(windowName('m-1', [{ ...window, note: 'New switches\nsecond line' }], names)).toBe('New switches');
    expect(windowName('m-1', [{ ...window, note: 'x'.repeat(41) }], names)).toBe('<db> +1');
    expect(windowName('weekly', [], names)).toBe('weekly');
    expect(windowName('m-2', [window], names)).toBeNull();
  });
});
