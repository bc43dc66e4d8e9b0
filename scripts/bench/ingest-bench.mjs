// P1, P2, P3: rates of ingestion beside Alertmanager and beside a bare server, in interleaved runs.

import { setTimeout as sleep } from 'node:timers/promises';
import { checkConservation, checkFolder } from './conservation.mjs';
import { openKeys, runWrk } from './load.mjs';
import { startAlertmanager, startBare, startWatchfloor } from './subjects.mjs';

export const median = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

/**
 * One kind of load on several programs, `rounds` times in turn, each run on a fresh one.
 * Returns per line its runs and their median; what conservation found wrong is added to `problems`.
 */
export async function sideBySide(title, lines, { rounds, seconds, say, problems, onChecked }) {
  const results = lines.map((line) => ({ ...line, runs: [] }));
  for (let round = 0; round < rounds; round += 1) {
    // The order turns, so that nobody always runs after the same neighbour.
    for (let i = 0; i < results.length; i += 1) {
      const line = results[(i + round) % results.length];
      const subject = await line.start();
      try {
        const opened = line.needsKeys ? await openKeys(subject, line.load.shape) : 0;
        const run = await runWrk(subject, { ...line.load, seconds });
        line.runs.push(run);
        say(`${title} · ${line.label} · ${Math.round(run.perSecond)}/s · p99 ${run.p99Ms.toFixed(1)} ms`);
        if (subject.name === 'watchfloor') {
          const sent = opened + run.events;
          const checked = await checkConservation(subject, { sent, mayBeMore: run.mayBeMore });
          onChecked();
          problems.push(...checked.problems.map((problem) => `${title}, ${line.label}: ${problem}`));
        }
      } finally {
        await subject.drop();
      }
    }
  }
  return results.map(({ label, load, runs }) => ({
    label,
    load,
    perSecond: runs.map((run) => run.perSecond),
    median: median(runs.map((run) => run.perSecond)),
    p50Ms: median(runs.map((run) => run.p50Ms)),
    p99Ms: median(runs.map((run) => run.p99Ms)),
  }));
}

const keyed = (label, start, load) => ({ label, start, load, needsKeys: true });

export const linesOf = {
  single: (binary, mix = 'mixed') => [
    ...(binary === null
      ? []
      : [keyed('alertmanager', () => startAlertmanager(binary), { shape: 'v2', batch: 1, mix })]),
    keyed('watchfloor, Alertmanager API', () => startWatchfloor(), { shape: 'v2', batch: 1, mix }),
    keyed('watchfloor, Standard', () => startWatchfloor(), { shape: 'standard', batch: 1, mix }),
    ...(mix === 'mixed'
      ? [
          {
            label: 'bare node:http',
            start: startBare,
            load: { shape: 'standard', batch: 1, mix },
            needsKeys: false,
          },
        ]
      : []),
  ],
  batches: (binary, mix = 'mixed') => [
    ...(binary === null
      ? []
      : [keyed('alertmanager', () => startAlertmanager(binary), { shape: 'v2', batch: 100, mix })]),
    keyed('watchfloor, Alertmanager API', () => startWatchfloor(), { shape: 'v2', batch: 100, mix }),
    keyed('watchfloor, webhook v4', () => startWatchfloor(), { shape: 'webhook', batch: 100, mix }),
  ],
};

/** Kills the server in the middle of a load: everything answered must be there afterwards. */
export async function killUnderLoad({ seconds, problems, onChecked }) {
  const server = await startWatchfloor();
  try {
    const opened = await openKeys(server, 'standard');
    const load = runWrk(server, { shape: 'standard', batch: 1, mix: 'mixed', seconds, mayBreak: true });
    await sleep(seconds * 600);
    await server.kill();
    const run = await load;
    const sent = opened + run.events;
    const checked = await checkFolder(server.dir, { sent, mayBeMore: run.mayBeMore });
    onChecked();
    problems.push(...checked.problems.map((problem) => `killed under load: ${problem}`));
    return { answered: sent, received: checked.conservation.received, readyMs: checked.readyMs };
  } finally {
    await server.drop();
  }
}
