import type { ScreenItem } from '../../shared/ipc.ts';

/** A screen as the operating system tells; `bounds` in its own logical pixels. */
export interface Screen {
  readonly id: number;
  readonly label: string;
  readonly bounds: {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  };
  readonly primary: boolean;
}

/** A wall and the screen it was put on. The id may change with a reboot, the label with a driver: both are kept. */
export interface WallPlace {
  readonly wall: string;
  readonly screen: { readonly id: number; readonly label: string };
}

/** A wall where it is to be shown now. */
export interface PlacedWall {
  readonly wall: string;
  readonly screen: Screen;
}

/**
 * Which wall stands on which screen now (STR64, STR65): first by screen id, then by label, then walls that lost
 * their screen take a free one that is not the primary, where the console lives. What finds none waits.
 */
export function placeWalls(places: readonly WallPlace[], screens: readonly Screen[]): readonly PlacedWall[] {
  const free = new Map(screens.map((screen) => [screen.id, screen]));
  const placed = new Map<string, Screen>();
  const take = (wall: string, screen: Screen | undefined): void => {
    if (screen === undefined || placed.has(wall)) return;
    placed.set(wall, screen);
    free.delete(screen.id);
  };
  for (const { wall, screen } of places) take(wall, free.get(screen.id));
  for (const { wall, screen } of places) {
    if (screen.label !== '')
      take(
        wall,
        [...free.values()].find(({ label }) => label === screen.label),
      );
  }
  for (const { wall } of places)
    take(
      wall,
      [...free.values()].find(({ primary }) => !primary),
    );
  return places.flatMap(({ wall }) => {
    const screen = placed.get(wall);
    return screen === undefined ? [] : [{ wall, screen }];
  });
}

/** The places after a person put a wall (or nothing) on a screen: a screen shows one wall, a wall is on one screen. */
export function assignWall(
  places: readonly WallPlace[],
  screen: { readonly id: number; readonly label: string },
  wall: string | null,
): readonly WallPlace[] {
  const others = places.filter((place) => place.wall !== wall && place.screen.id !== screen.id);
  return wall === null ? others : [...others, { wall, screen: { id: screen.id, label: screen.label } }];
}

export function screenItems(
  screens: readonly Screen[],
  placed: readonly PlacedWall[],
): readonly ScreenItem[] {
  return screens.map(({ id, label, bounds, primary }) => ({
    id,
    label,
    width: bounds.width,
    height: bounds.height,
    primary,
    wall: placed.find((each) => each.screen.id === id)?.wall ?? null,
  }));
}
