// P9: a hundred thousand pending steps: how late they come, and how soon a server that was down has caught up.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchConfig } from './bench-config.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

/** Every one of so many incidents tells somebody at once, so that lateness is also seen by the one who is told. */
const PAGED_EVERY = 20;
const HOUR_MS = 3_600_000;

/** A receiver of pages: when each came. */
async function startReceiver() {
  const got = [];
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const at = Date.now();
      const { incident, kind } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      got.push({ at, incident: incident?.id ?? null, kind });
      response.end();
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${server.address().port}/page`,
    got,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The bench's config with a second service whose person is told at once. */
function pagingConfig(url) {
  const config = benchConfig();
  return {
    ...config,
    users: [
      ...config.users,
      { id: 'sam', name: 'Sam', role: 'responder', contacts: [{ id: 'hook', channel: 'webhook', url }] },
    ],
    escalationPolicies: [
      ...config.escalationPolicies,
      { id: 'loud', name: 'Loud', passes: 9, steps: [{ targets: [{ user: 'sam' }], delay: 'PT30M' }] },
    ],
    services: [...config.services, { id: 'loud', name: 'Loud', target: { escalation: 'loud' } }],
  };
}

const at = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? null;
const dueAgain = (incident, dueAt, since) => ({
  ...incident,
  run: { ...incident.run, dueAt, waitingSince: since },
  notices: [],
});

/** Steps the server has fired since `from`: incident number and when, as its ledger has it. */
function firedSince(folder, from) {
  const db = new DatabaseSync(join(folder, 'watchfloor.db'), { readOnly: true });
  try {
    return db.prepare(`SELECT incident, at FROM timeline WHERE kind = 'step-fired' AND at >= ?`).all(from);
  } finally {
    db.close();
  }
}

/** How many incidents the messages of a folder's outbox name, bundles by what is in them. */
function namedIn(folder) {
  const db = new DatabaseSync(join(folder, 'watchfloor.db'), { readOnly: true });
  try {
    const rows = db.prepare(`SELECT message FROM outbox WHERE recipient = 'person'`).all();
    const messages = rows.map(({ message }) => JSON.parse(message));
    return new Set(
      messages.flatMap(({ incident, body }) =>
        incident === null ? (body.incidents ?? []).map(({ id }) => id) : [incident],
      ),
    ).size;
  } finally {
    db.close();
  }
}

/** `pending` steps wait; `due` of them fall due evenly within `spanMs`, the others within the hour after. */
export async function measureLateness({ pending, due, spanMs, say, problems }) {
  say(`P9: writing ${pending} pending steps …`);
  const receiver = await startReceiver();
  // The floor must be written and started by then; steps that fell due before are left out below.
  const began = Date.now();
  const first = began + 5000 + pending / 4;
  const planned = (n) =>
    n < due ? first + (n / due) * spanMs : first + spanMs + HOUR_MS / 60 + ((n - due) / pending) * HOUR_MS;
  const folder = seedFolder({
    open: pending,
    config: pagingConfig(receiver.url),
    openOf: (n) => ({ at: began - 60_000, service: n % PAGED_EVERY === 0 ? 'loud' : 'infra' }),
    changeOpen: (incident, n) => dueAgain(incident, Math.round(planned(n)), began - 60_000),
  });
  const server = await startWatchfloor({ folder, imports: true, limitMs: 120_000 });
  try {
    const from = Date.now() + 1000;
    let overdueMs = 0;
    while (Date.now() < first + spanMs + 5000) {
      await sleep(200);
      overdueMs = Math.max(overdueMs, (await server.gauges()).watchfloor_oldest_overdue_ms);
    }
    await server.stop();
    const isMeasured = (n) => n < due && planned(n) >= from;
    const expected = Array.from({ length: due }, (_, n) => n).filter(isMeasured);
    const fired = new Map();
    for (const row of firedSince(folder, from - 1000)) {
      const n = row.incident - 1;
      fired.set(n, [...(fired.get(n) ?? []), row.at - planned(n)]);
    }
    const wrong = expected.filter((n) => fired.get(n)?.length !== 1).length;
    if (wrong > 0) problems.push(`P9: ${wrong} of ${expected.length} due steps did not fire exactly once`);
    const early = [...fired.keys()].filter((n) => n >= due).length;
    if (early > 0) problems.push(`P9: ${early} steps fired that were not due`);
    const decided = expected.flatMap((n) => fired.get(n) ?? []).toSorted((a, b) => a - b);
    const seen = receiver.got
      .map((page) => ({ n: Number(page.incident?.slice('01-bench-'.length)) - 1, at: page.at }))
      .filter(({ n }) => isMeasured(n))
      .map((page) => page.at - planned(page.n))
      .toSorted((a, b) => a - b);
    const paged = expected.filter((n) => n % PAGED_EVERY === 0).length;
    if (seen.length !== paged) problems.push(`P9: ${paged} pages were due, ${seen.length} came`);
    return {
      measured: expected.length,
      perSecond: (due / spanMs) * 1000,
      decidedP99Ms: at(decided, 0.99),
      decidedMaxMs: decided.at(-1) ?? null,
      toldP99Ms: at(seen, 0.99),
      toldMaxMs: seen.at(-1) ?? null,
      told: seen.length,
      overdueMs,
    };
  } finally {
    receiver.close();
    await server.drop();
  }
}

/** `pending` steps fell due evenly while the server was down for two hours, and all their people are told at once. */
export async function measureCatchUp({ pending, say, problems }) {
  say(`P9: writing ${pending} steps of an outage …`);
  const receiver = await startReceiver();
  const config = pagingConfig(receiver.url);
  for (const user of config.users)
    Object.assign(user, {
      contacts: [{ id: 'hook', channel: 'webhook', url: receiver.url }],
      notificationRules: [{ when: {}, notify: ['hook'], after: 'PT0S' }],
    });
  const now = Date.now();
  const downAt = now - 2 * HOUR_MS;
  const folder = seedFolder({
    open: pending,
    config,
    openOf: (n) => ({ at: downAt - HOUR_MS, service: n % PAGED_EVERY === 0 ? 'loud' : 'infra' }),
    changeOpen: (incident, n) =>
      dueAgain(incident, Math.round(downAt + (n / pending) * 2 * HOUR_MS), downAt - HOUR_MS),
    meta: { aliveAt: String(downAt) },
  });
  const startedAt = Date.now();
  const server = await startWatchfloor({ folder, imports: true, limitMs: 300_000 });
  try {
    const readyMs = Date.now() - startedAt;
    const limit = Date.now() + 60_000;
    while (receiver.got.length === 0 && Date.now() < limit) await sleep(20);
    let overdueMs = (await server.gauges()).watchfloor_oldest_overdue_ms;
    while (overdueMs > 0 && Date.now() < limit) {
      await sleep(50);
      overdueMs = (await server.gauges()).watchfloor_oldest_overdue_ms;
    }
    const caughtUpMs = Date.now() - startedAt;
    await sleep(1000);
    while ((await server.gauges()).watchfloor_journal_behind_bytes > 0) await sleep(100);
    await server.stop();
    const fired = firedSince(folder, startedAt);
    const once = new Set(fired.map((row) => row.incident));
    if (fired.length !== pending || once.size !== pending)
      problems.push(`P9: of ${pending} overdue runs ${once.size} fired, ${fired.length} times`);
    const told = namedIn(folder);
    if (told < pending) problems.push(`P9: ${pending} incidents were overdue, ${told} named in messages`);
    return { readyMs, caughtUpMs, messages: receiver.got.length, told };
  } finally {
    receiver.close();
    await server.drop();
  }
}
