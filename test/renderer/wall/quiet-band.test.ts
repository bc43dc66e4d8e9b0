import { describe, expect, test } from 'vitest';
import { BOARD_SIZES, planWithFooter } from '../../../src/renderer/features/wall/board/board-plan.ts';
import { quietBand } from '../../../src/renderer/features/wall/board/quiet-parts.ts';
import type { Quiet } from '../../../src/shared/stream.ts';
import { emptyScene, incident, iso, nightScene } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const MINUTE = 60_000;
const { directory, totals, quiet } = emptyScene(NOW, { locale: 'en' });
const window = (id: string, minutes: number, change: Partial<Quiet['maintenance'][number]> = {}) => ({
  id,
  services: ['payments'],
  until: iso(NOW + minutes * MINUTE),
  note: '',
  keys: 2,
  events: 9,
  ...change,
});
const band = (change: Partial<Quiet>, mutedBy: Record<string, number> = {}, muted = [incident(1, NOW)]) =>
  quietBand({ ...totals, mutedBy }, { ...quiet, ...change }, muted, directory, NOW);

describe('the muted band', () => {
  test('[STR167] nothing quiet is nothing said', () => {
    expect(band({})).toEqual({ total: 0, parts: [] });
  });

  test('[STR167] each reason with its count, keys and incidents together, in a fixed order', () => {
    const scene = nightScene(NOW);
    const found = quietBand(scene.totals, scene.quiet, [], scene.directory, NOW);
    expect(found.parts.map(({ kind, count }) => [kind, count])).toEqual([
      ['maintenance', 22],
      ['snoozed', 3],
      ['inhibited', 5],
      ['shelved', 2],
      ['held', 6],
      ['silent', 1],
    ]);
    expect(found.total).toBe(39);
  });

  test('[STR167] a maintenance is named by its service and ends when the nearest one does, even while it hides nothing', () => {
    const { parts } = band({
      maintenance: [
        window('b', 90, { services: ['orders', 'payments'], keys: 0 }),
        window('a', 40, { keys: 0 }),
      ],
    });
    expect(parts).toEqual([
      {
        kind: 'maintenance',
        count: 0,
        name: directory.services.payments?.name,
        more: 1,
        until: iso(NOW + 40 * MINUTE),
      },
    ]);
  });

  test('[STR167] the last ten minutes stand first and apart, with what waits for them', () => {
    const waits = (id: string) =>
      incident(1, NOW, { band: 'muted', maintenance: { id, until: iso(NOW + MINUTE) } });
    const { parts } = band({ maintenance: [window('long', 11), window('short', 10)] }, { maintenance: 3 }, [
      waits('short'),
    ]);
    expect(parts.map(({ kind, count, until }) => [kind, count, until])).toEqual([
      ['ending', 3, iso(NOW + 10 * MINUTE)],
      ['maintenance', 4, iso(NOW + 11 * MINUTE)],
    ]);
    // With no other window all that waits is theirs, at hand or not.
    expect(band({ maintenance: [window('short', 10)] }, { maintenance: 3 }, []).parts).toMatchObject([
      { kind: 'ending', count: 5 },
    ]);
  });

  test('[STR167] a snooze says when the nearest one at hand ends', () => {
    const snoozed = (minutes: number) =>
      incident(1, NOW, { band: 'muted', snoozedUntil: iso(NOW + minutes * MINUTE) });
    expect(band({}, { snoozed: 2 }, [snoozed(50), snoozed(20)]).parts).toMatchObject([
      { kind: 'snoozed', count: 2, until: iso(NOW + 20 * MINUTE) },
    ]);
  });
});

test('[STR167] where everything is answered, saying so keeps its room', () => {
  const plan = (acked: number) =>
    planWithFooter({
      width: 1850,
      height: 740,
      sizes: BOARD_SIZES[8],
      cards: [],
      recovered: 0,
      acked,
      wantsTwoLines: true,
    });
  expect([0, 1, 2, 3].map((acked) => plan(acked).lines)).toEqual([2, 2, 2, 1]);
});

describe('room for the muted band', () => {
  const plan = (distance: 3 | 5 | 8, cards: number, acked: number) =>
    planWithFooter({
      width: 1280,
      height: 900,
      sizes: BOARD_SIZES[distance],
      cards: Array.from({ length: cards }, () => ({ title: 'Disk is full', isLoud: false })),
      recovered: 0,
      acked,
      wantsTwoLines: true,
    });
  test('[STR167] a second line where it costs no card; acknowledged rows give way, cards do not', () => {
    expect(plan(5, 0, 0).lines).toBe(2);
    expect(plan(5, 1, 20).lines).toBe(2);
    const lines = new Set<number>();
    for (const distance of [3, 5, 8] as const)
      for (let cards = 0; cards < 12; cards++) {
        const asked = plan(distance, cards, 3);
        const alone = planWithFooter({
          width: 1280,
          height: 900,
          sizes: BOARD_SIZES[distance],
          cards: Array.from({ length: cards }, () => ({ title: 'Disk is full', isLoud: false })),
          recovered: 0,
          acked: 3,
          wantsTwoLines: false,
        });
        expect(asked.plan.cards).toBe(alone.plan.cards);
        lines.add(asked.lines);
      }
    expect([...lines].sort()).toEqual([1, 2]);
  });
});
