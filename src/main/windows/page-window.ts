import type { ShellLog } from '../desk/shell-log.ts';
import { SAFE_PAGE, START_PAGE } from '../pages/app-pages.ts';
import { createCrashGuard, SILENT_PAGE_MS } from './crash-guard.ts';

/** What a window must be able to do; Electron's is behind it. */
export interface Surface {
  readonly id: number;
  load(url: string): void;
  /** Ends a page's process that does not answer; the next load starts a new one. */
  kill(): void;
  place(bounds: { x: number; y: number; width: number; height: number }): void;
  show(): void;
  close(): void;
}

export interface SurfaceEvents {
  readonly crashed: (what: string) => void;
  readonly closed: () => void;
}

export interface PageWindowDeps {
  readonly open: (events: SurfaceEvents) => Surface;
  readonly now: () => number;
  readonly log: ShellLog;
  readonly closed?: () => void;
}

/**
 * A window that shows one address, or the starting page while there is none; reloads it when it crashes or hangs,
 * and gives up loudly (STR66, STR67).
 */
export function createPageWindow(deps: PageWindowDeps) {
  const guard = createCrashGuard();
  let target: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beatAt = deps.now();
  let open = true;

  const surface = deps.open({
    crashed: (what) => crashed(what),
    closed: () => {
      open = false;
      clearTimeout(timer);
      clearInterval(watch);
      deps.closed?.();
    },
  });
  let tickAt = deps.now();
  const watch = setInterval(() => {
    // Our own sleep (suspend, a busy machine) is not the page's silence.
    if (deps.now() - tickAt > 3000) beatAt = deps.now();
    tickAt = deps.now();
    if (deps.now() - beatAt > SILENT_PAGE_MS) crashed('silent');
  }, 1000);

  function load(url: string): void {
    clearTimeout(timer);
    beatAt = deps.now();
    surface.load(url);
  }

  function crashed(what: string): void {
    if (!open) return;
    beatAt = deps.now();
    const next = guard.crashed(what, deps.now());
    deps.log.error(next.reason.text, { what, window: surface.id, action: next.action });
    clearTimeout(timer);
    if (what === 'silent' || what === 'unresponsive') surface.kill();
    if (next.action === 'reload') {
      timer = setTimeout(() => load(target ?? START_PAGE), next.afterMs);
      return;
    }
    load(SAFE_PAGE);
    timer = setTimeout(() => load(target ?? START_PAGE), next.retryAfterMs);
  }

  load(START_PAGE);
  return {
    id: surface.id,
    target: (): string | null => target,
    /** Null goes back to the starting page, which says what the server does. The address it has is loaded `again` only if asked. */
    goTo(url: string | null, { again = false } = {}): void {
      if (!open || (url === target && !again)) return;
      target = url;
      load(url ?? START_PAGE);
    },
    beat(): void {
      beatAt = deps.now();
    },
    retry(): void {
      if (open) load(target ?? START_PAGE);
    },
    place: (bounds: Parameters<Surface['place']>[0]): void => {
      if (open) surface.place(bounds);
    },
    show: (): void => {
      if (open) surface.show();
    },
    close: (): void => {
      if (open) surface.close();
    },
  };
}
export type PageWindow = ReturnType<typeof createPageWindow>;
