// The pictures in docs/, taken of the demo: `node scripts/pictures.mjs [name …]`. Needs Chromium; takes about five minutes.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { findChromium } from './lib/chromium.mjs';
import { requireNode } from './lib/node24.mjs';
import { ROOT } from './lib/root.mjs';

const only = process.argv.slice(2);
const wanted = (name) => only.length === 0 || only.includes(name);
const BEFORE_STORM_MS = 75_000;
const WIDE = { width: 1920, height: 1080 };
const UPRIGHT = { width: 1080, height: 1920 };
const DESK = { width: 1440, height: 900 };

/** Walls of the pictures, each with a display of its own. `frames` changes what the server sends. */
const WALLS = [
  { name: 'wall-3m', distance: 3, locale: 'ko' },
  { name: 'wall-3m-en', distance: 3, locale: 'en' },
  { name: 'wall-3m-light', distance: 3, locale: 'ko', theme: 'light' },
  { name: 'wall-5m', distance: 5, locale: 'ko' },
  { name: 'wall-5m-portrait', distance: 5, locale: 'ko', size: UPRIGHT },
  { name: 'wall-8m', distance: 8, locale: 'en' },
  { name: 'wall-bignumber', distance: 5, locale: 'ko', view: 'bignumber' },
  {
    name: 'wall-bignumber-quiet',
    distance: 8,
    locale: 'en',
    view: 'bignumber',
    urgency: ['highest'],
    size: UPRIGHT,
  },
  { name: 'wall-heatmap', distance: 3, locale: 'ko', view: 'heatmap' },
  { name: 'wall-metrics', distance: 3, locale: 'en', view: 'metrics' },
  { name: 'wall-rotation', distance: 3, locale: 'ko', view: 'oncall' },
  { name: 'wall-5m-late', distance: 5, locale: 'ko', frames: 'late' },
  { name: 'wall-5m-stopped', distance: 5, locale: 'ko', frames: 'none' },
  { name: 'wall-3m-flood', distance: 3, locale: 'ko', isFlood: true },
];
const tokenOf = (name) => `d-${name}-0123456789abcdef0123456789`;

const node = requireNode();
const demo = spawn(node, [join(ROOT, 'scripts/demo.mjs'), '--port', '0'], {
  env: { TZ: 'Asia/Seoul', ...process.env },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let browser;
try {
  const { url, token } = await addresses();
  const startedAt = performance.now();
  browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  await addDisplays(url, token);
  await sleep(Math.max(0, BEFORE_STORM_MS - (performance.now() - startedAt)));
  for (const wall of WALLS.filter((one) => !one.isFlood && wanted(one.name))) await takeWall(url, wall);
  await takeDesk(url, token);
  for (const wall of WALLS.filter((one) => one.isFlood && wanted(one.name))) await takeWall(url, wall);
} finally {
  await browser?.close();
  demo.kill('SIGINT');
}

/** Where the demo's console is, once it says so. */
function addresses() {
  return new Promise((resolve, reject) => {
    let said = '';
    demo.once('exit', (code) => reject(new Error(`the demo ended with ${code}`)));
    demo.stdout.on('data', (part) => {
      said += part;
      const found = /Console {2}(\S+)\/#token=(\S+)/.exec(said);
      if (found) resolve({ url: found[1], token: found[2] });
    });
  });
}

async function addDisplays(url, token) {
  const authorization = `Bearer ${token}`;
  const config = await (await fetch(`${url}/api/v1/config`, { headers: { authorization } })).json();
  const added = WALLS.map((wall) => ({
    id: wall.name,
    name: wall.locale === 'ko' ? '서울 관제실 1번 상황판' : 'Seoul NOC · wall 1',
    token: tokenOf(wall.name),
    views: [wall.view ?? 'board'],
    rotateEvery: null,
    distance: wall.distance,
    theme: wall.theme ?? 'dark',
    locale: wall.locale,
    filter: wall.urgency ? { urgency: wall.urgency } : {},
  }));
  const answer = await fetch(`${url}/api/v1/config`, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ ...config, displays: [...config.displays, ...added] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

async function takeWall(url, wall) {
  const context = await browser.newContext({ viewport: wall.size ?? WIDE });
  const page = await context.newPage();
  let isCut = false;
  await page.routeWebSocket(/socket\.io/, (page_) => {
    const server = page_.connectToServer();
    server.onMessage((message) => {
      if (isCut) return;
      const late = wall.frames === 'late' && typeof message === 'string';
      page_.send(late ? message.replace(/"oldestOverdueMs":\d+/, '"oldestOverdueMs":72000') : message);
    });
  });
  await page.goto(`${url}/wall/${wall.name}#token=${tokenOf(wall.name)}`);
  await page.waitForSelector(`[data-freshness="${wall.frames === 'late' ? 'degraded' : 'live'}"]`);
  // Lets the sound play, as on a wall that somebody set up.
  await page.keyboard.press('Shift');
  if (wall.urgency) await page.waitForSelector('.bignumber__figure--calm', { timeout: 240_000 });
  if (wall.isFlood) await page.waitForSelector('.card--group', { timeout: 300_000 });
  else if ((wall.view ?? 'board') === 'board')
    await page.waitForSelector('.card', { timeout: 120_000 }).catch(() => undefined);
  await sleep(3000);
  if (wall.frames === 'none') {
    isCut = true;
    await page.waitForSelector('[data-freshness="stopped"]', { timeout: 30_000 });
    await sleep(3000);
  }
  await shoot(page, wall.name);
  await context.close();
}

async function takeDesk(url, token) {
  const context = await browser.newContext({ viewport: DESK, locale: 'en-US' });
  const page = await context.newPage();
  const go = async (path, selector) => {
    await page.goto(`${url}${path}`);
    await page.waitForSelector(selector, { timeout: 30_000 });
    await sleep(1500);
  };
  // A choice is kept per person; the demo signs its newcomer in.
  const inLanguage = (locale) =>
    page.evaluate((to) => localStorage.setItem('watchfloor.locale.haneul', to), locale);
  await page.goto(`${url}/#token=${token}`);
  await page.waitForSelector('.c-row');
  await inLanguage('en');
  if (wanted('incident')) {
    const id = await page.locator('.c-row[data-band="acked"]').first().getAttribute('data-id');
    await page.setViewportSize({ width: 1440, height: 1000 });
    await go(`/incidents/${id}`, '.c-timeline, .c-incident h2');
    await shoot(page, 'incident');
    await page.setViewportSize(DESK);
  }
  const pages = [
    ['report', '/reports', 'table'],
    ['audit', '/audit', '.c-audit > li'],
    ['config', '/settings/config', '.c-flood form'],
  ];
  for (const [name, path, selector] of pages) {
    if (!wanted(name)) continue;
    await go(path, selector);
    await shoot(page, name);
  }
  await page.setViewportSize({ width: 1440, height: 800 });
  if (wanted('console-heatmap')) {
    await go('/heatmap', '.heatmap__cell');
    await shoot(page, 'console-heatmap');
  }
  await inLanguage('ko');
  if (wanted('oncall')) {
    await go('/oncall', '.timeline__bar');
    await shoot(page, 'oncall');
  }
  await page.setViewportSize(DESK);
  if (wanted('console')) {
    await go('/', '.c-row');
    await shoot(page, 'console');
  }
  if (wanted('console-drag')) {
    await go('/', '.c-row');
    const row = await page.locator('.c-row[data-band]').nth(1).boundingBox();
    await page.mouse.move(row.x + 300, row.y + row.height / 2);
    await page.mouse.down();
    await page.mouse.move(row.x + 320, row.y + row.height, { steps: 3 });
    const person = await page.locator('.c-drop-panel [data-drop-user]').nth(1).boundingBox();
    await page.mouse.move(person.x + 120, person.y + person.height / 2, { steps: 5 });
    await shoot(page, 'console-drag');
    await page.keyboard.press('Escape');
    await page.mouse.up();
  }
  await context.close();
}

async function shoot(page, name) {
  await page.screenshot({ path: join(ROOT, 'docs', `${name}.png`) });
  console.log(name);
}
