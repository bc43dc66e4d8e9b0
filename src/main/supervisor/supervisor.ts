import type { ShellLog } from '../desk/shell-log.ts';
import { judgeHealth, PROBE_EVERY_MS } from './health.ts';
import { afterExit, GOOD_RUN_MS } from './restart-rule.ts';
import { parseReadyLine, type Ready, readySchema } from './server-messages.ts';
import type { ServerProcess, StartServer } from './server-process.ts';
import type { SupervisorState } from './supervisor-state.ts';

const READY_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 3000;
const LAST_WORDS = 20;

export interface SupervisorDeps {
  readonly start: StartServer;
  /** Whether the server at this address answers; gives up by itself. */
  readonly probe: (url: string) => Promise<boolean>;
  /** Milliseconds that never jump. */
  readonly now: () => number;
  readonly log: ShellLog;
  /** Raw output of the server, for its own log file. */
  readonly output: (line: string) => void;
  readonly changed: (state: SupervisorState) => void;
  /** Messages that are not about the server's own life. */
  readonly message: (value: unknown) => void;
}

/** Starts the server, starts it again when it dies or hangs, ends it with the app (STR60–STR63, STR68). */
export function createSupervisor(deps: SupervisorDeps) {
  const { log, now } = deps;
  let state: SupervisorState = { phase: 'stopped' };
  let child: ServerProcess | null = null;
  let attempt = 0;
  let lastWords: readonly string[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let heartbeat: ReturnType<typeof setInterval> | undefined;
  let quitting = false;

  function become(next: SupervisorState): void {
    state = next;
    deps.changed(next);
  }

  function launch(): void {
    clearTimeout(timer);
    attempt += 1;
    lastWords = [];
    const startedAt = now();
    become({ phase: 'starting', attempt });
    let readyAt: number | null = null;
    const ready = (value: Ready): void => {
      if (readyAt !== null || child !== started || quitting) return;
      readyAt = now();
      clearTimeout(timer);
      log.info('server ready', {
        url: value.url,
        pid: value.pid ?? null,
        afterMs: Math.round(readyAt - startedAt),
      });
      become({ phase: 'ready', attempt, ready: value });
      watch(value.url);
    };
    const started: ServerProcess = deps.start({
      stdout: (line) => {
        const found = parseReadyLine(line);
        // The ready line may carry the setup secret, which stands in no log.
        if (found === null) deps.output(line);
        else queueMicrotask(() => ready(found));
      },
      stderr: (line) => {
        lastWords = [...lastWords, line].slice(-LAST_WORDS);
        deps.output(line);
      },
      message: (value) => {
        const found = readySchema.safeParse(value);
        if (found.success) queueMicrotask(() => ready(found.data));
        else deps.message(value);
      },
      exit: (code) => queueMicrotask(() => child === started && ended(code, readyAt)),
    });
    child = started;
    timer = setTimeout(() => {
      log.error('server not ready in time', { limitMs: READY_LIMIT_MS });
      started.kill();
    }, READY_LIMIT_MS);
  }

  function ended(code: number | null, readyAt: number | null): void {
    clearTimeout(timer);
    clearInterval(heartbeat);
    child = null;
    if (quitting) {
      become({ phase: 'stopped' });
      return;
    }
    if (readyAt !== null && now() - readyAt >= GOOD_RUN_MS) attempt = 1;
    const next = afterExit(code, attempt);
    log.error('server ended', { code, attempt, reason: next.reason.text });
    if (!next.restart) {
      become({ phase: 'refused', attempt, reason: next.reason });
      return;
    }
    become({ phase: 'waiting', attempt, untilMs: now() + next.afterMs, reason: next.reason });
    timer = setTimeout(launch, next.afterMs);
  }

  function watch(url: string): void {
    let answeredAt = now();
    let tickAt = now();
    let told = false;
    const mine = child;
    heartbeat = setInterval(() => {
      const at = now();
      // Our own sleep (suspend, a busy machine) is not the server's silence.
      if (at - tickAt > 3 * PROBE_EVERY_MS) answeredAt = at;
      tickAt = at;
      const health = judgeHealth(at - answeredAt);
      if (health.state === 'silent' && !told) log.warn(health.reason.text, { silentMs: health.silentMs });
      told = health.state !== 'well';
      if (health.state === 'blocked') {
        log.error(health.reason.text, { silentMs: health.silentMs });
        clearInterval(heartbeat);
        mine?.kill();
        return;
      }
      void deps.probe(url).then((answered) => {
        if (answered) answeredAt = now();
      });
    }, PROBE_EVERY_MS);
  }

  return {
    state: (): SupervisorState => state,
    lastWords: (): readonly string[] => lastWords,
    start(): void {
      if (child === null && state.phase === 'stopped' && !quitting) launch();
    },
    /** A person asks for a start now, after a refusal or during a wait. */
    retry(): void {
      if (child !== null || quitting) return;
      attempt = 0;
      launch();
    },
    post(message: unknown): void {
      child?.post(message);
    },
    /** Asks the server to end, ends it after three seconds; resolves when it is gone (STR68). */
    async stop(): Promise<void> {
      quitting = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      const last = child;
      if (last === null) return become({ phase: 'stopped' });
      last.stop();
      const until = now() + STOP_LIMIT_MS;
      while (child !== null && now() < until) await pause(20);
      if (child === null) return;
      log.warn('server did not end in time', { limitMs: STOP_LIMIT_MS });
      last.kill();
      while (child !== null && now() < until + 1000) await pause(20);
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
