import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SAFE_PAGE, START_PAGE } from '../../src/main/pages/app-pages.ts';
import { createPageWindow, type SurfaceEvents } from '../../src/main/windows/page-window.ts';
import { fakeLog } from './support/fake-log.ts';

const WALL = 'http://127.0.0.1:7700/wall/wall-1';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function given() {
  const did: string[] = [];
  let events: SurfaceEvents | undefined;
  const window = createPageWindow({
    now: () => performance.now(),
    log: fakeLog().log,
    open: (given) => {
      events = given;
      return {
        id: 7,
        load: (url) => did.push(url),
        kill: () => did.push('kill'),
        place: () => {},
        show: () => {},
        close: () => given.closed(),
      };
    },
  });
  const crash = (what = 'crashed') => events?.crashed(what);
  /** Lets time pass while the page beats. */
  const live = async (ms: number): Promise<void> => {
    for (let n = 0; n < ms; n += 500) {
      window.beat();
      await vi.advanceTimersByTimeAsync(Math.min(500, ms - n));
    }
  };
  return { window, did, crash, live };
}

describe('a window’s page', () => {
  test('[STR66] starts with the app’s own page, then shows where it is sent, once', () => {
    const { window, did } = given();
    window.goTo(WALL);
    window.goTo(WALL);
    expect(did).toEqual([START_PAGE, WALL]);
    window.goTo(WALL, { again: true });
    window.goTo(null);
    expect(did.slice(2)).toEqual([WALL, START_PAGE]);
  });

  test('[STR66] a crashed page is loaded again within 3 s', async () => {
    const { window, did, crash, live } = given();
    window.goTo(WALL);
    crash();
    await live(3000);
    expect(did.slice(2)).toEqual([WALL]);
  });

  test('[STR66] the fourth crash in a minute leads to the safe page, which tries again after a minute', async () => {
    const { window, did, crash, live } = given();
    window.goTo(WALL);
    for (let n = 0; n < 3; n += 1) {
      crash();
      await live(1000);
    }
    expect(did.slice(2)).toEqual([WALL, WALL, WALL]);
    crash();
    expect(did.at(-1)).toBe(SAFE_PAGE);
    await live(59_000);
    expect(did.at(-1)).toBe(SAFE_PAGE);
    await live(1500);
    expect(did.at(-1)).toBe(WALL);
  });

  test('[STR66] three crashes spread over more than a minute never lead there', async () => {
    const { window, did, crash, live } = given();
    window.goTo(WALL);
    for (let n = 0; n < 12; n += 1) {
      crash();
      await live(25_000);
    }
    expect(did).not.toContain(SAFE_PAGE);
    expect(did.filter((each) => each === WALL)).toHaveLength(13);
  });

  test('[STR67] a page that beats no more for 10 s is ended and loaded again', async () => {
    const { window, did, live } = given();
    window.goTo(WALL);
    await live(30_000);
    expect(did).toEqual([START_PAGE, WALL]);
    await vi.advanceTimersByTimeAsync(9500);
    expect(did).not.toContain('kill');
    await vi.advanceTimersByTimeAsync(2500);
    expect(did.slice(2)).toEqual(['kill', WALL]);
  });

  test('[STR67] an unresponsive page is ended, not only asked to reload', async () => {
    const { window, did, crash, live } = given();
    window.goTo(WALL);
    crash('unresponsive');
    await live(1000);
    expect(did.slice(2)).toEqual(['kill', WALL]);
  });

  test('[STR66] a closed window does nothing more', async () => {
    const { window, did, crash } = given();
    window.close();
    crash();
    window.goTo(WALL);
    window.retry();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(did).toEqual([START_PAGE]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('[STR66] a person on the safe page does not wait', async () => {
    const { window, did, crash, live } = given();
    window.goTo(WALL);
    for (let n = 0; n < 4; n += 1) {
      crash();
      await live(600);
    }
    expect(did.at(-1)).toBe(SAFE_PAGE);
    window.retry();
    expect(did.at(-1)).toBe(WALL);
    await live(120_000);
    expect(did.at(-1)).toBe(WALL);
    expect(did.filter((each) => each === SAFE_PAGE)).toHaveLength(1);
  });
});
