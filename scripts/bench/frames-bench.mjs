// P11: frames of the console's table and of the wall while hundreds of incidents change each second.
import { setTimeout as sleep } from 'node:timers/promises';
import { benchConfig, DISPLAY_TOKEN } from './bench-config.mjs';
import { launchBrowser } from './browser.mjs';
import { loadKey } from './load.mjs';
import { openSocket } from './paced.mjs';
import { ADMIN_TOKEN } from './processes.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

const UPDATES_PER_SECOND = 500;
const CONNECTIONS = 8;
/** Time for the first drawing and the first look-ups, before anything counts. */
const WARM_UP_MS = 5000;
const LONG_TASK_MS = 50;
const ROW_PX = 42;
const FRAMES_PER_SECOND = 60;
/** Time of one turn of the wheel in one direction. */
const WHEEL_S = 5;

/** Repeats evenly over all open incidents, as senders would bring them; `end` says how many and how many failed. */
async function startUpdates(server, open) {
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(server)));
  const began = performance.now();
  const free = [...sockets];
  let sent = 0;
  let failed = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1000) * UPDATES_PER_SECOND);
    while (sent < due && free.length > 0) {
      // The one that rested longest: none rests so long that the server closes it.
      const socket = free.shift();
      const { key, urgency } = loadKey((sent * 7919) % open, open);
      sent += 1;
      socket.send(
        JSON.stringify({ summary: `Load of ${key} is ${sent} over its limit`, event_id: key, urgency }),
        (status) => {
          if (status !== 200) failed += 1;
          free.push(socket);
        },
      );
    }
  }, 2);
  return {
    count: () => sent,
    end: () => {
      clearInterval(timer);
      for (const socket of sockets) socket.end();
      return { sent, failed, perSecond: sent / ((performance.now() - began) / 1000) };
    },
  };
}

/** In the page: notes every frame's length and every long task until it is asked. */
function watchFrames() {
  const frames = [];
  const tasks = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  let last = null;
  let isOver = false;
  const step = (at) => {
    if (last !== null) frames.push(at - last);
    last = at;
    if (!isOver) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  globalThis.endFrames = () => {
    isOver = true;
    observer.disconnect();
    return { frames, tasks };
  };
}

async function heapOf(session) {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize / (1024 * 1024);
}

const at = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? 0;

/** Turns the wheel over the table, a row per frame, down and up again, until told to stop. */
function turnWheel(session) {
  let isOver = false;
  const turning = (async () => {
    for (let down = -1; !isOver; down = -down)
      await session.send('Input.synthesizeScrollGesture', {
        x: 960,
        y: 540,
        yDistance: down * ROW_PX * FRAMES_PER_SECOND * WHEEL_S,
        speed: ROW_PX * FRAMES_PER_SECOND,
        gestureSourceType: 'mouse',
      });
  })();
  return () => {
    isOver = true;
    return turning;
  };
}

/** One stretch of `seconds`; what the page drew and how long its tasks were. */
async function watch(page, session, seconds, isScrolling = false) {
  const stopWheel = isScrolling ? turnWheel(session) : null;
  await page.evaluate(watchFrames);
  await sleep(1000);
  const top = await page.evaluate(() => document.querySelector('.c-table-scroll')?.scrollTop ?? 0);
  if (isScrolling && top === 0) throw new Error('the wheel moved nothing');
  await sleep(seconds * 1000 - 1000);
  const { frames, tasks } = await page.evaluate(() => globalThis.endFrames());
  await stopWheel?.();
  const sorted = frames.toSorted((a, b) => a - b);
  return {
    frames: frames.length,
    p50Ms: at(sorted, 0.5),
    p99Ms: at(sorted, 0.99),
    maxMs: at(sorted, 1),
    longestTaskMs: Math.max(0, ...tasks),
    longTasks: tasks.filter((ms) => ms > LONG_TASK_MS).length,
  };
}

/**
 * One page over `open` open incidents. `seconds` each of standing still and, where it `scrolls`, of scrolling; the heap is looked at after a collection, before and after.
 */
async function measurePage({ browserPath, open, seconds, path, ready, scrolls = false, problems, name }) {
  const config = benchConfig();
  config.displays[0].distance = 3;
  const folder = seedFolder({ open, config, openOf: (n) => loadKey(n, open) });
  const server = await startWatchfloor({ folder, imports: true, limitMs: 120_000 });
  let browser = null;
  let updates = null;
  try {
    browser = await launchBrowser(browserPath);
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    await page.goto(server.url + path);
    await page.waitForSelector(ready, { timeout: 60_000 });
    updates = await startUpdates(server, open);
    await sleep(WARM_UP_MS);
    const session = await page.context().newCDPSession(page);
    const heapBeforeMb = await heapOf(session);
    const still = await watch(page, session, seconds);
    const scrolled = scrolls ? await watch(page, session, seconds, true) : null;
    const heapAfterMb = await heapOf(session);
    const { sent, failed, perSecond } = updates.end();
    updates = null;
    if (failed > 0) problems.push(`P11, ${name}: ${failed} of ${sent} updates were not answered 200`);
    if (perSecond < UPDATES_PER_SECOND * 0.95)
      problems.push(`P11, ${name}: only ${Math.round(perSecond)} updates a second were possible`);
    problems.push(...errors.map((error) => `P11, ${name}: ${error}`));
    return { open, perSecond, still, scrolled, heapBeforeMb, heapAfterMb };
  } finally {
    updates?.end();
    await browser?.close();
    await server.drop();
  }
}

/** The console's table of 10,000 rows, still and scrolling, and the wall with 5,000 open. */
export async function measureFrames({ browserPath, seconds, say, problems }) {
  say('P11: the table of 10,000 rows …');
  const table = await measurePage({
    name: 'table',
    browserPath,
    open: 10_000,
    seconds,
    path: `/#token=${ADMIN_TOKEN}`,
    ready: '.c-rows [role="row"]',
    scrolls: true,
    problems,
  });
  say('P11: the wall with 5,000 open …');
  const wall = await measurePage({
    name: 'wall',
    browserPath,
    open: 5000,
    // As long as the table is watched in both its ways.
    seconds: seconds * 2,
    path: `/wall/wall-1#token=${DISPLAY_TOKEN}`,
    ready: '[data-freshness="live"] .board',
    problems,
  });
  return { table, wall };
}
