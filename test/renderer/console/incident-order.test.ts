import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_FILTER, SORT_KEYS } from '../../../src/renderer/features/incidents/incident-filter.ts';
import {
  comparator,
  holdOrder,
  orderIncidents,
  stepRow,
} from '../../../src/renderer/features/incidents/incident-order.ts';
import type { IncidentItem } from '../../../src/shared/incident.ts';
import { URGENCIES } from '../../../src/shared/words.ts';
import { DIRECTORY, incidentItem } from './incident-item.ts';

const mapOf = (items: readonly IncidentItem[]) => new Map(items.map((item) => [item.id, item]));
const worst = comparator(DEFAULT_FILTER, DIRECTORY);

describe('table order', () => {
  it('[STR82] nobody answered first, then worst, then oldest', () => {
    const items = [
      incidentItem(1, { urgency: 'low' }),
      incidentItem(2, { urgency: 'highest' }),
      incidentItem(3, { urgency: 'highest' }),
      incidentItem(4, { urgency: 'low', band: 'nobody' }),
      incidentItem(5, { urgency: 'highest', band: 'acked', status: 'acked' }),
    ];
    expect(orderIncidents(mapOf(items), () => true, worst, [])).toEqual(['i4', 'i2', 'i3', 'i1', 'i5']);
  });

  it('[STR82] the order does not depend on the order before', () => {
    const item = fc.record({
      number: fc.integer({ min: 1, max: 60 }),
      urgency: fc.constantFrom(...URGENCIES),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(item, { selector: (value) => value.number }),
        fc.array(fc.integer({ min: 1, max: 80 }).map((n) => `i${n}`)),
        fc.constantFrom(...SORT_KEYS),
        fc.boolean(),
        (values, before, sort, descending) => {
          const items = mapOf(values.map(({ number, urgency }) => incidentItem(number, { urgency })));
          const compare = comparator({ ...DEFAULT_FILTER, sort, descending }, DIRECTORY);
          const previous = [...new Set(before)];
          expect(orderIncidents(items, () => true, compare, previous)).toEqual(
            orderIncidents(items, () => true, compare, []),
          );
        },
      ),
    );
  });

  it('[STR83] while held nothing moves: new rows wait and are counted, gone rows stay and are marked', () => {
    const held = holdOrder(['i1', 'i2', 'i3'], ['i9', 'i8', 'i3', 'i1'], true);
    expect(held.ids).toEqual(['i1', 'i2', 'i3']);
    expect(held.waiting).toBe(2);
    expect([...held.gone]).toEqual(['i2']);
  });

  it('[STR83] let go, the fresh order shows at once', () => {
    const held = holdOrder(['i1', 'i2'], ['i2', 'i3'], false);
    expect(held).toEqual({ ids: ['i2', 'i3'], waiting: 0, gone: new Set() });
  });

  it('[STR83] an empty list holds nothing back', () => {
    expect(holdOrder([], ['i2'], true).ids).toEqual(['i2']);
  });

  it('[STR84] moving follows the incident, not the row', () => {
    expect(stepRow(['a', 'b', 'c'], 'b', 1)).toBe('c');
    expect(stepRow(['c', 'b', 'a'], 'b', 1)).toBe('a');
    expect(stepRow(['a', 'b'], 'b', 1)).toBe('b');
    expect(stepRow(['a', 'b'], 'vanished', 1)).toBe('a');
    expect(stepRow(['a', 'b'], null, -1)).toBe('b');
    expect(stepRow([], 'a', 1)).toBeNull();
  });
});
