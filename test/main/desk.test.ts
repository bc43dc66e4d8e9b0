import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { desktopFileAutostart, loginItemAutostart } from '../../src/main/desk/autostart.ts';
import { pollCounts } from '../../src/main/desk/counts-source.ts';
import { createRotatingFile } from '../../src/main/desk/rotating-file.ts';
import { type Cipher, createSecretStore } from '../../src/main/desk/secret-store.ts';
import { createServerClient } from '../../src/main/desk/server-client.ts';
import { createShellLog } from '../../src/main/desk/shell-log.ts';
import {
  DEFAULT_SETTINGS,
  readShellSettings,
  writeShellSettings,
} from '../../src/main/desk/shell-settings.ts';
import { SHELL_WORDS, shellLocale } from '../../src/main/desk/shell-words.ts';
import { createToasts } from '../../src/main/desk/toasts.ts';
import { trayView } from '../../src/main/desk/tray-view.ts';
import { wallAddress } from '../../src/main/desk/wall-address.ts';
import { fakeLog } from './support/fake-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watchfloor-desk-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('log files', () => {
  test('[STO60] five files of the size, the oldest goes, no line is cut', () => {
    const file = createRotatingFile(join(folder, 'logs/shell.log'), { maxBytes: 1000, files: 5 });
    for (let n = 0; n < 500; n += 1) file.write(`line ${n} ${'x'.repeat(30)}`);
    const names = readdirSync(join(folder, 'logs')).sort();
    expect(names).toEqual(['shell.log', 'shell.log.1', 'shell.log.2', 'shell.log.3', 'shell.log.4']);
    for (const name of names) expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(1000);
    const kept = ['.4', '.3', '.2', '.1', '']
      .flatMap((suffix) => readFileSync(join(folder, `logs/shell.log${suffix}`), 'utf8').split('\n'))
      .filter((line) => line !== '');
    const first = Number(kept[0]?.split(' ')[1]);
    expect(kept.map((line) => Number(line.split(' ')[1]))).toEqual(kept.map((_, n) => first + n));
    expect(first + kept.length).toBe(500);
  });

  test('[STO60] a start goes on in the file that is there', () => {
    const path = join(folder, 'shell.log');
    createRotatingFile(path).write('one');
    createRotatingFile(path).write('two');
    expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('[STO60] a disk that refuses costs lines, not the shell; it goes on when the disk does', () => {
    const path = join(folder, 'taken/shell.log');
    writeFileSync(join(folder, 'taken'), '');
    const file = createRotatingFile(path);
    file.write('lost');
    expect(file.lost()).toBe(1);
    rmSync(join(folder, 'taken'));
    file.write('kept');
    expect(readFileSync(path, 'utf8')).toBe('kept\n');
  });

  test('[STO60] control characters, line ends and reading-order tricks do not reach the file', () => {
    const path = join(folder, 'shell.log');
    createRotatingFile(path).write('a\r\nb\u001b]8;;x\u0007c\u202ed\u0085e\tf');
    expect(readFileSync(path, 'utf8')).toBe('a��b�]8;;x�c�d�e\tf\n');
  });

  test('[STO60] an entry is one JSON line', () => {
    const lines: string[] = [];
    createShellLog(
      (line) => lines.push(line),
      () => 0,
    ).warn('a\nb', { n: 1 });
    expect(lines).toEqual(['{"level":"warn","time":"1970-01-01T00:00:00.000Z","msg":"a\\nb","n":1}']);
  });
});

describe('shell.json', () => {
  test('[STR64] written and read again; nothing there means the defaults', () => {
    const path = join(folder, 'shell.json');
    expect(readShellSettings(path)).toEqual({ ok: true, settings: DEFAULT_SETTINGS });
    const settings = { ...DEFAULT_SETTINGS, walls: [{ wall: 'wall-1', screen: { id: 2, label: 'LG' } }] };
    writeShellSettings(path, settings);
    expect(readShellSettings(path)).toEqual({ ok: true, settings });
    expect(readdirSync(folder)).toEqual(['shell.json']);
  });

  test.each([
    '{',
    '{"version":2}',
    '{"wals":[]}',
    '{"walls":[{"wall":"a","screen":{"id":"x","label":""}}]}',
    '',
  ])('[STR64] a wrong file %j is named, left alone, and kept beside the next one', (text) => {
    const path = join(folder, 'shell.json');
    writeFileSync(path, text);
    const read = readShellSettings(path);
    expect(read).toMatchObject({ ok: false, settings: DEFAULT_SETTINGS });
    expect(readFileSync(path, 'utf8')).toBe(text);
    writeShellSettings(path, DEFAULT_SETTINGS);
    expect(readFileSync(`${path}.wrong`, 'utf8')).toBe(text);
    expect(readShellSettings(path).ok).toBe(true);
  });
});

describe('secrets', () => {
  const rot: Cipher = {
    isReal: async () => true,
    encrypt: async (text) => Buffer.from(text).map((byte) => byte ^ 0x5a),
    decrypt: async (bytes) => Buffer.from(Buffer.from(bytes).map((byte) => byte ^ 0x5a)).toString(),
  };

  test('[AUD67] a secret is on the disk encrypted only, and read after a restart', async () => {
    const path = join(folder, 'secrets.json');
    expect(await createSecretStore(path, rot, fakeLog().log).write('session', 'ws-secret')).toBe('encrypted');
    expect(readFileSync(path, 'utf8')).not.toContain('ws-secret');
    const again = createSecretStore(path, rot, fakeLog().log);
    expect(await again.read('session')).toBe('ws-secret');
    await again.write('session', null);
    expect(await createSecretStore(path, rot, fakeLog().log).read('session')).toBe(null);
  });

  test('[AUD67] without a real key store a secret lives in memory only', async () => {
    const path = join(folder, 'secrets.json');
    const store = createSecretStore(path, { ...rot, isReal: async () => false }, fakeLog().log);
    expect(await store.write('session', 'ws-secret')).toBe('memory');
    expect(await store.read('session')).toBe('ws-secret');
    expect(existsSync(path)).toBe(false);
  });

  test('[AUD67] what cannot be read or decrypted means signing in again, not a crash', async () => {
    const path = join(folder, 'secrets.json');
    writeFileSync(path, '{');
    const { log, lines } = fakeLog();
    expect(await createSecretStore(path, rot, log).read('session')).toBe(null);
    await createSecretStore(path, rot, log).write('session', 'ws-secret');
    const broken: Cipher = { ...rot, decrypt: () => Promise.reject(new Error('keyring was reset')) };
    expect(await createSecretStore(path, broken, log).read('session')).toBe(null);
    expect(lines.join()).not.toContain('ws-secret');
    expect(lines.length).toBeGreaterThan(1);
  });
});

describe('questions to the server', () => {
  const answers = (map: Record<string, { status?: number; body?: unknown } | 'gone'>) => {
    const asked: { url: string; bearer: string; method: string; body: unknown }[] = [];
    const client = createServerClient({
      token: 'shell-token',
      fetch: async (url, init) => {
        const headers = init.headers as Record<string, string>;
        asked.push({
          url,
          bearer: headers.Authorization ?? '',
          method: init.method ?? 'GET',
          body: init.body === undefined ? null : JSON.parse(String(init.body)),
        });
        const path = new URL(url).pathname;
        const answer = map[path];
        if (answer === undefined || answer === 'gone') throw new Error('connection refused');
        return new Response(JSON.stringify(answer.body ?? {}), { status: answer.status ?? 200 });
      },
    });
    return { client, asked };
  };
  const URL_ = 'http://127.0.0.1:7700';

  test('[STR63] any answer is life, also 503; none is none', async () => {
    expect(await answers({ '/healthz': {} }).client.isAlive(URL_)).toBe(true);
    expect(await answers({ '/healthz': { status: 503 } }).client.isAlive(URL_)).toBe(true);
    expect(await answers({}).client.isAlive(URL_)).toBe(false);
  });

  test('[STR70] counts what is open; an answer of another shape is no answer', async () => {
    const items = [{ urgency: 'highest' }, { urgency: 'low' }];
    const good = answers({ '/api/v1/incidents': { body: { items, nextCursor: 'c' } } });
    expect(await good.client.openCounts(URL_)).toEqual({ open: 2, highest: 1, more: true });
    expect(good.asked[0]?.bearer).toBe('Bearer shell-token');
    expect(await answers({ '/api/v1/incidents': { body: { items: 'x' } } }).client.openCounts(URL_)).toBe(
      null,
    );
    expect(await answers({ '/api/v1/incidents': { status: 401 } }).client.openCounts(URL_)).toBe(null);
    expect(await answers({}).client.openCounts(URL_)).toBe(null);
  });

  test('[AUD68] a wall keeps its display token while the server knows it, else gets a new one', async () => {
    const secrets = createSecretStore(
      join(folder, 's.json'),
      { isReal: async () => false, encrypt: async () => new Uint8Array(), decrypt: async () => '' },
      fakeLog().log,
    );
    const minted = answers({ '/api/v1/tokens': { status: 201, body: { token: 'wd-1' } } });
    expect(await wallAddress(URL_, 'wall-1', minted.client, secrets)).toBe(`${URL_}/wall/wall-1#token=wd-1`);
    expect(minted.asked.at(-1)).toMatchObject({
      method: 'POST',
      body: { kind: 'display', subject: 'wall-1' },
    });

    const known = answers({ '/api/v1/conservation': {} });
    expect(await wallAddress(URL_, 'wall-1', known.client, secrets)).toBe(`${URL_}/wall/wall-1#token=wd-1`);
    expect(known.asked.map(({ bearer, method }) => [bearer, method])).toEqual([['Bearer wd-1', 'GET']]);

    // A server that does not answer has not said no.
    expect(await wallAddress(URL_, 'wall-1', answers({}).client, secrets)).toContain('wd-1');

    const revoked = answers({
      '/api/v1/conservation': { status: 401 },
      '/api/v1/tokens': { status: 201, body: { token: 'wd-2' } },
    });
    expect(await wallAddress(URL_, 'wall-1', revoked.client, secrets)).toBe(`${URL_}/wall/wall-1#token=wd-2`);

    const refusing = answers({ '/api/v1/conservation': { status: 401 }, '/api/v1/tokens': { status: 403 } });
    expect(await wallAddress(URL_, 'wall 2', refusing.client, secrets)).toBe(`${URL_}/wall/wall%202`);
  });

  test('[STR70] counts are asked every five seconds, never two at once, and not after the end', async () => {
    vi.useFakeTimers();
    let asked = 0;
    const heard: unknown[] = [];
    const source = pollCounts(async () => {
      asked += 1;
      await new Promise((done) => setTimeout(done, 7000));
      return { open: asked, highest: 0, more: false };
    });
    source.start((counts) => heard.push(counts));
    await vi.advanceTimersByTimeAsync(13_000);
    expect(asked).toBe(2);
    expect(heard).toHaveLength(1);
    source.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toBe(2);
    expect(heard).toHaveLength(1);
    vi.useRealTimers();
  });
});

describe('tray', () => {
  const words = SHELL_WORDS.en;
  const ready = {
    phase: 'ready',
    attempt: 1,
    ready: { event: 'ready', url: 'http://127.0.0.1:7700' },
  } as const;

  test('[STR70] calm only while the server answers and nothing is open', () => {
    expect(trayView(ready, { open: 0, highest: 0, more: false }, words).icon).toBe('calm');
    expect(trayView(ready, null, words).icon).toBe('stopped');
    expect(trayView({ phase: 'stopped' }, { open: 0, highest: 0, more: false }, words).icon).toBe('stopped');
    expect(trayView({ phase: 'starting', attempt: 1 }, null, words).icon).toBe('stopped');
    expect(trayView(ready, { open: 500, highest: 2, more: true }, words)).toEqual({
      icon: 'alarm',
      tooltip: 'Watchfloor: 500+ open, 2 highest',
      title: '500+',
    });
  });

  test('[STR70] both languages say everything; the system’s language decides unless set', () => {
    expect(Object.keys(SHELL_WORDS.ko)).toEqual(Object.keys(SHELL_WORDS.en));
    expect(trayView(ready, { open: 3, highest: 1, more: false }, SHELL_WORDS.ko).tooltip).toContain('3건');
    expect([shellLocale(undefined, 'ko-KR'), shellLocale(undefined, 'de'), shellLocale('en', 'ko')]).toEqual([
      'ko',
      'en',
      'en',
    ]);
  });
});

describe('notifications', () => {
  type Show = Parameters<typeof createToasts>[0]['show'];
  const given = ({ supported = true } = {}) => {
    const posted: unknown[] = [];
    const opened: unknown[] = [];
    const shown: { toast: Parameters<Show>[0]; events: Parameters<Show>[1] }[] = [];
    const receive = createToasts({
      show: (toast, events) => shown.push({ toast, events }),
      isSupported: () => supported,
      post: (message) => posted.push(message),
      openIncident: (incident) => opened.push(incident),
    });
    return { receive, posted, opened, shown };
  };
  const toast = {
    type: 'toast',
    id: 7,
    title: '결제 서비스 5xx',
    body: 'x',
    urgency: 'highest',
    incident: 'inc-1',
  };

  test('[NTF90] shows, answers once, and a click opens the incident and is reported', () => {
    const { receive, posted, opened, shown } = given();
    expect(receive(toast)).toBe(true);
    expect(shown[0]?.toast).toEqual({ title: '결제 서비스 5xx', body: 'x', critical: true });
    shown[0]?.events.shown();
    shown[0]?.events.failed('late');
    shown[0]?.events.clicked();
    expect(posted).toEqual([
      { type: 'toast-result', id: 7, ok: true, detail: 'shown' },
      { type: 'toast-click', incident: 'inc-1' },
    ]);
    expect(opened).toEqual(['inc-1']);
  });

  test('[NTF90] a system without notifications says so at once', () => {
    const { receive, posted } = given({ supported: false });
    receive(toast);
    expect(posted).toEqual([
      { type: 'toast-result', id: 7, ok: false, detail: 'this system shows no notifications' },
    ]);
  });

  test('[NTF90] texts are bounded; other messages are not its business', () => {
    const { receive, shown } = given();
    receive({ ...toast, title: 't'.repeat(9999), body: 'b'.repeat(9999) });
    expect([shown[0]?.toast.title.length, shown[0]?.toast.body.length]).toEqual([256, 256]);
    for (const other of [null, 'toast', {}, { type: 'toast' }, { ...toast, title: 1 }, { type: 'x', id: 1 }])
      expect(receive(other)).toBe(false);
  });
});

describe('start with the computer', () => {
  test('[STR60] a desktop file is written, quoted, and removed', () => {
    const autostart = desktopFileAutostart(folder, ['/opt/My "App"/watch$floor', '100%', 'a\\b']);
    expect(autostart.isEnabled()).toBe(false);
    autostart.set(true);
    expect(autostart.isEnabled()).toBe(true);
    const text = readFileSync(join(folder, 'autostart/watchfloor.desktop'), 'utf8');
    expect(text).toContain('Exec="/opt/My \\\\"App\\\\"/watch\\\\$floor" "100%%" "a\\\\\\\\b"\n');
    autostart.set(false);
    expect(autostart.isEnabled()).toBe(false);
  });

  test('[STR60] elsewhere the system’s login items are asked', () => {
    let openAtLogin = false;
    const autostart = loginItemAutostart({
      getLoginItemSettings: () => ({ openAtLogin }),
      setLoginItemSettings: (settings) => {
        openAtLogin = settings.openAtLogin;
      },
    });
    autostart.set(true);
    expect(autostart.isEnabled()).toBe(true);
  });
});
