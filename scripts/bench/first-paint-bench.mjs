// P12: what a wall must fetch before it paints, and how soon its picture is live.
import { gzipSync } from 'node:zlib';
import { benchConfig, DISPLAY_TOKEN } from './bench-config.mjs';
import { launchBrowser } from './browser.mjs';
import { median } from './ingest-bench.mjs';
import { loadKey } from './load.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

const OPEN = 500;
const ROUNDS = 5;
const LIVE = '[data-freshness="live"] .board .card';

/** In the page, before anything of it runs: notes when the live picture is first there, ms since the navigation. */
function noteLive(selector) {
  const look = () => {
    if (document.querySelector(selector) === null) return requestAnimationFrame(look);
    globalThis.liveAtMs = performance.now();
  };
  requestAnimationFrame(look);
}

/** In the page: the first paint, and the scripts that had arrived by then. */
function readPaint() {
  const paintMs = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const scripts = performance
    .getEntriesByType('resource')
    .filter(({ name, responseEnd }) => /\.m?js(?:\?|$)/.test(name) && responseEnd <= paintMs)
    .map(({ name, transferSize }) => ({ name, transferSize }));
  return { paintMs, scripts, liveAtMs: globalThis.liveAtMs };
}

/** Five walls opened one after the other, each in a browser profile that has seen nothing. */
export async function measureFirstPaint({ browserPath, problems }) {
  const config = benchConfig();
  const folder = seedFolder({ open: OPEN, config, openOf: (n) => loadKey(n, OPEN) });
  const server = await startWatchfloor({ folder, imports: true });
  let browser = null;
  try {
    browser = await launchBrowser(browserPath);
    const seen = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
      const page = await context.newPage();
      await page.addInitScript(noteLive, LIVE);
      await page.goto(`${server.url}/wall/wall-1#token=${DISPLAY_TOKEN}`);
      await page.waitForFunction(() => globalThis.liveAtMs !== undefined, null, { timeout: 30_000 });
      seen.push(await page.evaluate(readPaint));
      await context.close();
    }
    const { scripts } = seen[0];
    if (scripts.length === 0) problems.push('P12: no script was seen before the first paint');
    let gzipBytes = 0;
    let plainBytes = 0;
    for (const { name } of scripts) {
      const body = Buffer.from(await (await fetch(name)).arrayBuffer());
      plainBytes += body.length;
      gzipBytes += gzipSync(body).length;
    }
    return {
      open: OPEN,
      scripts: scripts.length,
      gzipKb: gzipBytes / 1024,
      plainKb: plainBytes / 1024,
      sentKb: scripts.reduce((sum, { transferSize }) => sum + transferSize, 0) / 1024,
      paintMs: median(seen.map((one) => one.paintMs)),
      liveMs: median(seen.map((one) => one.liveAtMs)),
      slowestLiveMs: Math.max(...seen.map((one) => one.liveAtMs)),
    };
  } finally {
    await browser?.close();
    await server.drop();
  }
}
