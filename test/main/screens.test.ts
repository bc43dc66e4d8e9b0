import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PageWindow } from '../../src/main/windows/page-window.ts';
import {
  assignWall,
  type PlacedWall,
  placeWalls,
  type Screen,
  screenItems,
  type WallPlace,
} from '../../src/main/windows/screens.ts';
import { createWallWindows } from '../../src/main/windows/wall-windows.ts';

const screen = (id: number, label = `S${id}`, primary = false, x = id * 1920): Screen => ({
  id,
  label,
  primary,
  bounds: { x, y: 0, width: 1920, height: 1080 },
});
const place = (wall: string, id: number, label = `S${id}`): WallPlace => ({ wall, screen: { id, label } });
const shown = (placed: readonly PlacedWall[]) => placed.map(({ wall, screen: { id } }) => `${wall}@${id}`);

describe('where walls stand', () => {
  const desk = screen(1, 'Desk', true);

  test('[STR64] each wall stands on the screen it was put on', () => {
    const places = [place('wall-2', 3), place('wall-1', 2)];
    expect(shown(placeWalls(places, [desk, screen(2), screen(3)]))).toEqual(['wall-2@3', 'wall-1@2']);
  });

  test('[STR65] a screen with a new id is known by its label', () => {
    const places = [place('wall-1', 2, 'LG left'), place('wall-2', 3, 'LG right')];
    expect(shown(placeWalls(places, [desk, screen(91, 'LG right'), screen(90, 'LG left')]))).toEqual([
      'wall-1@90',
      'wall-2@91',
    ]);
  });

  test('[STR65] a wall that lost its screen takes a free one, never the primary', () => {
    const places = [place('wall-1', 2), place('wall-2', 3)];
    expect(shown(placeWalls(places, [desk, screen(3), screen(7)]))).toEqual(['wall-1@7', 'wall-2@3']);
    expect(shown(placeWalls(places, [desk, screen(3)]))).toEqual(['wall-2@3']);
    expect(shown(placeWalls(places, [desk]))).toEqual([]);
  });

  test('[STR64] the primary screen shows a wall only when a person put it there', () => {
    expect(shown(placeWalls([place('wall-1', 1, 'Desk')], [desk]))).toEqual(['wall-1@1']);
  });

  test('[STR64] a screen never shows two walls, a wall never stands twice', () => {
    const ids = fc.integer({ min: 1, max: 6 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.record({ wall: fc.constantFrom('a', 'b', 'c', 'd'), id: ids }), {
          selector: (p) => p.wall,
        }),
        fc.uniqueArray(ids),
        (wanted, present) => {
          const screens = present.map((id, n) => screen(id, `L${id % 3}`, n === 0));
          const placed = placeWalls(
            wanted.map(({ wall, id }) => place(wall, id, `L${id % 3}`)),
            screens,
          );
          expect(new Set(placed.map(({ wall }) => wall)).size).toBe(placed.length);
          expect(new Set(placed.map((each) => each.screen.id)).size).toBe(placed.length);
          for (const { wall, id } of wanted)
            if (present.includes(id) && wanted.filter((each) => each.id === id).length === 1)
              expect(placed.find((each) => each.wall === wall)?.screen.id).toBe(id);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('[STR64] putting a wall on a screen takes it, and that screen’s wall, from elsewhere', () => {
    const places = [place('wall-1', 2), place('wall-2', 3)];
    expect(assignWall(places, { id: 3, label: 'S3' }, 'wall-1')).toEqual([place('wall-1', 3)]);
    expect(assignWall(places, { id: 2, label: 'S2' }, null)).toEqual([place('wall-2', 3)]);
    const placed = placeWalls(places, [desk, screen(2)]);
    expect(screenItems([desk, screen(2)], placed).map(({ id, wall }) => [id, wall])).toEqual([
      [1, null],
      [2, 'wall-1'],
    ]);
  });
});

describe('windows of walls', () => {
  function given() {
    const did: string[] = [];
    const counts: number[] = [];
    const closers = new Map<string, () => void>();
    const walls = createWallWindows({
      counted: (open) => counts.push(open),
      open: ({ wall, screen: { id } }, closed) => {
        did.push(`open ${wall}@${id}`);
        closers.set(wall, closed);
        return {
          id: did.length,
          place: ({ x }: { x: number }) => did.push(`move ${wall} ${x}`),
          close: () => {
            did.push(`close ${wall}`);
            closed();
          },
        } as unknown as PageWindow;
      },
    });
    return { walls, did, counts, closers };
  }
  const at = (wall: string, where: Screen): PlacedWall => ({ wall, screen: where });

  test('[STR65] plugging, moving and unplugging screens opens, moves and closes, and touches nothing else', () => {
    const { walls, did, counts } = given();
    walls.reconcile([at('a', screen(1)), at('b', screen(2))]);
    walls.reconcile([at('a', screen(1)), at('b', screen(2))]);
    expect(did).toEqual(['open a@1', 'open b@2']);
    walls.reconcile([at('a', screen(1)), at('b', screen(2, 'S2', false, 5000))]);
    expect(did.slice(2)).toEqual(['move b 5000']);
    walls.reconcile([at('b', screen(2, 'S2', false, 5000))]);
    expect(did.slice(3)).toEqual(['close a']);
    walls.reconcile([at('a', screen(1)), at('b', screen(2, 'S2', false, 5000))]);
    expect(did.slice(4)).toEqual(['open a@1']);
    expect(counts.at(-1)).toBe(2);
  });

  test('[STR69] the count of open walls falls when a person closes one', () => {
    const { walls, counts, closers } = given();
    walls.reconcile([at('a', screen(1))]);
    closers.get('a')?.();
    expect(counts.at(-1)).toBe(0);
    walls.reconcile([at('a', screen(1))]);
    expect(counts.at(-1)).toBe(1);
  });
});
