import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeCall } from '../../src/main/ipc/judge-call.ts';
import { type IpcHandlers, registerIpc } from '../../src/main/ipc/register-ipc.ts';
import { IPC, type IpcChannel, type WindowKind } from '../../src/shared/ipc.ts';

const ORIGINS = { server: 'http://127.0.0.1:7700' };
const CHANNELS = Object.keys(IPC) as IpcChannel[];
const GOOD: Record<IpcChannel, unknown> = {
  'shell:info': {},
  'shell:alive': {},
  'shell:status': {},
  'shell:retry': {},
  'shell:open-external': { url: 'https://example.com' },
  'session:read': {},
  'session:write': { token: 'ws-1' },
  'screens:list': {},
  'screens:assign': { screen: 1, wall: 'wall-1' },
  'autostart:read': {},
  'autostart:write': { enabled: true },
};
const pageFor = (channel: IpcChannel): string =>
  IPC[channel].owners.some((owner) => owner === 'server')
    ? 'http://127.0.0.1:7700/x'
    : 'watchfloor://app/start';
const rightCaller = (channel: IpcChannel) => ({
  window: IPC[channel].windows[0] as WindowKind,
  frame: { url: pageFor(channel), isMain: true },
});

describe.each(CHANNELS)('%s', (channel) => {
  const judgePayload = (payload: unknown) => judgeCall(channel, rightCaller(channel), ORIGINS, payload);
  const judge = (caller: Parameters<typeof judgeCall>[1]) =>
    judgeCall(channel, caller, ORIGINS, GOOD[channel]);

  test('[AUD60] its own page may call it', () => {
    expect(judge(rightCaller(channel))).toMatchObject({ ok: true });
  });

  test('[AUD60] no window, no frame, a child frame: refused', () => {
    const right = rightCaller(channel);
    expect(judge({ ...right, window: null })).toMatchObject({ ok: false, reason: { code: 'AUD60' } });
    expect(judge({ ...right, frame: null })).toMatchObject({ ok: false });
    expect(judge({ ...right, frame: { ...right.frame, isMain: false } })).toMatchObject({ ok: false });
  });

  test.each([
    'http://127.0.0.1:7701/',
    'https://127.0.0.1:7700/',
    'http://127.0.0.1.evil.test:7700/',
    'http://127.0.0.1:7700@evil.test/',
    'http://user@127.0.0.1:7700/',
    'http://localhost:7700/',
    'watchfloor://application/start',
    'watchfloor://evil/start',
    'watchfloor:start',
    'file:///etc/passwd',
    'about:blank',
    'data:text/html,x',
    'blob:http://127.0.0.1:7700/1',
    '',
    'null',
  ])('[AUD60] a page of %j is foreign', (url) => {
    expect(judge({ ...rightCaller(channel), frame: { url, isMain: true } })).toMatchObject({ ok: false });
  });

  test('[AUD60] a window or page that the channel is not for is refused', () => {
    for (const window of ['console', 'wall'] as const) {
      for (const [owner, url] of [
        ['app', 'watchfloor://app/start'],
        ['server', 'http://127.0.0.1:7700/'],
      ] as const) {
        const { windows, owners } = IPC[channel] as { windows: readonly string[]; owners: readonly string[] };
        const may = windows.includes(window) && owners.includes(owner);
        expect(judge({ window, frame: { url, isMain: true } }).ok, `${window} ${owner}`).toBe(may);
      }
    }
  });

  test('[AUD60] a thousand odd payloads never throw, and only the exact shape passes', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }),
        (payload) => {
          const judged = judgePayload(payload);
          if (judged.ok) expect(IPC[channel].request.safeParse(payload).success).toBe(true);
          else expect(judged.reason.code).toBe('AUD60');
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('[AUD60] one field too many is another shape', () => {
    expect(judgePayload({ ...(GOOD[channel] as object), more: 1 })).toMatchObject({
      ok: false,
    });
    expect(judgePayload(undefined)).toMatchObject({ ok: false });
  });
});

test('[AUD60] every channel goes through the judge; a refusal never reaches a handler and says only its rule', async () => {
  type Listener = (event: unknown, ...payload: unknown[]) => unknown;
  const listeners = new Map<string, Listener>();
  const reached: string[] = [];
  const refused: string[] = [];
  const handlers = Object.fromEntries(
    CHANNELS.map((channel) => [
      channel,
      () => {
        reached.push(channel);
        return {};
      },
    ]),
  ) as unknown as IpcHandlers;
  registerIpc<unknown>(
    {
      receiver: { handle: (channel, listener) => void listeners.set(channel, listener) },
      origins: () => ORIGINS,
      callerOf: (event) => event as { window: WindowKind | null; frame: null; contents: number },
      refused: (channel) => refused.push(channel),
    },
    handlers,
  );
  expect([...listeners.keys()]).toEqual(CHANNELS);
  for (const channel of CHANNELS) {
    const listen = listeners.get(channel)!;
    await expect(listen({ window: 'console', frame: null, contents: 1 }, GOOD[channel])).rejects.toThrow(
      /^refused \(AUD60\)$/,
    );
    await listen({ ...rightCaller(channel), contents: 1 }, GOOD[channel]);
  }
  expect(reached).toEqual(CHANNELS);
  expect(refused).toEqual(CHANNELS);
});

test('[AUD60] before the server is ready no page of any server may call', () => {
  const caller = { window: 'console', frame: { url: 'http://127.0.0.1:7700/', isMain: true } } as const;
  expect(judgeCall('session:read', caller, { server: null }, {})).toMatchObject({ ok: false });
});
