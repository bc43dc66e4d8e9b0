import { describe, expect, it } from 'vitest';
import { heardMark, heardOf, needsLook } from '../../../src/renderer/features/settings/integrations/heard.ts';
import { prettyJson } from '../../../src/renderer/features/settings/integrations/pretty-json.ts';
import { parseRoute, routePath } from '../../../src/renderer/features/shell/route.ts';
import type { IntegrationView } from '../../../src/shared/api/integrations.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const view = (part: Partial<IntegrationView> = {}): IntegrationView => ({
  id: 'std',
  name: 'Scripts',
  type: 'standard',
  service: 'payments',
  enabled: true,
  keyHint: null,
  previousKey: null,
  addresses: [],
  urgencies: {},
  routeCount: 0,
  lastAcceptedAt: null,
  lastRefusedAt: null,
  lastDay: { created: 0, deduplicated: 0, held: 0, suppressed: 0, updated: 0, ignored: 0, rejected: 0 },
  lastRefusal: null,
  unknownWords: [],
  ...part,
});

describe('when an integration was heard', () => {
  it('[STR149] the later of what was read and what the stream says counts', () => {
    const read = view({ lastAcceptedAt: ago(5000), lastRefusedAt: ago(1000) });
    const live = { integration: 'std', lastAcceptedAt: ago(2000), lastRefusedAt: ago(9000) };
    expect(heardOf(read, [live])).toEqual({ lastAcceptedAt: ago(2000), lastRefusedAt: ago(1000) });
    expect(heardOf(read, [])).toEqual({ lastAcceptedAt: ago(5000), lastRefusedAt: ago(1000) });
    expect(heardOf(view(), [live])).toMatchObject({ lastAcceptedAt: ago(2000) });
  });

  it('[STR149] the mark of one changes with it alone, the mark of all with any', () => {
    const heard = (std: string, other: string) => [
      { integration: 'std', lastAcceptedAt: std, lastRefusedAt: null },
      { integration: 'other', lastAcceptedAt: other, lastRefusedAt: null },
    ];
    expect(heardMark(heard('a', 'x'), 'std')).toBe(heardMark(heard('a', 'y'), 'std'));
    expect(heardMark(heard('a', 'x'), 'std')).not.toBe(heardMark(heard('b', 'x'), 'std'));
    expect(heardMark(heard('a', 'x'))).not.toBe(heardMark(heard('a', 'y')));
  });

  it('[STR149] to be looked at: refused within a day, a word nobody knows, on and never heard', () => {
    const look = (part: Partial<IntegrationView>) => needsLook(view(part), view(part), NOW);
    const well = { lastAcceptedAt: ago(1000) };
    expect(look(well)).toBe(false);
    expect(look({})).toBe(true);
    expect(look({ enabled: false })).toBe(false);
    expect(look({ ...well, lastRefusedAt: ago(3_600_000) })).toBe(true);
    expect(look({ ...well, lastRefusedAt: ago(90_000_000) })).toBe(false);
    expect(look({ ...well, unknownWords: [{ word: 'x', count: 1, lastAt: ago(1) }] })).toBe(true);
  });
});

describe('raw bodies', () => {
  it('[STR150] JSON has a field per line; anything else, and what would lose digits, is as it came', () => {
    expect(prettyJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}');
    for (const body of ['a=1&b=2', '{"a":', '', '{"MONITOR_ID":123456000000025001}'])
      expect(prettyJson(body)).toBe(body);
    expect(prettyJson('{"a":"123456000000025001"}')).toContain('\n');
  });
});

describe('places', () => {
  it('[STR80] one integration has a path of its own, whatever its id holds', () => {
    for (const id of ['std', '결제-1', 'a.b_c']) {
      const route = { page: 'settings', section: 'integrations', id } as const;
      expect(parseRoute(new URL(routePath(route), 'http://floor').pathname)).toEqual(route);
    }
    expect(parseRoute('/settings/integrations')).toEqual({ page: 'settings', section: 'integrations' });
    expect(parseRoute('/settings/people/x')).toMatchObject({ page: 'not-found' });
  });
});
