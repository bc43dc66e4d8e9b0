import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  boardModel,
  byWorst,
  hasUrgentUnacked,
  holdOrder,
} from '../../../src/renderer/features/wall/board/board-model.ts';
import { BOARD_SIZES, planBoard } from '../../../src/renderer/features/wall/board/board-plan.ts';
import {
  foldGroups,
  newInWindow,
  nextFlood,
  sharedStart,
} from '../../../src/renderer/features/wall/board/flood.ts';
import { linesOf, textWidth } from '../../../src/renderer/features/wall/board/text-lines.ts';
import { turn } from '../../../src/renderer/features/wall/view-rotation.ts';
import { URGENCIES } from '../../../src/shared/words.ts';
import { incident, iso } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');

describe('the bands of the board', () => {
  test('[STR100] nobody answered first, then worst, then oldest; every incident stands in one band', () => {
    const items = [
      incident(1, NOW, { urgency: 'low' }),
      incident(2, NOW, { urgency: 'highest', createdAt: iso(NOW - 1000) }),
      incident(3, NOW, { urgency: 'highest', createdAt: iso(NOW - 2000) }),
      incident(4, NOW, { urgency: 'medium', band: 'nobody' }),
      incident(5, NOW, { band: 'acked', status: 'acked' }),
      incident(6, NOW, { band: 'recovered', status: 'closed' }),
      incident(7, NOW, { band: 'muted' }),
      incident(8, NOW, { band: 'closed', status: 'closed' }),
    ];
    const model = boardModel(items, false);
    expect(model.cards.map((card) => card.id)).toEqual(['i-4', 'i-3', 'i-2', 'i-1']);
    expect([model.acked, model.recovered, model.muted].map((band) => band.map((item) => item.id))).toEqual([
      ['i-5'],
      ['i-6'],
      ['i-7'],
    ]);
  });

  test('[STR101] between two sorts nothing shown swaps places, and newcomers stand where they belong', () => {
    const ids = (...names: string[]) => names.map((id) => ({ id }));
    expect(holdOrder(['a', 'b', 'c'], ids('c', 'new', 'a')).map(({ id }) => id)).toEqual(['new', 'a', 'c']);
    expect(holdOrder(['a', 'b'], ids('worst', 'a', 'b', 'mildest')).map(({ id }) => id)).toEqual([
      'worst',
      'a',
      'b',
      'mildest',
    ]);
    const names = fc.uniqueArray(fc.constantFrom(...'abcdefghij'), { maxLength: 10 });
    fc.assert(
      fc.property(names, names, (shown, sorted) => {
        const held = holdOrder(shown, ids(...sorted)).map(({ id }) => id);
        expect([...held].sort()).toEqual([...sorted].sort());
        const kept = shown.filter((id) => sorted.includes(id));
        expect(held.filter((id) => kept.includes(id))).toEqual(kept);
      }),
    );
  });

  test('[STR102] views hold while anything at high or above is unacknowledged', () => {
    expect(hasUrgentUnacked([incident(1, NOW, { urgency: 'high' })])).toBe(true);
    expect(hasUrgentUnacked([incident(1, NOW, { urgency: 'high', band: 'nobody' })])).toBe(true);
    expect(
      hasUrgentUnacked([
        incident(1, NOW, { urgency: 'high', band: 'acked' }),
        incident(2, NOW, { urgency: 'medium' }),
      ]),
    ).toBe(false);
  });

  test('[STR102] views turn each by its time, go to the board while held, and wait a whole turn after', () => {
    const base = { views: ['heatmap', 'board', 'oncall'] as const, everyMs: 30_000, isHeld: false };
    const start = { index: 0, since: 0 };
    expect(turn(start, { ...base, now: 29_999 })).toEqual(start);
    expect(turn(start, { ...base, now: 30_000 })).toEqual({ index: 1, since: 30_000 });
    expect(turn({ index: 2, since: 0 }, { ...base, now: 30_000 })).toEqual({ index: 0, since: 30_000 });
    expect(turn(start, { ...base, isHeld: true, now: 99 })).toEqual({ index: 1, since: 99 });
    expect(turn(start, { ...base, everyMs: null, now: 1e9 })).toEqual(start);
    expect(turn({ index: 7, since: 0 }, { ...base, now: 1 })).toEqual({ index: 0, since: 1 });
  });
});

describe('a flood', () => {
  test('[STR103] folds above the threshold and unfolds below half of it', () => {
    expect([
      nextFlood(false, 10, 10),
      nextFlood(false, 11, 10),
      nextFlood(true, 5, 10),
      nextFlood(true, 4, 10),
    ]).toEqual([false, true, true, false]);
  });

  test('[STR103] counts what came in the last ten minutes, or the server’s figure where that is higher', () => {
    const items = [
      incident(1, NOW, { createdAt: iso(NOW - 599_999) }),
      incident(2, NOW, { createdAt: iso(NOW - 600_000) }),
    ];
    expect(newInWindow(items, [50, 0], NOW)).toBe(1);
    expect(newInWindow(items, [0, 7], NOW)).toBe(7);
  });

  test('[STR104] folds by service with the first one marked; a highest or unanswered one is never folded, nothing is lost', () => {
    const make = fc.record({
      urgency: fc.constantFrom(...URGENCIES),
      service: fc.constantFrom('a', 'b', 'c'),
      band: fc.constantFrom('open', 'nobody'),
      age: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(make, { maxLength: 30 }), (made) => {
        const items = made
          .map(({ urgency, service, band, age }, i) =>
            incident(i, NOW, { urgency, service, band: band as 'open', createdAt: iso(NOW - age * 1000) }),
          )
          .sort(byWorst);
        const cards = foldGroups(items);
        const counted = cards.reduce((sum, card) => sum + (card.kind === 'group' ? card.group.count : 1), 0);
        expect(counted).toBe(items.length);
        const single = new Set(cards.flatMap((card) => (card.kind === 'incident' ? [card.id] : [])));
        for (const item of items)
          if (item.urgency === 'highest' || item.band === 'nobody') expect(single.has(item.id)).toBe(true);
        for (const card of cards) {
          if (card.kind === 'incident') continue;
          const members = items.filter(
            (i) => i.service === card.group.service && i.urgency !== 'highest' && i.band !== 'nobody',
          );
          expect(members.every((i) => i.createdAt >= card.group.firstOut.createdAt)).toBe(true);
          expect(card.group.count).toBeGreaterThan(1);
        }
      }),
    );
  });

  test('[STR104] a group is titled by the whole words its summaries share', () => {
    expect(sharedStart(['Disk full on db-1', 'Disk full on db-2'])).toBe('Disk full on');
    expect(sharedStart(['Disk', 'Disks'])).toBe('');
  });
});

describe('what fits', () => {
  const cards = (n: number, title = 'Short title', isLoud = false) =>
    Array.from({ length: n }, (_, i) => ({ title, isLoud: isLoud && i === 0 }));

  test('[STR105] the plan never needs more room than there is, and shows at least the worst card', () => {
    const arb = fc.record({
      distance: fc.constantFrom(3 as const, 5 as const, 8 as const),
      width: fc.integer({ min: 900, max: 3900 }),
      height: fc.integer({ min: 700, max: 2000 }),
      n: fc.nat(600),
      title: fc.constantFrom(
        'Short',
        '결제 승인 게이트웨이 응답 지연으로 인한 주문 처리 실패율 급증 및 재고 동기화 지연',
        'x'.repeat(400),
      ),
      isLoud: fc.boolean(),
      recovered: fc.nat(40),
      acked: fc.nat(40),
    });
    fc.assert(
      fc.property(arb, ({ distance, width, height, n, title, isLoud, recovered, acked }) => {
        const sizes = BOARD_SIZES[distance];
        const plan = planBoard({ width, height, sizes, cards: cards(n, title, isLoud), recovered, acked });
        const band = (rows: number) => (rows > 0 ? sizes.header + rows * sizes.row : 0);
        const used =
          (n > 0 ? sizes.header : 0) +
          plan.rows.reduce((sum, row) => sum + row.height + sizes.gap, 0) +
          band(plan.recovered) +
          band(plan.acked) +
          sizes.footer;
        if (plan.rows.length > 1) expect(used).toBeLessThanOrEqual(height);
        expect(plan.cards).toBe(plan.rows.reduce((sum, row) => sum + row.count, 0));
        expect(plan.cards > 0).toBe(n > 0);
        expect(plan.cards).toBeLessThanOrEqual(n);
        expect([plan.recovered <= recovered, plan.acked <= acked]).toEqual([true, true]);
      }),
    );
  });

  test('[STR105] many alarms leave a line each for recovered and acknowledged', () => {
    const plan = planBoard({
      width: 1272,
      height: 950,
      sizes: BOARD_SIZES[5],
      cards: cards(50, 'Short', true),
      recovered: 3,
      acked: 9,
    });
    expect([plan.recovered >= 1, plan.acked >= 1, plan.cards]).toEqual([true, true, 2]);
  });

  test('[STR106] type is sized for the distance: 46 px of capitals at 5 m, 73 px at 8 m', () => {
    const CAP = 0.727;
    expect(BOARD_SIZES[5].cardTitle * CAP).toBeGreaterThanOrEqual(46);
    expect(BOARD_SIZES[8].cardTitle * CAP).toBeGreaterThanOrEqual(73);
  });

  test('[STR107] lines break between words only: one word too wide asks for one line', () => {
    expect(linesOf('a b', 10, 1000, 2)).toBe(1);
    expect(linesOf('word '.repeat(40), 30, 300, 2)).toBe(2);
    expect(linesOf(`${'x'.repeat(200)} tail`, 30, 300, 2)).toBe(1);
    expect(textWidth('한글', 10)).toBeGreaterThan(textWidth('ab', 10));
  });
});
