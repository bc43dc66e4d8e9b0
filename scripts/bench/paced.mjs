// A client with a fixed rate: latency is counted from when a request was due, so a slow server cannot hide behind
// requests that were sent late. It keeps books, so that every count can be compared with what was sent.
import { connect } from 'node:net';
import { KEY_COUNT } from './load.mjs';

const CONNECTIONS = 64;
const PAD = '상태 확인 필요, see the runbook before you act. '.repeat(4);
const SEVERITIES = ['critical', 'error', 'warning', 'info'];

/** Seeded uniform numbers in `[0, 1)` (mulberry32). */
export function seeded(seed) {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Sends `rate` single Standard events per second for `seconds`. The server must be new: the books begin empty. */
export async function runPaced(server, { rate, seconds }) {
  const book = createBook();
  const sockets = await Promise.all(Array.from({ length: CONNECTIONS }, () => openSocket(server)));
  const free = [...sockets];
  const waiting = [];
  const latencies = [];
  let late = 0;
  let failed = 0;

  const startOne = (socket, job) => {
    const event = job.event();
    socket.send(event.body, (status) => {
      if (status === 200) {
        event.settle();
        if (job.dueAt !== null) latencies.push(performance.now() - job.dueAt);
      } else failed += 1;
      const next = waiting.shift();
      if (next) startOne(socket, next);
      else free.push(socket);
      job.done?.();
    });
  };
  const submit = (job) => {
    const socket = free.pop();
    if (socket) startOne(socket, job);
    else waiting.push(job);
  };
  const settled = async () => {
    while (free.length < CONNECTIONS || waiting.length > 0) await new Promise((next) => setTimeout(next, 5));
  };

  for (let n = 0; n < KEY_COUNT; n += 1) submit({ event: () => book.open(), dueAt: null });
  await settled();

  const started = performance.now();
  const total = Math.floor(rate * seconds);
  let sent = 0;
  await new Promise((done) => {
    const tick = () => {
      const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * rate));
      while (sent < due) {
        const dueAt = started + (sent / rate) * 1000;
        if (performance.now() - dueAt > 5) late += 1;
        submit({ event: () => book.next(), dueAt });
        sent += 1;
      }
      // A server that falls behind for good must not be waited for without end.
      if (sent >= total || performance.now() - started > seconds * 3000) done();
      else setTimeout(tick, 1);
    };
    tick();
  });
  await settled();
  for (const socket of sockets) socket.end();
  latencies.sort((a, b) => a - b);
  const at = (p) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * p))] ?? null;
  return {
    rate,
    sent,
    failed,
    /** Requests that this client itself was late with by more than 5 ms: noise of the machine, not of the server. */
    lateStarts: late,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    p999Ms: at(0.999),
    maxMs: latencies.at(-1) ?? null,
    books: book.totals(),
  };
}

/** What was sent, by what it must become. A key is never under way twice, so the order of its events is known. */
function createBook() {
  const random = seeded(7700);
  const openKeys = [];
  let fresh = 0;
  let value = 0;
  const totals = { created: 0, deduplicated: 0, updated: 0 };
  const make = (key, status, outcome, after) => ({
    body: bodyOf(key, status, ++value),
    settle: () => {
      totals[outcome] += 1;
      if (after) openKeys.push(key);
    },
  });
  const take = () => {
    const index = Math.floor(random() * openKeys.length);
    const key = openKeys[index];
    openKeys[index] = openKeys.at(-1);
    openKeys.pop();
    return key;
  };
  const open = () => make(++fresh, 'open', 'created', true);
  return {
    open,
    next: () => {
      const dice = random();
      if (dice < 0.15 || openKeys.length === 0) return open();
      return dice < 0.3
        ? make(take(), 'close', 'updated', false)
        : make(take(), 'open', 'deduplicated', true);
    },
    totals: () => ({ ...totals, stillOpen: openKeys.length }),
  };
}

const bodyOf = (key, status, value) =>
  JSON.stringify({
    summary: `Load of host-${key} is ${value} over its limit`,
    event_id: `host-${key}/load`,
    status,
    urgency: SEVERITIES[key % 4],
    event_time: new Date().toISOString(),
    metric_name: 'node_load15',
    metric_value: String(value),
    threshold: '8',
    resource_name: `host-${key}.seoul.example.net`,
    custom_details: { cluster: 'seoul-2', team: 'infra', description: PAD },
  });

/** One keep-alive connection with one request under way at most. */
export async function openSocket(server) {
  const { hostname, port, host } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  socket.setNoDelay(true);
  await new Promise((ready, fail) => socket.once('connect', ready).once('error', fail));
  const head = `POST ${server.pathOf('standard')} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: `;
  let onAnswer = null;
  let text = '';
  const answer = (status) => {
    const done = onAnswer;
    onAnswer = null;
    text = '';
    done?.(status);
  };
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    const end = text.indexOf('\r\n\r\n');
    if (end === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
    if (text.length >= end + 4 + length) answer(Number(text.slice(9, 12)));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => answer(0));
  return {
    send: (body, done) => {
      onAnswer = done;
      if (socket.destroyed) return setImmediate(answer, 0);
      socket.write(`${head}${Buffer.byteLength(body)}\r\n\r\n${body}`);
    },
    end: () => socket.destroy(),
  };
}
