// What the server promises beside its rates: P6 to P10.
import { measureHistory } from './history-bench.mjs';
import { measureMemory, measureSoak } from './memory-bench.mjs';
import { target } from './report.mjs';
import { measureSizes } from './size-bench.mjs';
import { measureCatchUp, measureLateness } from './timers-bench.mjs';

const of = (number) => number.toLocaleString('en');

/** Parts of the benchmark in order; `run(report, options)` adds to the report. */
export const FLOOR_MEASURES = [
  { ids: ['P6'], needs: 'wrk', run: sizes },
  { ids: ['P7', 'P8'], run: history },
  { ids: ['P9'], run: timers },
  { ids: ['P10'], run: memory },
];

/** 100,000 open always; a tenth of the closed ones unless `--full`. */
async function sizes({ targets, tables, problems }, { isFull, rounds, seconds, say }) {
  const open = 100_000;
  const closed = isFull ? 1_000_000 : 100_000;
  const found = await measureSizes({ open, closed, rounds, seconds, say, problems });
  tables.push({ title: 'Single events on floors of different sizes', rows: found.rows });
  const ratio = (what, measured, note) => target('P6', what, { goal: 0.9, measured, note });
  targets.push(
    ratio(`${of(open)} open beside 100`, found.open, 'the load speaks of 100 of them'),
    ratio(`${of(open)} open beside 100`, found.spread, 'the load speaks of all'),
    ratio(`${of(open)} open beside 100`, found.seen, 'of 100 of them, while a wall watches both'),
    ratio(
      `${of(closed)} closed in history beside none`,
      found.closed,
      isFull ? '' : 'a tenth of the promised history; --full has it all',
    ),
  );
}

/** A tenth of the history unless `--full`. */
async function history({ targets, notes }, { isFull, say }) {
  const size = isFull ? { total: 1_000_000, open: 10_000 } : { total: 100_000, open: 10_000 };
  const found = await measureHistory({ ...size, say });
  const words = `${of(size.total)} incidents, ${of(size.open)} open`;
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

/** 1,000 steps a second fall due: for 20 s, with `--full` until all have. */
async function timers({ targets, notes, problems }, { isFull, say }) {
  const pending = 100_000;
  const due = isFull ? pending : 20_000;
  const late = await measureLateness({ pending, due, spanMs: due, say, problems });
  const caught = await measureCatchUp({ pending, say, problems });
  const note = `${of(pending)} pending, ${of(Math.round(late.perSecond))} due a second`;
  const ms = (what, measured) => target('P9', what, { goal: 1000, measured, unit: 'ms', atMost: true, note });
  targets.push(
    ms('lateness of a step, p99', late.decidedP99Ms),
    ms('lateness of its page at the receiver, p99', late.toldP99Ms),
    target('P9', 'caught up after an outage of 2 hours', {
      goal: 30,
      measured: caught.caughtUpMs / 1000,
      unit: 's',
      atMost: true,
      note: `${of(pending)} overdue, from the start of the program`,
    }),
  );
  notes.push(
    `P9: ${of(late.measured)} steps fell due, latest ${late.decidedMaxMs} ms after; one in twenty told somebody at once, latest ${late.toldMaxMs} ms after. The catch-up told everybody in ${caught.messages} messages that name ${of(caught.told)} incidents.`,
  );
}

/** Shorter soaks show that the measure works; what they grow by is the warming-up. */
const JUDGED_MINUTES = 10;

/** The soak takes `soakMinutes`; what it grew by is told per hour, and judged when it was long enough. */
async function memory({ targets, notes, problems }, { soakMinutes, say }) {
  const open = 100_000;
  const held = await measureMemory({ open, seconds: 20, say, problems });
  const soak = await measureSoak({ seconds: soakMinutes * 60, say, problems });
  const isLong = soakMinutes >= JUDGED_MINUTES;
  const length = isLong
    ? `extrapolated from ${soakMinutes} min`
    : `${soakMinutes} min are too short to judge`;
  const judged = (perHour) => (isLong ? perHour : null);
  targets.push(
    target('P10', `memory (RSS) with ${of(open)} open, the most`, {
      goal: 350,
      measured: held.mostMb,
      unit: 'MB',
      atMost: true,
    }),
    target('P10', 'growth over a soak, heap after collection', {
      goal: 1,
      measured: judged(soak.heapMbPerHour),
      unit: 'MB/h',
      atMost: true,
      note: length,
    }),
    target('P10', 'growth over a soak, RSS', {
      goal: 1,
      measured: judged(soak.rssMbPerHour),
      unit: 'MB/h',
      atMost: true,
      note: length,
    }),
  );
  const mb = (value) => value.toFixed(1);
  notes.push(
    `P10: ${mb(held.restingMb)} MB after the start, ${mb(held.mostMb)} MB at most while ${of(held.events)} events came. Soak: ${soak.events} events at 20/s, 5 walls of which one comes back each second; heap ${mb(soak.heapBeforeMb)} → ${mb(soak.heapAfterMb)} MB, RSS ${mb(soak.rssMb)} MB, open files ${soak.fdsBefore} → ${soak.fdsAfter}. Per hour that would be ${mb(soak.heapMbPerHour)} MB of heap and ${mb(soak.rssMbPerHour)} MB of RSS, extrapolated from ${soakMinutes} min.${isLong ? '' : ' So short a soak shows the warming-up, not a leak.'}`,
  );
}
