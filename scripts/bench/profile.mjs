// Where the server's time goes while it is loaded: `node scripts/bench.mjs --profile`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../lib/root.mjs';
import { openKeys, runWrk } from './load.mjs';
import { dropFolder, makeFolder } from './processes.mjs';
import { SOURCE_SERVER, startWatchfloor } from './subjects.mjs';

const WORTH_TELLING_MS = 100;

/** Runs one load against a profiled server; returns self and inclusive times of each busy thread, in percent of its busy time. */
export async function profileLoad(load) {
  const folder = makeFolder('profile');
  const spawnedAt = Date.now();
  const server = await startWatchfloor({
    program: SOURCE_SERVER,
    nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'],
  });
  try {
    await openKeys(server, load.shape);
    const from = Date.now() - spawnedAt;
    const measured = await runWrk(server, load);
    const to = Date.now() - spawnedAt;
    await server.stop();
    const profiles = readdirSync(folder)
      .filter((name) => name.endsWith('.cpuprofile'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
    // The thread that answers began first; times of the others count from its beginning.
    const begun = Math.min(...profiles.map((profile) => profile.startTime));
    const threads = profiles
      .toSorted((a, b) => a.startTime - b.startTime)
      .map((profile, index) => {
        const later = (profile.startTime - begun) / 1000;
        return {
          name: index === 0 ? 'thread that answers' : `thread ${index + 1}`,
          ...tabulate(profile, from - later, to - later),
        };
      })
      .filter(({ busyMs }) => busyMs > WORTH_TELLING_MS);
    return { measured, threads };
  } finally {
    await server.drop();
    dropFolder(folder);
  }
}

/** Samples between two times, ms since the process began: starting up is not what is asked about. */
function tabulate(profile, from, to) {
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]));
  const self = new Map();
  let at = 0;
  profile.samples.forEach((id, i) => {
    const ms = profile.timeDeltas[i] / 1000;
    at += ms;
    if (at >= from && at <= to) self.set(id, (self.get(id) ?? 0) + ms);
  });
  const selfBy = new Map();
  const totalBy = new Map();
  let busyMs = 0;
  let idleMs = 0;
  // Depth first from the root; a function already on the stack is not counted twice.
  const visit = (node, stack) => {
    const name = nameOf(node.callFrame);
    const own = self.get(node.id) ?? 0;
    if (name === '(idle)') idleMs += own;
    else {
      busyMs += own;
      selfBy.set(name, (selfBy.get(name) ?? 0) + own);
      for (const above of new Set([...stack, name])) totalBy.set(above, (totalBy.get(above) ?? 0) + own);
    }
    for (const child of node.children ?? []) visit(nodes.get(child), [...stack, name]);
  };
  visit(profile.nodes[0], []);
  const top = (times, count) =>
    [...times]
      .filter(([name]) => name !== '(root)')
      .sort((a, b) => b[1] - a[1])
      .slice(0, count)
      .map(([name, ms]) => ({ name, percent: (100 * ms) / busyMs }));
  return { busyMs, idleMs, self: top(selfBy, 30), total: top(totalBy, 45) };
}

function nameOf({ functionName, url, lineNumber }) {
  if (url === '') return functionName || '(anonymous)';
  const file = url.startsWith('file:') ? fileURLToPath(url).replace(ROOT, '') : url;
  return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}
