import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_FILTER,
  filterQuery,
  type IncidentFilter,
  matcher,
  parseFilter,
  SORT_KEYS,
  STANDINGS,
  standingOf,
} from '../../../src/renderer/features/incidents/incident-filter.ts';
import { bandSchema } from '../../../src/shared/incident.ts';
import { URGENCIES } from '../../../src/shared/words.ts';
import { DIRECTORY, incidentItem } from './incident-item.ts';

const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((value) => value.toISOString().slice(0, 10));
const filters: fc.Arbitrary<IncidentFilter> = fc
  .record({
    standings: fc.subarray([...STANDINGS], { minLength: 1 }),
    urgencies: fc.subarray([...URGENCIES]),
    services: fc.uniqueArray(fc.string({ minLength: 1 }), { maxLength: 3 }),
    mine: fc.boolean(),
    text: fc.string({ unit: 'grapheme' }),
    from: fc.option(date),
    to: fc.option(date),
    sort: fc.constantFrom(...SORT_KEYS),
    descending: fc.boolean(),
    everything: fc.boolean(),
  })
  .map((filter) => (filter.sort === 'worst' ? { ...filter, descending: false } : filter));

const context = { me: 'an', directory: DIRECTORY, fromMs: null, toMs: null };
const matches = (change: Partial<IncidentFilter>, item = incidentItem(1), more = {}) =>
  matcher({ ...DEFAULT_FILTER, ...change }, { ...context, ...more })(item);

describe('incident filter', () => {
  it('[STR81] every filter survives its URL', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const text = filterQuery(filter).toString();
        expect(parseFilter(new URLSearchParams(text))).toEqual(filter);
      }),
    );
  });

  it('[STR81] the default filter leaves the URL bare, and keeps the parameters of others', () => {
    expect(filterQuery(DEFAULT_FILTER).toString()).toBe('');
    expect(filterQuery(DEFAULT_FILTER, new URLSearchParams('open=i1&q=old')).toString()).toBe('open=i1');
  });

  it('[STR81] nonsense in the URL is the default, never an error', () => {
    const query = new URLSearchParams('status=x&urgency=loud&from=2026-13-45&sort=__proto__.desc&mine=2');
    expect(parseFilter(query)).toEqual(DEFAULT_FILTER);
  });

  it('[STR81] every word must be found, in summary, service, person, number or key', () => {
    const item = incidentItem(413, { assignee: 'an', status: 'acked', band: 'acked' });
    expect(matches({ text: 'DISK 하늘' }, item)).toBe(true);
    expect(matches({ text: '#413' }, item)).toBe(true);
    expect(matches({ text: '주문 key-413' }, item)).toBe(true);
    expect(matches({ text: 'disk network' }, item)).toBe(false);
  });

  it('[STR81] dates are half-open over creation', () => {
    const item = incidentItem(1);
    const created = Date.parse(item.createdAt);
    expect(matches({}, item, { fromMs: created })).toBe(true);
    expect(matches({}, item, { fromMs: created + 1 })).toBe(false);
    expect(matches({}, item, { toMs: created })).toBe(false);
  });

  it('[STR81] mine is what I have, was handed, or was told of while nobody answered', () => {
    expect(matches({ mine: true })).toBe(false);
    expect(matches({ mine: true }, incidentItem(1, { responders: ['an'] }))).toBe(true);
    expect(
      matches({ mine: true }, incidentItem(1, { responders: ['an'], status: 'acked', assignee: 'lee' })),
    ).toBe(false);
    expect(matches({ mine: true }, incidentItem(1, { handedTo: { user: 'an', until: '' } }))).toBe(true);
    expect(matcher({ ...DEFAULT_FILTER, mine: true }, { ...context, me: null })(incidentItem(1))).toBe(false);
  });

  it('[STR81] what recovered unseen has a filter of its own, on by default, and is neither open nor closed', () => {
    const item = incidentItem(1, { status: 'closed', unseen: true, band: 'recovered' });
    expect(matches({}, item)).toBe(true);
    expect(matches({ standings: ['recovered'] }, item)).toBe(true);
    expect(matches({ standings: ['open', 'acked', 'muted', 'closed'] }, item)).toBe(false);
  });

  it('[STR81] every incident stands under exactly one filter, the one that the server counts it in', () => {
    for (const band of bandSchema.options) {
      const item = incidentItem(1, { band });
      const shown = STANDINGS.filter((standing) => matches({ standings: [standing] }, item));
      expect(shown).toEqual([standingOf(item)]);
      expect(shown).toEqual([band === 'nobody' ? 'open' : band]);
    }
  });
});
