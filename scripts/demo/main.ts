// A seeded, moving NOC on a temporary data folder. Ends, and removes the folder, with Ctrl-C.
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashSecret } from '../../src/server/adapters/storage/hash-secret.ts';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { checkDocument, hashDocumentSecrets } from '../../src/server/runtime/config-revision.ts';
import type { Shift } from '../../src/shared/oncall.ts';
import { serverCommand } from '../lib/server-command.mjs';
import { createApi } from './api.ts';
import { demoConfig } from './demo-config.ts';
import type { Fault } from './faults.ts';
import { startPeople } from './live-people.ts';
import { startTraffic } from './live-traffic.ts';
import { NEWCOMER, PEOPLE, STAND_IN } from './people.ts';
import { createRandom } from './random.ts';
import { startReceiver } from './receiver.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { writeHistory } from './write-history.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const DAYS = 90;
/** Share of the faults that a quiet history keeps. */
const QUIET_SHARE = 0.1;

const USAGE = `npm run demo -- [options]
  --port N          port of the server (7700; 0 takes any free one)
  --speed N         how many times faster live traffic runs (1)
  --quiet-history   a tenth of the 90 days' incidents: starts sooner on a slow machine
  --toasts          also show desktop notifications on this machine`;

const options = readOptions();
const say = (text: string) => process.stderr.write(`${text}\n`);
const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: (fields: object, text: string) => say(`${text} ${JSON.stringify(fields)}`),
  error: (fields: object, text: string) => say(`${text} ${JSON.stringify(fields)}`),
};
const secretOf = (name: string) => `${name}-${randomBytes(18).toString('hex')}`;
const secrets = {
  keys: { prometheus: secretOf('k-prom'), scripts: secretOf('k-cron'), vendor: secretOf('k-vend') },
  display: secretOf('d-wall'),
};
const adminToken = secretOf('demo-admin');

const folder = mkdtempSync(join(tmpdir(), 'watchfloor-demo-'));
const dataDir = join(folder, 'data');
const ending: (() => unknown)[] = [];
let isEnding = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0));

try {
  await run();
} catch (error) {
  say(`The demo cannot start: ${error instanceof Error ? error.message : String(error)}`);
  await end(1);
}

async function run(): Promise<void> {
  const receiver = await startReceiver();
  ending.push(() => receiver.close());
  const now = Date.now();
  const document = demoConfig({
    now,
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    receiver: receiver.url,
    secrets,
    toasts: options.toasts ? NEWCOMER : null,
  });
  const firing = writePast(document, now);
  if (isEnding) return;
  const importFile = join(folder, 'import.json');
  writeFileSync(importFile, JSON.stringify(document));
  const { args, env } = serverCommand([
    '--port',
    options.port,
    '--data-dir',
    dataDir,
    '--import',
    importFile,
  ]);
  const server = await startServer(args, {
    WATCHFLOOR_LOG_LEVEL: 'warn',
    ...env,
    WATCHFLOOR_ADMIN_TOKEN: adminToken,
  });
  ending.push(() => server.stop());
  server.child.once('close', (code) => {
    if (isEnding) return;
    say(`The server ended with code ${code}.`);
    void end(1);
  });
  await makeLive(server, firing);
}

/** 90 days of it, written before the server starts. */
function writePast(document: unknown, now: number): readonly Fault[] {
  const checked = checkDocument(hashDocumentSecrets(document, hashSecret));
  if (!checked.ok) throw new Error(`its own config is wrong: ${JSON.stringify(checked.problems)}`);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  say(`Writing ${DAYS} days of history …`);
  const { ledger } = openLedger({ dir: dataDir, now, log: quiet });
  try {
    const history = writeHistory({
      config: checked.config,
      ledger,
      random: createRandom(7700),
      keys: secrets.keys,
      until: now,
      days: DAYS,
      share: options.quietHistory ? QUIET_SHARE : 1,
    });
    const seconds = ((Date.now() - now) / 1000).toFixed(1);
    say(`${history.incidents.toLocaleString('en')} incidents in ${seconds} s.`);
    return history.firing;
  } finally {
    ledger.close();
  }
}

async function makeLive(server: ServerProcess, firing: readonly Fault[]): Promise<void> {
  const admin = createApi(server.url, adminToken);
  const link = (await admin.post(`/api/v1/users/${NEWCOMER}/link`, {})) as { code: string };
  const session = (await createApi(server.url, null).post('/api/v1/sign-in', {
    code: link.code,
    name: 'Demo console',
  })) as { token: string };
  const apis = new Map<string, ReturnType<typeof createApi>>();
  for (const { id, role } of PEOPLE) {
    if (role === 'viewer' || id === NEWCOMER) continue;
    const made = (await admin.post('/api/v1/tokens', { kind: 'api', name: `Demo: ${id}`, subject: id })) as {
      token: string;
    };
    apis.set(id, createApi(server.url, made.token));
  }
  await plan(createApi(server.url, session.token));

  // A problem of the demo's own making is said once, not every three seconds.
  const said = new Set<string>();
  const onProblem = (error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    if (isEnding || said.has(text) || said.size > 20) return;
    said.add(text);
    say(`demo: ${text}`);
  };
  const shared = { random: createRandom(7701), speed: options.speed, onProblem };
  const traffic = startTraffic({ ...shared, api: createApi(server.url, null), keys: secrets.keys, firing });
  const people = startPeople({ ...shared, apis });
  ending.unshift(
    () => traffic.stop(),
    () => people.stop(),
  );
  process.stdout.write(`${welcome(server.url, session.token)}\n`);
}

/** Somebody stands in for the next night, and whoever has the next platform turn is away at its start: the coming gap. */
async function plan(newcomer: ReturnType<typeof createApi>): Promise<void> {
  const nextShift = async (schedule: string, layer: string): Promise<Shift> => {
    const from = new Date(Date.now() + HOUR_MS).toISOString();
    const to = new Date(Date.now() + 15 * DAY_MS).toISOString();
    const path = `/api/v1/schedules/${schedule}/shifts?from=${from}&to=${to}`;
    const { items } = (await newcomer.get(path)) as { items: Shift[] };
    // One that is under way is clipped to the question's own beginning.
    const found = items.find((shift) => shift.layer === layer && shift.from !== from);
    if (!found) throw new Error(`nobody has a turn of ${schedule} ahead`);
    return found;
  };
  const night = await nextShift('noc-shifts', 'night');
  await newcomer.post('/api/v1/overrides', {
    schedule: 'noc-shifts',
    layers: ['night'],
    user: STAND_IN,
    from: night.from,
    to: night.to,
  });
  const turn = await nextShift('platform-oncall', 'week');
  const to = new Date(Date.parse(turn.from) + 2 * DAY_MS).toISOString();
  await newcomer.post('/api/v1/absences', { user: turn.user, standIn: null, from: turn.from, to });
}

function welcome(url: string, token: string): string {
  const name = PEOPLE.find((person) => person.id === NEWCOMER)!.name;
  const body = JSON.stringify({
    summary: 'My first alert',
    event_id: 'first-1',
    urgency: 'high',
    status: 'open',
  });
  return [
    '',
    'Watchfloor demo is running. Everything in it is made up, and gone when it ends.',
    '',
    `  Wall     ${url}/wall/wall-1#token=${secrets.display}`,
    `  Console  ${url}/#token=${token}   (signed in as ${name})`,
    '',
    '  Send an alert of your own, and see it arrive on both:',
    `  curl -H 'content-type: application/json' -d '${body}' ${url}/integration/standard/v1/${secrets.keys.scripts}`,
    '',
    '  A storm comes after two and a half minutes. Ctrl-C ends the demo.',
  ].join('\n');
}

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  for (const step of ending) await Promise.resolve(step()).catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string', default: '7700' },
        speed: { type: 'string', default: '1' },
        'quiet-history': { type: 'boolean', default: false },
        toasts: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    const speed = Number(values.speed);
    if (!(speed > 0 && speed <= 100)) throw new Error('--speed: expected a number above 0, at most 100');
    if (!/^\d{1,5}$/.test(values.port)) throw new Error('--port: expected a port');
    return { port: values.port, speed, quietHistory: values['quiet-history'], toasts: values.toasts };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`);
    process.exit(2);
  }
}
