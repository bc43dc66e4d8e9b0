// The benchmark. `--full` takes 30 s per run and the large histories; `--only P1,P4` some; `--profile` says what binds.
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { measureHistory } from './history-bench.mjs';
import { killUnderLoad, linesOf, sideBySide } from './ingest-bench.mjs';
import { measureLatency } from './latency-bench.mjs';
import { describeMachine, findProgram } from './machine.mjs';
import { stopAll } from './processes.mjs';
import { profileLoad } from './profile.mjs';
import { markdown, target, writeReport } from './report.mjs';
import { measureWalls } from './wall-bench.mjs';

const { values: flags } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    profile: { type: 'boolean', default: false },
    'no-report': { type: 'boolean', default: false },
  },
});
const seconds = Number(flags.seconds ?? (flags.full ? 30 : 5));
const rounds = Number(flags.rounds);
if (!(seconds > 0 && rounds > 0)) {
  console.error('--seconds and --rounds: expected numbers above 0');
  process.exit(2);
}
const asked = flags.only?.toUpperCase().split(',');
const isAsked = (...ids) => asked === undefined || ids.some((id) => asked.includes(id));
const say = (text) => console.error(text);

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => stopAll().finally(() => process.exit(130)));

const alertmanager = findProgram('prometheus-alertmanager', 'alertmanager');
const wrk = findProgram('wrk');
const report = {
  machine: describeMachine({ alertmanager, wrk, folder: process.env.WATCHFLOOR_BENCH_DIR ?? tmpdir() }),
  settings: { seconds, rounds, connections: 64, keys: 10_000, mix: '70 % repeats, 15 % new, 15 % closes' },
  targets: [],
  tables: [],
  problems: [],
  /** Runs after which every count was compared with what was sent. */
  conservationRuns: 0,
  notes: [
    'Everybody named by the policy has a rule that waits ten minutes, so that no message leaves during a run: the program beside tells nobody either.',
  ],
  skipped: [],
};
const { targets, tables, problems, skipped, notes } = report;
if (wrk === null) skipped.push('P1, P2, P3 and the kill under load: wrk is not installed (Debian: wrk)');
if (alertmanager === null)
  skipped.push('what stands beside Alertmanager: it is not installed (Debian: prometheus-alertmanager)');

const byLabel = (rows, label) => rows.find((row) => row.label === label) ?? null;
const ratio = (a, b) => (a === null || b === null ? null : a.median / b.median);
const lower = (rows) => rows.toSorted((a, b) => a.median - b.median)[0] ?? null;
const ours = (rows) => lower(rows.filter((row) => row.label.startsWith('watchfloor')));

try {
  if (flags.profile) await printProfiles();
  else {
    await measure();
    process.stdout.write(markdown(report));
    if (!flags['no-report']) for (const path of writeReport(report)) say(`written: ${path}`);
  }
} finally {
  await stopAll();
}
process.exit(problems.length > 0 ? 1 : 0);

async function measure() {
  const onChecked = () => {
    report.conservationRuns += 1;
  };
  const options = { rounds, seconds, say, problems, onChecked };
  let singleRate = 1000;
  if (wrk !== null && isAsked('P1', 'P2', 'P4')) {
    const rows = await sideBySide('P1 single events', linesOf.single(alertmanager), options);
    tables.push({ title: 'Single events, mixed', rows });
    singleRate = byLabel(rows, 'watchfloor, Standard').median;
    const worse = ours(rows);
    const note = `the lower of two doors, ${worse.label.replace('watchfloor, ', '')}`;
    targets.push(
      target('P1', 'single events beside Alertmanager', {
        goal: 1,
        measured: ratio(worse, byLabel(rows, 'alertmanager')),
        note,
      }),
      target('P2', 'single events beside a bare server', {
        goal: 0.75,
        measured: ratio(byLabel(rows, 'watchfloor, Standard'), byLabel(rows, 'bare node:http')),
      }),
    );
  }
  if (wrk !== null && isAsked('P3')) {
    const rows = await sideBySide('P3 batches of 100', linesOf.batches(alertmanager), options);
    tables.push({ title: 'Batches of 100, mixed (events per second)', rows });
    const worse = ours(rows);
    targets.push(
      target('P3', 'batches of 100 beside Alertmanager', {
        goal: 1,
        measured: ratio(worse, byLabel(rows, 'alertmanager')),
        note: `the lower of two doors, ${worse.label.replace('watchfloor, ', '')}`,
      }),
    );
  }
  if (wrk !== null && isAsked('MIXES')) {
    for (const mix of ['repeat', 'new']) {
      const words = mix === 'repeat' ? 'only repeats' : 'only new keys';
      const once = { ...options, rounds: 1 };
      tables.push(
        {
          title: `Single events, ${words}`,
          rows: await sideBySide(`single, ${words}`, linesOf.single(alertmanager, mix), once),
        },
        {
          title: `Batches of 100, ${words}`,
          rows: await sideBySide(`batches, ${words}`, linesOf.batches(alertmanager, mix), once),
        },
      );
    }
  }
  if (wrk !== null && isAsked('KILL')) {
    const killed = await killUnderLoad({ seconds, problems, onChecked });
    notes.push(
      `Killed (−9) in the middle of a load: ${killed.answered} events answered, ${killed.received} there after the restart, which took ${killed.readyMs} ms.`,
    );
  }
  if (isAsked('P4')) {
    const paced = await measureLatency({ rate: singleRate / 2, seconds, problems, onChecked });
    notes.push(
      `P4 at ${Math.round(paced.rate)} events/s: p50 ${paced.p50Ms.toFixed(1)}, p99 ${paced.p99Ms.toFixed(1)}, p99.9 ${paced.p999Ms.toFixed(1)}, max ${paced.maxMs.toFixed(0)} ms; the client itself was over 5 ms late with ${paced.lateStarts} of ${paced.sent}.`,
    );
    targets.push(
      target('P4', 'p99 latency at half of the P1 rate', {
        goal: 20,
        measured: paced.p99Ms,
        unit: 'ms',
        atMost: true,
      }),
    );
  }
  if (isAsked('P5')) await measureLiveWalls();
  if (isAsked('P7', 'P8')) await measureLongHistory();
}

async function measureLiveWalls() {
  const browserPath = process.env.CHROMIUM ?? findProgram('chromium', 'chromium-browser', 'google-chrome');
  if (browserPath === null) {
    skipped.push('P5: no Chromium found (CHROMIUM names one)');
    return;
  }
  const found = await measureWalls({ browserPath, seconds: Math.max(10, seconds), problems });
  const ms = (what, goal, measured) =>
    target('P5', what, { goal, measured, unit: 'ms', atMost: true, note: `${found.walls} walls` });
  targets.push(ms('webhook to wall, median', 120, found.p50Ms), ms('webhook to wall, p99', 250, found.p99Ms));
  notes.push(
    `P5: ${found.probes} probes among ${found.background} repeats, one wall in Chromium, the others clients of the stream; slowest ${found.maxMs.toFixed(0)} ms.`,
  );
}

/** A tenth of the history unless `--full`. */
async function measureLongHistory() {
  const size = flags.full ? { total: 1_000_000, open: 10_000 } : { total: 100_000, open: 10_000 };
  const found = await measureHistory({ ...size, say });
  const words = `${size.total.toLocaleString('en')} incidents, ${size.open.toLocaleString('en')} open`;
  const worst = (list) => Math.max(...list.map((one) => one.medianMs));
  const ms = (id, what, goal, measured) =>
    target(id, what, { goal, measured, unit: 'ms', atMost: true, note: words });
  targets.push(
    ms('P7', 'ready after start', 2000, found.readyMs),
    ms('P8', 'heat map of 90 days', 150, found.heatmap.medianMs),
    ms('P8', 'slowest list page', 30, worst(found.lists)),
    ms('P8', 'slowest full-text search', 100, worst(found.searches)),
  );
  const each = ({ query, words: asked, medianMs }) => `${query ?? asked} ${medianMs.toFixed(1)} ms`;
  notes.push(
    `P7 starts: ${found.starts.join(', ')} ms. P8 heat map, the first time: ${found.heatmap.firstMs.toFixed(0)} ms. Lists: ${found.lists.map(each).join(', ')}. Searches: ${found.searches.map(each).join(', ')}.`,
  );
}

async function printProfiles() {
  for (const load of [
    { title: 'P1, Standard, single', shape: 'standard', batch: 1, mix: 'mixed', seconds },
    { title: 'P3, Alertmanager API, batches of 100', shape: 'v2', batch: 100, mix: 'mixed', seconds },
  ]) {
    const profile = await profileLoad(load);
    const print = (rows) => {
      for (const { name, percent } of rows) console.log(`${percent.toFixed(1).padStart(6)} %  ${name}`);
    };
    console.log(`\n${load.title}: ${Math.round(profile.measured.perSecond)} events/s under the profiler`);
    console.log(
      `main thread busy ${Math.round(profile.busyMs)} ms, idle ${Math.round(profile.idleMs)} ms\n\nself`,
    );
    print(profile.self);
    console.log('\nwith what it calls');
    print(profile.total);
  }
}
