import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDesktopChannel } from '../../../src/server/adapters/channels/desktop.ts';
import { notifySendBody } from '../../../src/server/adapters/channels/node-notifier-toast.ts';
import {
  createParentPortToast,
  type ShowToast,
} from '../../../src/server/adapters/channels/parent-port-toast.ts';
import type { Toast, ToastPort } from '../../../src/server/adapters/channels/toast.ts';
import type { DeliveryResult } from '../../../src/server/runtime/ports.ts';
import type { Urgency } from '../../../src/shared/words.ts';
import { PERSON, pageMessage, SENT_AT } from './support.ts';

const MINUTE = 60_000;

describe('desktop channel', () => {
  beforeEach(() => vi.useFakeTimers({ now: 0 }));
  afterEach(() => vi.useRealTimers());

  const start = (
    answer: (toast: Toast) => DeliveryResult = () => ({ ok: true, retryable: false, detail: '' }),
  ) => {
    const shown: { readonly at: number; readonly toast: Toast }[] = [];
    const port: ToastPort = {
      show: async (toast) => {
        shown.push({ at: Date.now(), toast });
        return answer(toast);
      },
      close: async () => undefined,
    };
    const channel = createDesktopChannel({ port, elapsed: () => Date.now() });
    const deliver = (number: number, urgency: Urgency = 'high') =>
      channel.deliver({
        message: pageMessage({
          id: `m${number}`,
          urgency,
          body: { number, summary: `problem ${number}`, urgency },
        }),
        contact: { id: 'desk', channel: 'desktop' },
        author: 'admin',
        person: PERSON,
        url: null,
        sentAt: SENT_AT,
      });
    return { shown, channel, deliver };
  };
  /** The most notifications within any minute. */
  const busiest = (shown: readonly { readonly at: number }[]): number =>
    Math.max(
      ...shown.map(({ at }) => shown.filter((other) => other.at >= at && other.at < at + MINUTE).length),
    );

  it('[NTF42] shows single pages at once, with the incident a click opens', async () => {
    const { shown, deliver } = start();
    expect(await deliver(7)).toMatchObject({ ok: true });
    expect(shown).toEqual([
      { at: 0, toast: { title: '[높음] #7', body: 'problem 7\n1단계', urgency: 'high', incident: 'i1' } },
    ]);
  });

  it('[NTF42] a storm of 10,000 in 10 s shows at most 20 a minute and loses none', async () => {
    const { shown, deliver } = start();
    const results: Promise<DeliveryResult>[] = [];
    for (let second = 0; second < 10; second++) {
      for (let n = 0; n < 1000; n++) results.push(deliver(second * 1000 + n));
      await vi.advanceTimersByTimeAsync(1000);
    }
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    const settled = await Promise.all(results);
    expect(settled.every(({ ok }) => ok)).toBe(true);
    expect(busiest(shown)).toBeLessThanOrEqual(20);
    const bundled = shown.map(({ toast }) => Number(/알림 (\d+)건/.exec(toast.title)?.[1] ?? 1));
    expect(bundled.reduce((sum, count) => sum + count, 0)).toBe(10_000);
  });

  it('[NTF42] after a storm of lesser ones the worst is still shown at once', async () => {
    const { shown, deliver } = start();
    for (let n = 0; n < 200; n++) void deliver(n, 'low');
    await vi.advanceTimersByTimeAsync(1500);
    void deliver(999, 'highest');
    await vi.advanceTimersByTimeAsync(0);
    expect(shown.at(-1)?.toast.title).toBe('[긴급] #999');
    expect(shown.at(-1)?.at).toBe(1500);
  });

  it('[NTF42] whatever the arrival, never over 20 in a minute, nobody waits over a minute', async () => {
    for (const everyMs of [10, 700, 1900, 2900, 3100]) {
      vi.setSystemTime(0);
      const { shown, deliver } = start();
      const waits: number[] = [];
      for (let n = 0; n < 300; n++) {
        const at = Date.now();
        void deliver(n, n % 3 === 0 ? 'highest' : 'medium').then(() => waits.push(Date.now() - at));
        await vi.advanceTimersByTimeAsync(everyMs);
      }
      await vi.advanceTimersByTimeAsync(3 * MINUTE);
      expect(busiest(shown)).toBeLessThanOrEqual(20);
      expect(waits).toHaveLength(300);
      expect(Math.max(...waits)).toBeLessThanOrEqual(MINUTE + 1000);
    }
  });

  it('[NTF42] a bundle that fails fails all its messages; closing fails what waits, to be tried again', async () => {
    const failing = start(({ title }) => ({ ok: !title.includes('더'), retryable: true, detail: 'gone' }));
    const results = Array.from({ length: 17 }, (_, n) => failing.deliver(n));
    await vi.advanceTimersByTimeAsync(2000);
    const settled = await Promise.all(results);
    expect(settled.map(({ ok }) => ok)).toEqual([...Array(14).fill(true), false, false, false]);
    const waiting = start();
    for (let n = 0; n < 14; n++) void waiting.deliver(n);
    const late = waiting.deliver(15);
    await waiting.channel.close();
    expect(await late).toMatchObject({ ok: false, retryable: true });
  });
});

describe('toast text', () => {
  it('[NTF43] is escaped where the daemon reads markup, and keeps its backslashes', () => {
    expect(notifySendBody('<b>a</b> & C:\\new', true)).toBe('&lt;b&gt;a&lt;/b&gt; &amp; C:\\\\new');
    expect(notifySendBody('<b>a</b> & C:\\new', false)).toBe('<b>a</b> & C:\\\\new');
  });
});

describe('toasts through the desktop shell', () => {
  const TOAST: Toast = { title: 't', body: 'b', urgency: 'high', incident: 'i1' };
  const shell = () => {
    const listeners = new Set<(event: { readonly data: unknown }) => void>();
    const sent: ShowToast[] = [];
    return {
      sent,
      listeners,
      say: (data: unknown) => {
        for (const listener of listeners) listener({ data });
      },
      port: {
        postMessage: (message: unknown) => void sent.push(message as ShowToast),
        on: (_: 'message', listener: (event: { readonly data: unknown }) => void) => listeners.add(listener),
        off: (_: 'message', listener: (event: { readonly data: unknown }) => void) =>
          listeners.delete(listener),
      },
    };
  };

  it('[NTF44] are matched to their results and report clicks', async () => {
    const { port, sent, say, listeners } = shell();
    const clicks: (string | null)[] = [];
    const toast = createParentPortToast(port, (incident) => clicks.push(incident));
    const [first, second] = [toast.show(TOAST), toast.show({ ...TOAST, incident: null })];
    expect(sent).toMatchObject([
      { type: 'toast', ...TOAST },
      { type: 'toast', incident: null },
    ]);
    say({ type: 'toast-result', id: sent[1]?.id, ok: false, detail: 'denied' });
    say({ type: 'toast-result', id: sent[0]?.id, ok: true, detail: 'shown' });
    say({ type: 'toast-click', incident: 'i1' });
    say({ type: 'toast-click', incident: 5 });
    say('nonsense');
    expect(await first).toEqual({ ok: true, retryable: false, detail: 'shown' });
    expect(await second).toEqual({ ok: false, retryable: true, detail: 'denied' });
    expect(clicks).toEqual(['i1']);
    await toast.close();
    expect(listeners.size).toBe(0);
  });

  it('[NTF40] fail after 5 s when the shell says nothing, and at closing', async () => {
    vi.useFakeTimers();
    const { port } = shell();
    const toast = createParentPortToast(port, () => undefined);
    const silent = toast.show(TOAST);
    await vi.advanceTimersByTimeAsync(5000);
    expect(await silent).toMatchObject({ ok: false, retryable: true });
    const pending = toast.show(TOAST);
    await toast.close();
    expect(await pending).toMatchObject({ ok: false, retryable: true });
    vi.useRealTimers();
  });
});
