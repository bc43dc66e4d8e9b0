// What people see: P5, P11, P12, in Chromium.
import { measureFirstPaint } from './first-paint-bench.mjs';
import { measureFrames } from './frames-bench.mjs';
import { target } from './report.mjs';
import { measureWalls } from './wall-bench.mjs';

/** Parts of the benchmark in order; `run(report, options)` adds to the report. */
export const SCREEN_MEASURES = [
  { ids: ['P5'], needs: 'browser', run: walls },
  { ids: ['P11'], needs: 'browser', run: frames },
  { ids: ['P12'], needs: 'browser', run: firstPaint },
];

const atMost = (id, what, goal, measured, unit, note = '') =>
  target(id, what, { goal, measured, unit, atMost: true, note });

async function walls({ targets, notes, problems }, { browserPath, seconds }) {
  const options = { browserPath, seconds: Math.max(10, seconds), problems };
  const few = await measureWalls({ ...options, walls: 20 });
  const many = await measureWalls({ ...options, walls: 100 });
  targets.push(
    atMost('P5', 'webhook to wall, median', 120, few.p50Ms, 'ms', '20 walls'),
    atMost('P5', 'webhook to wall, p99', 250, few.p99Ms, 'ms', '20 walls'),
    atMost('P5', 'webhook to wall, p99', 500, many.p99Ms, 'ms', '100 walls'),
  );
  const words = ({ walls: count, probes, background, p50Ms, maxMs }) =>
    `${count} walls: ${probes} probes among ${background} repeats, median ${p50Ms.toFixed(0)}, slowest ${maxMs.toFixed(0)} ms`;
  notes.push(`P5, one wall in Chromium and the others clients of the stream. ${words(few)}; ${words(many)}.`);
}

/** The table is watched standing still and scrolling; the worse of the two counts. */
async function frames({ targets, notes, problems }, { browserPath, isFull, soakMinutes, say }) {
  const seconds = isFull ? soakMinutes * 30 : Math.max(10, Math.min(60, soakMinutes * 30));
  const { table, wall } = await measureFrames({ browserPath, seconds, say, problems });
  const worse = (pick) => Math.max(pick(table.still), pick(table.scrolled));
  const heap = ({ heapBeforeMb, heapAfterMb }) => heapAfterMb / heapBeforeMb;
  const rows = '10,000 rows, 500 updates/s';
  const open = '5,000 open, 500 updates/s';
  targets.push(
    atMost(
      'P11',
      'table: frame, p99',
      20,
      worse(({ p99Ms }) => p99Ms),
      'ms',
      rows,
    ),
    atMost(
      'P11',
      'table: longest task',
      50,
      worse(({ longestTaskMs }) => longestTaskMs),
      'ms',
      rows,
    ),
    atMost('P11', 'table: heap after ÷ before', 1.05, heap(table), '×', `${seconds * 2} s of them`),
    atMost('P11', 'wall: frame, p99', 20, wall.still.p99Ms, 'ms', open),
    atMost('P11', 'wall: longest task', 50, wall.still.longestTaskMs, 'ms', open),
    atMost('P11', 'wall: heap after ÷ before', 1.05, heap(wall), '×', `${seconds * 2} s of them`),
  );
  const words = ({ frames: count, p50Ms, p99Ms, maxMs, longTasks }) =>
    `${count} frames, median ${p50Ms.toFixed(1)}, p99 ${p99Ms.toFixed(1)}, longest ${maxMs.toFixed(0)} ms, ${longTasks} tasks over 50 ms`;
  const mb = ({ heapBeforeMb, heapAfterMb }) => `${heapBeforeMb.toFixed(1)} → ${heapAfterMb.toFixed(1)} MB`;
  notes.push(
    `P11, drawn without a graphics card while server and load share its processors. Table still: ${words(table.still)}; scrolling a row per frame: ${words(table.scrolled)}; heap ${mb(table)}. Wall: ${words(wall.still)}; heap ${mb(wall)}. No task over 50 ms is told as 0.`,
  );
}

async function firstPaint({ targets, notes, problems }, { browserPath }) {
  const found = await measureFirstPaint({ browserPath, problems });
  const kb = (value) => `${value.toFixed(0)} KB`;
  targets.push(
    atMost('P12', 'wall: JavaScript to first paint, gzip', 250, found.gzipKb, 'KB'),
    atMost(
      'P12',
      'wall: time to a live picture',
      1.5,
      found.liveMs / 1000,
      's',
      `${found.open} open, empty cache`,
    ),
  );
  notes.push(
    `P12: ${found.scripts} scripts, ${kb(found.plainKb)} plain, ${kb(found.sentKb)} on the wire; first paint ${found.paintMs.toFixed(0)} ms, live ${found.liveMs.toFixed(0)} ms (slowest of five ${found.slowestLiveMs.toFixed(0)}).`,
  );
}
