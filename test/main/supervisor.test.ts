import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backoffMs } from '../../src/main/supervisor/restart-rule.ts';
import { createSupervisor } from '../../src/main/supervisor/supervisor.ts';
import type { SupervisorState } from '../../src/main/supervisor/supervisor-state.ts';
import { fakeLog } from './support/fake-log.ts';
import { fakeServers, readyLine } from './support/fake-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function given({ answers = true } = {}) {
  const servers = fakeServers();
  const { log, lines } = fakeLog();
  const states: SupervisorState[] = [];
  const output: string[] = [];
  const messages: unknown[] = [];
  const health = { answers };
  const supervisor = createSupervisor({
    start: servers.start,
    probe: async () => health.answers,
    now: () => performance.now(),
    log,
    output: (line) => output.push(line),
    changed: (state) => states.push(state),
    message: (value) => messages.push(value),
  });
  const ready = async (): Promise<void> => {
    servers.last().events.stdout(readyLine());
    await vi.advanceTimersByTimeAsync(0);
  };
  return { supervisor, servers, lines, states, output, messages, health, ready };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('start', () => {
  test('[STR60] the ready line on stdout makes it ready; other lines are its output', async () => {
    const { supervisor, servers, output, ready } = given();
    supervisor.start();
    servers.last().events.stdout('hello');
    expect(supervisor.state().phase).toBe('starting');
    await ready();
    expect(supervisor.state()).toMatchObject({ phase: 'ready', ready: { url: 'http://127.0.0.1:7700' } });
    expect(output).toEqual(['hello']);
  });

  test('[STR60] a ready message over the parent port counts as well; others are passed on', async () => {
    const { supervisor, servers, messages } = given();
    supervisor.start();
    servers.last().events.message({ type: 'toast', id: 1 });
    servers.last().events.message(JSON.parse(readyLine()));
    await pass(0);
    expect(supervisor.state().phase).toBe('ready');
    expect(messages).toEqual([{ type: 'toast', id: 1 }]);
  });

  test('[STR60] the setup secret of a ready line is in no log', async () => {
    const { supervisor, servers, output, lines } = given();
    supervisor.start();
    servers.last().events.stdout(readyLine(undefined, { setup: 'http://127.0.0.1:7700/#setup=s3cret' }));
    await pass(0);
    expect(supervisor.state()).toMatchObject({ ready: { setup: 'http://127.0.0.1:7700/#setup=s3cret' } });
    expect([...output, ...lines].join()).not.toContain('s3cret');
  });

  test('[STR60] a server that is not ready after 15 s is killed and started again', async () => {
    const { supervisor, servers } = given();
    supervisor.start();
    await pass(14_999);
    expect(servers.last().killed).toBe(false);
    await pass(1);
    expect(servers.last().killed).toBe(true);
    await pass(500);
    expect(servers.all).toHaveLength(2);
  });

  test('[STR60] a late ready line of a server that was replaced is not believed', async () => {
    const { supervisor, servers } = given();
    supervisor.start();
    const first = servers.last();
    first.events.exit(1);
    await pass(500);
    first.events.stdout(readyLine('http://127.0.0.1:1'));
    await pass(0);
    expect(supervisor.state().phase).toBe('starting');
  });
});

describe('restart', () => {
  test('[STR61] waits double from half a second to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 50].map(backoffMs)).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  test('[STR61] a server killed from outside is started within 3 s, later ones after longer waits', async () => {
    const { supervisor, servers } = given();
    supervisor.start();
    for (const wait of [500, 1000, 2000, 4000]) {
      const before = servers.all.length;
      servers.last().events.exit(null);
      await pass(wait - 1);
      expect(servers.all).toHaveLength(before);
      await pass(1);
      expect(servers.all).toHaveLength(before + 1);
    }
  });

  test('[STR61] after a minute of good work the waits begin anew', async () => {
    const { supervisor, servers, ready } = given();
    supervisor.start();
    for (const wait of [500, 1000, 2000, 4000]) {
      servers.last().events.exit(1);
      await pass(wait);
    }
    await ready();
    await pass(60_000);
    const before = servers.all.length;
    servers.last().events.exit(1);
    await pass(500);
    expect(servers.all).toHaveLength(before + 1);
  });

  test.each([2, 4])('[STR62] exit code %i is for a person: no start until one asks', async (code) => {
    const { supervisor, servers } = given();
    supervisor.start();
    servers.last().events.stderr('config.json: services[0].target: expected …');
    servers.last().events.exit(code);
    await pass(600_000);
    expect(servers.all).toHaveLength(1);
    expect(supervisor.state().phase).toBe('refused');
    expect(supervisor.lastWords()).toEqual(['config.json: services[0].target: expected …']);
    supervisor.retry();
    expect(servers.all).toHaveLength(2);
    expect(supervisor.state()).toEqual({ phase: 'starting', attempt: 1 });
  });

  test('[STR62] a data folder in use (3) is tried again: the other server may end', async () => {
    const { supervisor, servers } = given();
    supervisor.start();
    servers.last().events.exit(3);
    await pass(500);
    expect(servers.all).toHaveLength(2);
  });

  test('[STR61] a person does not wait; a running server is left alone', async () => {
    const { supervisor, servers, ready } = given();
    supervisor.start();
    servers.last().events.exit(1);
    await pass(0);
    supervisor.retry();
    expect(servers.all).toHaveLength(2);
    await ready();
    supervisor.retry();
    await pass(60_000);
    expect(servers.all).toHaveLength(2);
  });
});

describe('health', () => {
  test('[STR63] silence is logged at 5 s; at 10 s the server is killed, and a new one is there within 15 s', async () => {
    const { supervisor, servers, lines, health, ready } = given();
    supervisor.start();
    await ready();
    await pass(30_000);
    expect(servers.all).toHaveLength(1);
    health.answers = false;
    const silentFrom = performance.now();
    let loggedAt = 0;
    while (servers.all.length === 1 && performance.now() - silentFrom < 60_000) {
      await pass(100);
      if (loggedAt === 0 && lines.some((line) => line.startsWith('warn the server does not answer')))
        loggedAt = performance.now() - silentFrom;
    }
    expect(loggedAt).toBeGreaterThan(4000);
    expect(loggedAt).toBeLessThanOrEqual(6000);
    expect(servers.all[0]?.killed).toBe(true);
    expect(performance.now() - silentFrom).toBeLessThanOrEqual(15_000);
    expect(lines.filter((line) => line.includes('does not answer'))).toHaveLength(1);
  });

  test('[STR63] a pause shorter than 10 s kills nothing', async () => {
    const { supervisor, servers, health, ready } = given();
    supervisor.start();
    await ready();
    health.answers = false;
    await pass(8500);
    health.answers = true;
    await pass(60_000);
    expect(servers.all).toHaveLength(1);
  });

  test('[STR63] our own sleep is not the server’s silence', async () => {
    const { supervisor, servers, ready } = given();
    let asleep = 0;
    const clock = vi.spyOn(performance, 'now');
    clock.mockImplementation(() => Date.now() + asleep);
    supervisor.start();
    await ready();
    await pass(2000);
    asleep = 3_600_000;
    await pass(2000);
    expect(servers.all[0]?.killed).toBe(false);
  });
});

describe('end', () => {
  test('[STR68] quitting asks first, and starts nothing after', async () => {
    const { supervisor, servers, ready } = given();
    supervisor.start();
    await ready();
    const stopping = supervisor.stop();
    await pass(50);
    await stopping;
    expect(servers.last()).toMatchObject({ stopped: true, killed: false });
    await pass(120_000);
    expect(servers.all).toHaveLength(1);
    expect(supervisor.state()).toEqual({ phase: 'stopped' });
  });

  test('[STR68] a server that does not end in 3 s is killed', async () => {
    const { supervisor, servers, ready } = given();
    supervisor.start();
    await ready();
    servers.last().obedient = false;
    const stopping = supervisor.stop();
    await pass(2900);
    expect(servers.last().killed).toBe(false);
    await pass(200);
    await stopping;
    expect(servers.last().killed).toBe(true);
  });

  test('[STR68] quitting during a wait cancels the next start', async () => {
    const { supervisor, servers } = given();
    supervisor.start();
    servers.last().events.exit(1);
    await pass(0);
    await supervisor.stop();
    await pass(120_000);
    expect(servers.all).toHaveLength(1);
  });
});
