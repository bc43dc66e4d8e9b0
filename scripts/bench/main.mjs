// The benchmark. `--full` takes 30 s per run, the large histories and the long soaks; `--only P1,P4` some of it;
// `--soak MINUTES` another length of P10's soak and of P11's watch; `--profile` says what binds.
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { FLOOR_MEASURES } from './floor-measures.mjs';
import { killUnderLoad, linesOf, sideBySide } from './ingest-bench.mjs';
import { measureLatency } from './latency-bench.mjs';
import { describeMachine, findProgram } from './machine.mjs';
import { stopAll } from './processes.mjs';
import { profileLoad } from './profile.mjs';
import { markdown, target, writeReport } from './report.mjs';
import { SCREEN_MEASURES } from './screen-measures.mjs';

const { values: flags } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    soak: { type: 'string' },
    profile: { type: 'boolean', default: false },
    'no-report': { type: 'boolean', default: false },
  },
});
const seconds = Number(flags.seconds ?? (flags.full ? 30 : 5));
const rounds = Number(flags.rounds);
const soakMinutes = Number(flags.soak ?? (flags.full ? 30 : 1));
if (!(seconds > 0 && rounds > 0 && soakMinutes > 0)) {
  console.error('--seconds, --rounds and --soak: expected numbers above 0');
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
  settings: {
    seconds,
    rounds,
    soakMinutes,
    connections: 64,
    keys: 10_000,
    mix: '70 % repeats, 15 % new, 15 % closes',
  },
  targets: [],
  tables: [],
  problems: [],
  /** Runs after which every count was compared with what was sent. */
  conservationRuns: 0,
  notes: [
    'Everybody named by the policy has a rule that waits ten minutes, so that no message leaves during a run: the program beside tells nobody either.',
  ],
  skipped: [],
  /** Seconds each part took. */
  took: {},
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
  await timed('P1–P4', measureIngestion);
  const browserPath = process.env.CHROMIUM ?? findProgram('chromium', 'chromium-browser', 'google-chrome');
  const isFull = flags.full;
  for (const { ids, needs, run } of [...FLOOR_MEASURES, ...SCREEN_MEASURES]) {
    if (!isAsked(...ids)) continue;
    if (needs === 'wrk' && wrk === null) skipped.push(`${ids}: wrk is not installed (Debian: wrk)`);
    else if (needs === 'browser' && browserPath === null)
      skipped.push(`${ids}: no Chromium found (CHROMIUM names one)`);
    else
      await timed(ids.join(', '), () =>
        run(report, { browserPath, isFull, seconds, rounds, soakMinutes, say }),
      );
  }
}

async function timed(name, run) {
  const began = performance.now();
  await run();
  const took = Math.round((performance.now() - began) / 1000);
  if (took > 0) report.took[name] = took;
}

async function measureIngestion() {
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
    for (const { name, busyMs, idleMs, self, total } of profile.threads) {
      console.log(`\n${name}: busy ${Math.round(busyMs)} ms, idle ${Math.round(idleMs)} ms\n\nself`);
      print(self);
      console.log('\nwith what it calls');
      print(total);
    }
  }
}
