import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { createDesktopChannel } from '../../../src/server/adapters/channels/desktop.ts';
import { createNodeNotifierToast } from '../../../src/server/adapters/channels/node-notifier-toast.ts';
import {
  type DaemonState,
  findNotificationDaemon,
} from '../../../src/server/adapters/channels/notification-daemon.ts';
import { missingPrograms, processesWith, startDunst, startSession } from './desktop-session.ts';
import { PERSON, pageMessage, SENT_AT } from './support.ts';

const missing =
  process.platform === 'linux'
    ? missingPrograms([
        'dbus-run-session',
        'dbus-daemon',
        'gdbus',
        'Xvfb',
        'dunst',
        'dunstctl',
        'notify-send',
      ])
    : ['Linux'];
/** Real programs take part; where one is missing the test says so in its name. */
const real = (name: string, test: () => Promise<void>): void =>
  it.skipIf(missing.length > 0)(
    missing.length > 0 ? `${name} (skipped: this machine lacks ${missing.join(', ')})` : name,
    test,
    30_000,
  );

const closers: (() => Promise<void>)[] = [];
const saved = { ...process.env };
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  for (const name of ['DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'LC_ALL', 'LANG']) {
    if (saved[name] === undefined) delete process.env[name];
    else process.env[name] = saved[name];
  }
});

const session = async (service?: string): Promise<void> => {
  const { bus, close } = await startSession(service);
  closers.push(close);
  process.env.DBUS_SESSION_BUS_ADDRESS = bus;
};
const port = (findDaemon?: () => Promise<DaemonState>) => {
  const toast = createNodeNotifierToast({
    onClick: () => undefined,
    elapsed: () => performance.now(),
    ...(findDaemon === undefined ? {} : { findDaemon }),
  });
  closers.push(() => toast.close());
  return toast;
};
const TOAST = { title: '[긴급] #42 결제', body: '본문', urgency: 'highest', incident: 'i1' } as const;

interface Shown {
  readonly summary: string;
  readonly body: string;
  readonly appname: string;
}
/** What dunst has shown, newest first, as it tells itself. */
function dunstHistory(): readonly Shown[] {
  execFileSync('dunstctl', ['close-all']);
  const history = JSON.parse(execFileSync('dunstctl', ['history'], { encoding: 'utf8' })) as {
    data: readonly (readonly Record<'summary' | 'body' | 'appname', { readonly data: string }>[])[];
  };
  return (history.data[0] ?? []).map(({ summary, body, appname }) => ({
    summary: summary.data,
    body: body.data,
    appname: appname.data,
  }));
}

describe('desktop notifications of a real daemon', () => {
  /** Pages with these summaries, sent to a dunst that reads markup or not; the bodies it then tells. */
  const bodiesShown = async (
    hasMarkup: boolean,
    summaries: readonly string[],
  ): Promise<readonly string[]> => {
    await session();
    const { display, close } = await startDunst(process.env.DBUS_SESSION_BUS_ADDRESS ?? '', hasMarkup);
    closers.push(close);
    process.env.DISPLAY = display;
    await expect
      .poll(() => findNotificationDaemon(), { timeout: 10_000 })
      .toEqual({ state: 'present', hasMarkup });
    const channel = createDesktopChannel({ port: port(), elapsed: () => performance.now() });
    for (const summary of summaries) {
      const result = await channel.deliver({
        message: pageMessage({ body: { ...pageMessage().body, summary } }),
        contact: { id: 'desk', channel: 'desktop' },
        author: 'admin',
        person: PERSON,
        url: null,
        sentAt: SENT_AT,
      });
      expect(result).toMatchObject({ ok: true });
    }
    const history = dunstHistory();
    for (const { summary, appname } of history) {
      expect([summary, appname]).toEqual(['[긴급] #42 결제', 'Watchfloor']);
    }
    return history.map(({ body }) => body).sort();
  };
  const HOSTILE = '-u <b>DB</b> & C:\\new $HOME `id` "따옴표" \'!\' 100% \u202egpj';
  const DETAIL = 'Standard · 1/2단계 · 1/2회차 · 이벤트 3건';

  real('[NTF43] a Korean page arrives at the daemon as it was written, markup escaped', async () => {
    const shown = await bodiesShown(true, ['결제 DB 연결 95 % 초과', HOSTILE]);
    expect(shown).toEqual([
      ` -u &lt;b&gt;DB&lt;/b&gt; &amp; C:\\new $HOME \`id\` "따옴표" '!' 100% gpj\n${DETAIL}`,
      `결제 DB 연결 95 % 초과\n${DETAIL}`,
    ]);
  });

  real('[NTF43] a daemon without markup is given the plain text, also where no locale is set', async () => {
    process.env.LC_ALL = 'C';
    const shown = await bodiesShown(false, ['로캘 없이도 한글', HOSTILE]);
    expect(shown).toEqual([
      ` -u <b>DB</b> & C:\\new $HOME \`id\` "따옴표" '!' 100% gpj\n${DETAIL}`,
      `로캘 없이도 한글\n${DETAIL}`,
    ]);
  });

  real('[NTF41] a session without a daemon is told apart before anything is sent', async () => {
    await session();
    const start = performance.now();
    expect(await port().show(TOAST)).toEqual({
      ok: false,
      retryable: true,
      detail: 'No notification daemon on this desktop',
    });
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await findNotificationDaemon({})).toMatchObject({ state: 'absent' });
  });

  real('[NTF41] a daemon that never starts costs seconds, and only once', async () => {
    await session('exec sleep 300');
    const toast = port();
    const start = performance.now();
    const first = await toast.show(TOAST);
    expect(first).toMatchObject({
      ok: false,
      retryable: true,
      detail: 'The notification daemon does not answer',
    });
    expect(performance.now() - start).toBeLessThan(8000);
    const again = performance.now();
    expect(await toast.show(TOAST)).toEqual(first);
    expect(performance.now() - again).toBeLessThan(100);
  });

  real('[NTF40] a notify-send that hangs is killed after 5 s, and the event loop never waits', async () => {
    await session('exec sleep 300');
    const title = `hang-${process.pid}-${Date.now()}`;
    let worstMs = 0;
    let last = performance.now();
    const ticks = setInterval(() => {
      worstMs = Math.max(worstMs, performance.now() - last - 20);
      last = performance.now();
    }, 20);
    const start = performance.now();
    const pending = port(async () => ({ state: 'unknown' })).show({ ...TOAST, title });
    await expect.poll(() => processesWith(title).length, { timeout: 3000 }).toBeGreaterThan(0);
    expect(await pending).toMatchObject({ ok: false, retryable: true });
    clearInterval(ticks);
    const tookMs = performance.now() - start;
    expect(tookMs).toBeGreaterThan(4900);
    expect(tookMs).toBeLessThan(6000);
    expect(worstMs).toBeLessThan(1000);
    await expect.poll(() => processesWith(title)).toEqual([]);
  });
});
