// P10: what a hundred thousand open incidents weigh, and whether anything grows while nothing accumulates.
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { DISPLAY_TOKEN } from './bench-config.mjs';
import { loadKey } from './load.mjs';
import { openSocket } from './paced.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

const MB = 1024 * 1024;
const HOUR_S = 3600;
const SOAK_PER_SECOND = 20;
const SOAK_KEYS = 200;
const WALLS = 5;
const SAMPLE_MS = 1000;

const rssOf = async (server) => (await server.gauges()).process_resident_memory_bytes / MB;

const bodyOf = (key, urgency, status, value) =>
  JSON.stringify({
    summary: `Load of ${key} is over its limit`,
    event_id: key,
    status,
    urgency,
    metric_value: String(value),
    custom_details: { cluster: 'seoul-2' },
  });

/** Memory of a server with `open` open incidents: after the start, and the most it had while events came in. */
export async function measureMemory({ open, seconds, say, problems }) {
  say(`P10: writing ${open} open incidents …`);
  const folder = seedFolder({ open, openOf: (n) => loadKey(n, open) });
  const server = await startWatchfloor({ folder, imports: true, limitMs: 120_000 });
  try {
    await sleep(5000);
    const restingMb = await rssOf(server);
    const { watchfloor_open_incidents: held } = await server.gauges();
    if (held !== open) problems.push(`P10: ${open} open incidents were written, ${held} are held`);
    const socket = await openSocket(server);
    let mostMb = restingMb;
    let sampledAt = 0;
    let n = 0;
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      const { key, urgency } = loadKey((n * 7919) % open, open);
      const status = await send(socket, bodyOf(key, urgency, 'open', n));
      if (status !== 200) problems.push(`P10: an event was answered ${status}`);
      n += 1;
      if (Date.now() - sampledAt < SAMPLE_MS) continue;
      sampledAt = Date.now();
      mostMb = Math.max(mostMb, await rssOf(server));
    }
    socket.end();
    return { restingMb, mostMb, events: n };
  } finally {
    await server.drop();
  }
}

const send = (socket, body) => new Promise((done) => socket.send(body, done));

/**
 * `seconds` of twenty events a second on few keys (opened, repeated, closed) and walls that come and go, after a
 * warming-up of a quarter of that. The heap is looked at after a full collection; RSS as the system sees it.
 */
export async function measureSoak({ seconds, say, problems }) {
  const server = await startWatchfloor({ nodeArgs: ['--inspect=127.0.0.1:0'] });
  const inspector = await openInspector(server.child.tail);
  const socket = await openSocket(server);
  const walls = Array.from({ length: WALLS }, () => null);
  let isOver = false;
  let sent = 0;
  let refused = 0;
  const traffic = (async () => {
    const began = performance.now();
    for (; !isOver; sent += 1) {
      const key = sent % SOAK_KEYS;
      // Each key's twentieth event closes it; the next opens it again.
      const status = Math.floor(sent / SOAK_KEYS) % 20 === 19 ? 'close' : 'open';
      if ((await send(socket, bodyOf(`soak-${key}`, 'high', status, sent))) !== 200) refused += 1;
      await sleep(Math.max(0, began + (sent * 1000) / SOAK_PER_SECOND - performance.now()));
    }
  })();
  const wallsMove = (async () => {
    for (let turn = 0; !isOver; turn += 1) {
      walls[turn % WALLS]?.close();
      walls[turn % WALLS] = io(server.url, {
        auth: { token: DISPLAY_TOKEN },
        transports: ['websocket'],
        forceNew: true,
      });
      await sleep(1000);
    }
  })();
  try {
    say(`P10: a soak of ${Math.round(seconds * 1.25)} s …`);
    await sleep(seconds * 250);
    const before = { ...(await server.gauges()), heap: await inspector.heapAfterCollection() };
    const samples = [];
    const began = performance.now();
    while (performance.now() - began < seconds * 1000) {
      samples.push([(performance.now() - began) / 1000, await rssOf(server)]);
      await sleep(Math.max(SAMPLE_MS, seconds));
    }
    const after = { ...(await server.gauges()), heap: await inspector.heapAfterCollection() };
    if (refused > 0) problems.push(`P10: ${refused} of ${sent} events of the soak were not answered 200`);
    return {
      seconds,
      events: sent,
      heapMbPerHour: ((after.heap - before.heap) / MB) * (HOUR_S / seconds),
      heapBeforeMb: before.heap / MB,
      heapAfterMb: after.heap / MB,
      rssMbPerHour: slope(samples) * HOUR_S,
      rssMb: samples.at(-1)[1],
      fdsBefore: before.process_open_fds,
      fdsAfter: after.process_open_fds,
    };
  } finally {
    isOver = true;
    await Promise.allSettled([traffic, wallsMove]);
    for (const wall of walls) wall?.close();
    socket.end();
    inspector.close();
    await server.drop();
  }
}

/** Least squares, per unit of the first value. */
function slope(points) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const x = mean(points.map(([at]) => at));
  const y = mean(points.map(([, value]) => value));
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

/** Node's own inspector, asked for the heap that is left after a full collection. */
async function openInspector(said) {
  const url = /ws:\/\/\S+/.exec(said)?.[0];
  if (url === undefined) throw new Error(`no inspector: ${said}`);
  const socket = new WebSocket(url);
  await new Promise((ready, fail) => {
    socket.addEventListener('open', ready, { once: true });
    socket.addEventListener('error', () => fail(new Error(`no inspector at ${url}`)), { once: true });
  });
  let last = 0;
  const waiting = new Map();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(data);
    waiting.get(id)?.(result);
    waiting.delete(id);
  });
  const ask = (method) =>
    new Promise((done) => {
      last += 1;
      waiting.set(last, done);
      socket.send(JSON.stringify({ id: last, method }));
    });
  return {
    async heapAfterCollection() {
      // Twice: what finalisers let go of is free only after the second.
      await ask('HeapProfiler.collectGarbage');
      await ask('HeapProfiler.collectGarbage');
      return (await ask('Runtime.getHeapUsage')).usedSize;
    },
    close: () => socket.close(),
  };
}
