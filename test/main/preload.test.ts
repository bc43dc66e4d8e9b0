import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const exposed = new Map<string, unknown>();
const invoked: unknown[][] = [];
const ANSWERS: Record<string, unknown> = {
  'session:read': { token: 'ws-1' },
  'session:write': { kept: 'encrypted' },
  'screens:list': { items: [] },
  'screens:assign': { items: [] },
  'autostart:read': { enabled: true },
  'autostart:write': { enabled: false },
};

vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => exposed.set(name, value) },
  // Nothing else of ipcRenderer exists here: a preload that listens or sends would fail to load.
  ipcRenderer: {
    invoke: async (...values: unknown[]) => {
      invoked.push(values);
      return ANSWERS[String(values[0])] ?? {};
    },
  },
}));

beforeEach(async () => {
  vi.useFakeTimers();
  vi.resetModules();
  exposed.clear();
  invoked.length = 0;
  await import('../../src/main/preload/index.ts');
});
afterEach(() => {
  vi.useRealTimers();
});

describe('what a page finds', () => {
  test('[AUD60] exactly these functions, under one name', () => {
    expect([...exposed.keys()]).toEqual(['watchfloor']);
    const verbs = exposed.get('watchfloor') as Record<string, unknown>;
    expect(
      Object.entries(verbs).map(([name, value]) => [name, typeof value, (value as () => void).length]),
    ).toEqual([
      ['info', 'function', 0],
      ['status', 'function', 0],
      ['retry', 'function', 0],
      ['openExternal', 'function', 1],
      ['readSession', 'function', 0],
      ['writeSession', 'function', 1],
      ['listScreens', 'function', 0],
      ['assignScreen', 'function', 2],
      ['readAutostart', 'function', 0],
      ['writeAutostart', 'function', 1],
    ]);
  });

  test('[AUD60] each verb sends one named message with plain data and hands back plain data', async () => {
    const verbs = exposed.get('watchfloor') as Record<string, (...values: unknown[]) => Promise<unknown>>;
    const event = { sender: 'an event object' };
    expect(await verbs.readSession?.(event)).toBe('ws-1');
    expect(await verbs.writeSession?.('ws-2')).toBe('encrypted');
    expect(await verbs.openExternal?.('https://example.com')).toEqual({});
    expect(await verbs.assignScreen?.(1, 'wall-1')).toEqual([]);
    expect(await verbs.retry?.()).toBe(undefined);
    expect(invoked).toEqual([
      ['session:read', {}],
      ['session:write', { token: 'ws-2' }],
      ['shell:open-external', { url: 'https://example.com' }],
      ['screens:assign', { screen: 1, wall: 'wall-1' }],
      ['shell:retry', {}],
    ]);
  });

  test('[STR67] the page beats once a second', async () => {
    await vi.advanceTimersByTimeAsync(5000);
    expect(invoked).toEqual(Array.from({ length: 5 }, () => ['shell:alive', {}]));
  });
});
