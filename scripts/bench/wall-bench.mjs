// P5: from a webhook's arrival to the wall's DOM, while everything else repeats.
import { io } from 'socket.io-client';
import { benchConfig, DISPLAY_TOKEN } from './bench-config.mjs';
import { launchBrowser } from './browser.mjs';
import { openSocket } from './paced.mjs';
import { startWatchfloor } from './subjects.mjs';

const BACKGROUND_KEYS = 990;
const BACKGROUND_PER_SECOND = 990;
const PROBES_PER_SECOND = 10;
const CONNECTIONS = 16;
const now = () => performance.timeOrigin + performance.now();

const bodyOf = (key, urgency, value) =>
  JSON.stringify({
    summary: `Load of ${key} is over its limit`,
    event_id: key,
    status: 'open',
    urgency,
    metric_value: String(value),
    custom_details: { cluster: 'seoul-2' },
  });

/**
 * A probe is a repeat of the one `highest` incident: its count on the wall's first card says which probe has arrived.
 * `walls` are one in a real browser, the others bare clients of the stream.
 */
export async function measureWalls({
  browserPath,
  seconds,
  walls = 20,
  backgroundPerSecond = BACKGROUND_PER_SECOND,
  problems,
}) {
  const config = benchConfig();
  config.displays[0].distance = 3;
  config.settings = { floodThreshold: 100_000 };
  const server = await startWatchfloor({ config });
  const clients = [];
  let browser = null;
  try {
    const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(server)));
    const queue = [];
    const free = [...sockets];
    let failed = 0;
    const pump = () => {
      while (free.length > 0 && queue.length > 0) {
        const socket = free.pop();
        socket.send(queue.shift(), (status) => {
          if (status !== 200) failed += 1;
          free.push(socket);
          pump();
        });
      }
    };
    const post = (body) => {
      queue.push(body);
      pump();
    };
    post(bodyOf('probe', 'highest', 0));
    for (let key = 0; key < BACKGROUND_KEYS; key += 1) post(bodyOf(`background-${key}`, 'low', 0));

    let deltas = 0;
    let gaps = 0;
    for (let i = 1; i < walls; i += 1) {
      const client = io(server.url, { auth: { token: DISPLAY_TOKEN }, transports: ['websocket'] });
      let seq = null;
      client.on('snapshot', (snapshot) => {
        seq = snapshot.seq;
      });
      client.on('delta', (delta) => {
        deltas += 1;
        if (delta.from !== seq) gaps += 1;
        seq = delta.seq;
      });
      clients.push(client);
    }
    browser = await launchBrowser(browserPath);
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    await page.goto(`${server.url}/wall/wall-1#token=${DISPLAY_TOKEN}`);
    await page.waitForSelector('.card--hero.urgency-highest', { timeout: 20_000 });
    await page.evaluate(() => {
      const seen = [];
      let last = 0;
      const read = () => {
        const text = document.querySelector('.card--hero.urgency-highest .card__count')?.textContent ?? '';
        const count = Number(text.replace(/\D/g, ''));
        if (count <= last) return;
        last = count;
        seen.push([count, performance.timeOrigin + performance.now()]);
      };
      new MutationObserver(read).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      globalThis.seenCounts = seen;
    });

    const sentAt = [];
    const began = now();
    let background = 0;
    await new Promise((done) => {
      const tick = () => {
        const elapsed = (now() - began) / 1000;
        while (background < elapsed * backgroundPerSecond) {
          post(bodyOf(`background-${background % BACKGROUND_KEYS}`, 'low', background));
          background += 1;
        }
        while (sentAt.length < elapsed * PROBES_PER_SECOND) {
          sentAt.push(now());
          // Ahead of the background that waits for a connection: what is measured begins at the server.
          queue.unshift(bodyOf('probe', 'highest', sentAt.length));
          pump();
        }
        if (elapsed >= seconds) done();
        else setTimeout(tick, 2);
      };
      tick();
    });
    await page.waitForTimeout(1500);
    const seen = await page.evaluate(() => globalThis.seenCounts);
    // The incident was created with a count of one: the nth probe is shown as n + 1.
    const latencies = sentAt
      .map((at, index) => (seen.find(([count]) => count >= index + 2)?.[1] ?? Number.POSITIVE_INFINITY) - at)
      .toSorted((a, b) => a - b);
    const missing = latencies.filter((ms) => ms === Number.POSITIVE_INFINITY).length;
    if (missing > 0)
      problems.push(`P5, ${walls} walls: ${missing} of ${latencies.length} probes never reached the wall`);
    if (gaps > 0) problems.push(`P5, ${walls} walls: ${gaps} gaps in the numbers of the stream`);
    if (failed > 0) problems.push(`P5, ${walls} walls: ${failed} requests were not answered 200`);
    for (const socket of sockets) socket.end();
    const at = (p) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * p))];
    return {
      walls,
      probes: latencies.length,
      background,
      deltas,
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      maxMs: latencies.at(-1),
    };
  } finally {
    for (const client of clients) client.close();
    await browser?.close();
    await server.drop();
  }
}
