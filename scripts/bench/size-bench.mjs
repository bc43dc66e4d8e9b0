// P6: the cost of an event must not grow with what is open, nor with the length of history.
import { cpSync } from 'node:fs';
import { io } from 'socket.io-client';
import { DISPLAY_TOKEN } from './bench-config.mjs';
import { median } from './ingest-bench.mjs';
import { loadKey, openKeys, runWrk } from './load.mjs';
import { dropFolder, makeFolder } from './processes.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

/** Open incidents of the small floor, all of them spoken of by its load. */
const FEW = 100;

/**
 * P1's load on floors of different sizes, in turn, each run on a fresh copy of the floor.
 * Returns the rows and the ratios that the target is about.
 */
export async function measureSizes({ open, closed, rounds, seconds, say, problems }) {
  say(`P6: writing ${open} open and ${closed} closed incidents …`);
  const manyOpen = seedFolder({ open, openOf: (n) => loadKey(n, open) });
  const manyClosed = seedFolder({ closed });
  const of = (number) => number.toLocaleString('en');
  const lines = [
    { id: 'few', label: `${FEW} open, no history`, keys: FEW },
    { id: 'open', label: `${of(open)} open, load on ${FEW} of them`, keys: FEW, from: manyOpen, known: open },
    { id: 'spread', label: `${of(open)} open, load on all`, keys: open, from: manyOpen, known: open },
    { id: 'closed', label: `${FEW} open, ${of(closed)} closed`, keys: FEW, from: manyClosed, known: closed },
    { id: 'fewSeen', label: `${FEW} open, one wall`, keys: FEW, hasWall: true },
    {
      id: 'openSeen',
      label: `${of(open)} open, load on ${FEW}, one wall`,
      keys: FEW,
      from: manyOpen,
      known: open,
      hasWall: true,
    },
  ].map((line) => ({ ...line, runs: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < lines.length; i += 1) {
      const line = lines[(i + round) % lines.length];
      const run = await runOne(line, seconds);
      line.runs.push(run);
      problems.push(...run.problems.map((problem) => `P6, ${line.label}: ${problem}`));
      say(`P6 · ${line.label} · ${Math.round(run.perSecond)}/s · p99 ${run.p99Ms.toFixed(1)} ms`);
    }
  }
  for (const folder of [manyOpen, manyClosed]) dropFolder(folder);
  const rows = lines.map(({ id, label, runs }) => ({
    id,
    label,
    perSecond: runs.map((run) => run.perSecond),
    median: median(runs.map((run) => run.perSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
  }));
  const rate = (id) => rows.find((row) => row.id === id).median;
  return {
    rows,
    open: rate('open') / rate('few'),
    spread: rate('spread') / rate('few'),
    closed: rate('closed') / rate('few'),
    seen: rate('openSeen') / rate('fewSeen'),
  };
}

async function runOne({ keys, from, known = 0, hasWall = false }, seconds) {
  let server;
  if (from === undefined) server = await startWatchfloor();
  else {
    const folder = makeFolder('size');
    cpSync(from, folder, { recursive: true });
    server = await startWatchfloor({ folder, imports: true, limitMs: 120_000 });
  }
  const wall = hasWall ? io(server.url, { auth: { token: DISPLAY_TOKEN }, transports: ['websocket'] }) : null;
  try {
    // The keys that a load on all speaks of are open already.
    const opened = keys === FEW ? await openKeys(server, 'standard', FEW) : 0;
    const run = await runWrk(server, { shape: 'standard', seconds, keys });
    const { received, outcomes } = await server.get('/api/v1/conservation');
    const sum = Object.values(outcomes).reduce((total, n) => total + n, 0);
    const sent = known + opened + run.events;
    const problems = [];
    if (received !== sum) problems.push(`received ${received}, outcomes ${sum}`);
    if (received < sent || received > sent + run.mayBeMore)
      problems.push(`${sent} answered (+${run.mayBeMore} under way), ${received} received`);
    return { ...run, problems };
  } finally {
    wall?.close();
    await server.drop();
  }
}
