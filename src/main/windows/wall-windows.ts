import type { PageWindow } from './page-window.ts';
import type { PlacedWall } from './screens.ts';

export interface WallWindowsDeps {
  readonly open: (placed: PlacedWall, closed: () => void) => PageWindow;
  /** How many walls are open, after each change: a screen with a wall must not sleep (STR69). */
  readonly counted: (open: number) => void;
}

/** Keeps one window per placed wall: opens, moves, closes; never touches one that is already right (STR65). */
export function createWallWindows(deps: WallWindowsDeps) {
  const windows = new Map<string, { readonly window: PageWindow; place: string }>();
  const placeOf = ({ screen }: PlacedWall): string => JSON.stringify([screen.id, screen.bounds]);

  return {
    reconcile(placed: readonly PlacedWall[]): void {
      const wanted = new Set(placed.map(({ wall }) => wall));
      for (const [wall, { window }] of [...windows]) {
        if (wanted.has(wall)) continue;
        windows.delete(wall);
        window.close();
      }
      for (const each of placed) {
        const present = windows.get(each.wall);
        if (present === undefined) {
          const window = deps.open(each, () => {
            if (windows.get(each.wall)?.window !== window) return;
            windows.delete(each.wall);
            deps.counted(windows.size);
          });
          windows.set(each.wall, { window, place: placeOf(each) });
        } else if (present.place !== placeOf(each)) {
          present.place = placeOf(each);
          present.window.place(each.screen.bounds);
        }
      }
      deps.counted(windows.size);
    },
    each(visit: (wall: string, window: PageWindow) => void): void {
      for (const [wall, { window }] of windows) visit(wall, window);
    },
    byContents: (id: number): PageWindow | null =>
      [...windows.values()].find(({ window }) => window.id === id)?.window ?? null,
  };
}
