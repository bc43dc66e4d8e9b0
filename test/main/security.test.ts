import type { Session, WebContents } from 'electron';
import { describe, expect, test } from 'vitest';
import { judgeExternal } from '../../src/main/security/external.ts';
import { type GuardDeps, guardContents, guardSession } from '../../src/main/security/guard-session.ts';
import { judgeNavigation } from '../../src/main/security/navigation.ts';

const SERVER = 'http://127.0.0.1:7700';
const ORIGINS = { server: SERVER };
const PERMISSIONS = [
  'ar automatic-fullscreen background-fetch background-sync captured-surface-control clipboard-read',
  'clipboard-sanitized-write deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation',
  'geolocation-approximate hand-tracking hid idle-detection keyboardLock local-fonts local-network',
  'local-network-access loopback-network media mediaKeySystem midi midiSysex nfc notifications openExternal',
  'payment-handler periodic-background-sync persistent-storage pointerLock screen-wake-lock sensors serial',
  'smart-card speaker-selection storage-access system-wake-lock top-level-storage-access usb vr',
  'web-app-installation web-printing window-management unknown',
]
  .join(' ')
  .split(' ');

type Handler = (...values: unknown[]) => unknown;

function guarded() {
  const handlers = new Map<string, Handler>();
  const opened: string[] = [];
  const refused: string[] = [];
  const deps: GuardDeps = {
    origins: () => ORIGINS,
    openOutside: (url) => opened.push(url),
    refused: (what) => refused.push(what),
  };
  const keep = (name: string) => (handler: Handler) => handlers.set(name, handler);
  guardSession(
    {
      setPermissionRequestHandler: keep('request'),
      setPermissionCheckHandler: keep('check'),
      setDevicePermissionHandler: keep('device'),
      setDisplayMediaRequestHandler: keep('capture'),
      on: (name: string, handler: Handler) => handlers.set(name, handler),
    } as unknown as Session,
    deps,
  );
  guardContents(
    {
      on: (name: string, handler: Handler) => handlers.set(name, handler),
      setWindowOpenHandler: keep('open'),
    } as unknown as WebContents,
    deps,
  );
  const call = (name: string, ...values: unknown[]) => handlers.get(name)?.(...values);
  const request = (permission: string, details: object): unknown => {
    let answer: unknown = 'none';
    call(
      'request',
      null,
      permission,
      (granted: unknown) => {
        answer = granted;
      },
      details,
    );
    return answer;
  };
  return { call, request, opened, refused, handlers };
}

describe('permissions', () => {
  const ours = { requestingUrl: `${SERVER}/wall/wall-1`, isMainFrame: true };

  test('[AUD61] of all names, only notifications and fullscreen are granted, asked or checked', () => {
    const { call, request } = guarded();
    expect(PERMISSIONS.length).toBeGreaterThan(30);
    expect(PERMISSIONS.filter((name) => request(name, ours))).toEqual(['fullscreen', 'notifications']);
    expect(PERMISSIONS.filter((name) => call('check', null, name, `${SERVER}/`, ours))).toEqual([
      'fullscreen',
      'notifications',
    ]);
  });

  test('[AUD61] foreign pages, child frames and the shell’s own pages get none', () => {
    const { call, request } = guarded();
    const others = [
      { requestingUrl: 'https://evil.test/', isMainFrame: true },
      { requestingUrl: `${SERVER}.evil.test/`, isMainFrame: true },
      { requestingUrl: 'watchfloor://app/start', isMainFrame: true },
      { requestingUrl: '', isMainFrame: true },
      { ...ours, isMainFrame: false },
    ];
    for (const details of others) {
      expect(request('notifications', details)).toBe(false);
      expect(call('check', null, 'notifications', 'https://evil.test', details)).toBe(false);
    }
    expect(call('check', null, 'notifications', 'https://evil.test', { isMainFrame: true })).toBe(false);
    expect(call('check', null, 'notifications', SERVER, { isMainFrame: true })).toBe(true);
  });

  test('[AUD61] devices and screen captures are never given', () => {
    const { call } = guarded();
    expect(call('device', { deviceType: 'usb' })).toBe(false);
    let streams: unknown = 'none';
    call('capture', {}, (given: unknown) => {
      streams = given;
    });
    expect(streams).toBe(null);
  });

  test('[AUD61] only the server’s own pages download', () => {
    const { call, refused } = guarded();
    const download = (url: string): boolean => {
      let prevented = false;
      const event = {
        preventDefault: () => {
          prevented = true;
        },
      };
      call('will-download', event, { getMimeType: () => 'text/csv' }, { getURL: () => url });
      return !prevented;
    };
    expect(download(`${SERVER}/reports`)).toBe(true);
    expect(download('https://evil.test/')).toBe(false);
    expect(refused).toEqual(['download of text/csv']);
  });
});

describe('navigation', () => {
  const follow = (name: string, url: string, isMainFrame = true) => {
    const { call, opened } = guarded();
    let prevented = false;
    call(name, {
      url,
      isMainFrame,
      preventDefault: () => {
        prevented = true;
      },
    });
    return { prevented, opened };
  };

  test('[AUD62] windows stay on the app and its server', () => {
    for (const name of ['will-frame-navigate', 'will-redirect']) {
      expect(follow(name, `${SERVER}/incidents/1`).prevented).toBe(false);
      expect(follow(name, 'watchfloor://app/start').prevented).toBe(false);
      for (const url of [
        'http://127.0.0.1:7701/',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'about:blank',
        `${SERVER}@evil.test/`,
      ])
        expect(follow(name, url).prevented, `${name} ${url}`).toBe(true);
    }
  });

  test('[AUD62] frames inside a page go nowhere, not even home', () => {
    expect(follow('will-frame-navigate', `${SERVER}/`, false).prevented).toBe(true);
  });

  test('[AUD62] a followed link opens outside, a redirect does not', () => {
    expect(follow('will-frame-navigate', 'https://runbook.example/x').opened).toEqual([
      'https://runbook.example/x',
    ]);
    expect(follow('will-redirect', 'https://runbook.example/x').opened).toEqual([]);
    expect(follow('will-frame-navigate', 'mailto:a@b.c').opened).toEqual([]);
  });

  test('[AUD62] no new windows, no webviews', () => {
    const { call, opened } = guarded();
    expect(call('open', { url: 'https://runbook.example/' })).toEqual({ action: 'deny' });
    expect(call('open', { url: `${SERVER}/` })).toEqual({ action: 'deny' });
    expect(call('open', { url: 'file:///etc/passwd' })).toEqual({ action: 'deny' });
    expect(opened).toEqual(['https://runbook.example/', `${SERVER}/`]);
    let prevented = false;
    call('will-attach-webview', {
      preventDefault: () => {
        prevented = true;
      },
    });
    expect(prevented).toBe(true);
  });

  test('[AUD62] every refusal has its reason', () => {
    expect(
      judgeNavigation({ url: 'https://x.test/', isMainFrame: true, isRedirect: false }, ORIGINS).reason.code,
    ).toBe('AUD62');
  });
});

describe('addresses opened outside', () => {
  const SCHEMES = [
    'file ftp ftps sftp smb nfs ssh telnet rdp vnc mailto tel sms callto skype ms-msdt ms-officecmd ms-settings',
    'search-ms search shell vscode steam slack zoommtg javascript data blob about chrome devtools view-source',
    'filesystem ws wss jar ldap dict gopher intent itms-services x-apple.systempreferences watchfloor',
  ]
    .join(' ')
    .split(' ');

  test('[AUD63] of forty schemes none but http and https', () => {
    expect(SCHEMES.length).toBeGreaterThanOrEqual(40);
    for (const scheme of SCHEMES)
      for (const form of [
        `${scheme}://host/path`,
        `${scheme}:path`,
        `${scheme.toUpperCase()}://host/`,
        ` ${scheme}:x`,
      ])
        expect(judgeExternal(form).allowed, form).toBe(false);
    expect(judgeExternal('https://example.com/a b')).toMatchObject({
      allowed: true,
      url: 'https://example.com/a%20b',
    });
    expect(judgeExternal('HTTP://EXAMPLE.com')).toMatchObject({ allowed: true, url: 'http://example.com/' });
  });

  test.each([
    '',
    'example.com',
    '//example.com',
    '/etc/passwd',
    'https://',
    'https://user:pw@example.com/',
    'https://user@example.com/',
    '\\\\server\\share',
    'C:\\Windows\\x.exe',
  ])('[AUD63] %j does not open', (address) => {
    expect(judgeExternal(address)).toMatchObject({ allowed: false, reason: { code: 'AUD63' } });
  });
});
