import { describe, expect, test } from 'vitest';
import { answerAppPage, SAFE_PAGE, START_PAGE } from '../../src/main/pages/app-pages.ts';

const get = (url: string, method = 'GET') => answerAppPage({ url, method });

const TRAVERSALS = [
  ...[
    '../',
    '..\\',
    '%2e%2e/',
    '%2e%2e%2f',
    '..%2f',
    '..%5c',
    '%252e%252e%252f',
    '..;/',
    '....//',
    '.%2e/',
    '%c0%ae%c0%ae/',
    '..%00/',
  ].flatMap((up) => [`/${up}etc/passwd`, `/${up}${up}${up}package.json`, `/start/${up}start`]),
  ...[
    '/.',
    '/..',
    '//',
    '///etc/passwd',
    '//start',
    '/start/',
    '/start.html',
    '/Start',
    '/START',
    '/start%00',
    '/start%20',
    '/start ',
    '/start.css/../start',
    '/./start',
    '/%73tart',
    '/start?x',
    '/start#x',
    '\\start',
    '/etc/passwd',
    '/index.js',
    '/../main/index.js',
    '/C:/Windows/win.ini',
    '',
    '/',
  ],
];

describe('the shell’s own pages', () => {
  test('[AUD64] its pages and their parts are served with a strict policy', async () => {
    for (const [url, type] of [
      [START_PAGE, 'text/html'],
      [SAFE_PAGE, 'text/html'],
      ['watchfloor://app/start.css', 'text/css'],
      ['watchfloor://app/start.js', 'text/javascript'],
    ] as const) {
      const answer = get(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toContain(type);
      const policy = answer.headers.get('content-security-policy');
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|\*/);
      expect((await answer.text()).length).toBeGreaterThan(100);
    }
  });

  test('[AUD64] pages carry nothing inline', async () => {
    for (const url of [START_PAGE, SAFE_PAGE]) {
      const html = await get(url).text();
      expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    }
  });

  test('[AUD64] every part that a page names exists', async () => {
    for (const url of [START_PAGE, SAFE_PAGE]) {
      const html = await get(url).text();
      const parts = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path);
      expect(parts.length).toBeGreaterThan(0);
      for (const path of parts) expect(get(`watchfloor://app${path}`).status, path).toBe(200);
    }
  });

  test('[AUD64] fifty ways out of the folder lead nowhere', async () => {
    expect(TRAVERSALS.length).toBeGreaterThanOrEqual(50);
    for (const path of TRAVERSALS) {
      const answer = get(`watchfloor://app${path}`);
      expect(answer.status, path).toBe(404);
      expect(await answer.text()).toBe('');
    }
  });

  test('[AUD64] other hosts, schemes and methods get nothing', () => {
    for (const url of [
      'watchfloor://evil/start',
      'watchfloor://app.evil/start',
      'watchfloor://app@evil/start',
      'file:///start',
      'http://app/start',
    ])
      expect(get(url).status, url).toBe(404);
    for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS']) expect(get(START_PAGE, method).status).toBe(404);
  });
});
