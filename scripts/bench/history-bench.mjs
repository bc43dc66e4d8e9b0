// P7, P8: the start and the reports of a server with a long history.
import { median } from './ingest-bench.mjs';
import { seedFolder } from './seed-folder.mjs';
import { startWatchfloor } from './subjects.mjs';

const DAY_MS = 86_400_000;

/** Median of five answers to one question, ms; the first, which warms the cache, is kept apart. */
async function timeOf(server, path) {
  const times = [];
  for (let i = 0; i < 6; i += 1) {
    const began = performance.now();
    await server.get(path);
    times.push(performance.now() - began);
  }
  return { firstMs: times[0], medianMs: median(times.slice(1)) };
}

export async function measureHistory({ total, open, say }) {
  say(`writing ${total} incidents …`);
  const dir = seedFolder({ closed: total - open, open });
  const first = await startWatchfloor({ folder: dir, imports: true });
  await first.stop();
  const starts = [];
  for (let i = 0; i < 3; i += 1) {
    const again = await startWatchfloor({ folder: dir });
    starts.push(again.readyMs);
    if (i < 2) await again.stop();
    else {
      try {
        const from = new Date(Date.now() - 90 * DAY_MS).toISOString();
        const heatmap = await timeOf(again, `/api/v1/reports/heatmap?from=${from}`);
        const lists = [];
        for (const query of [
          '',
          'status=closed',
          'status=open',
          'service=database',
          'urgency=highest',
          'assignee=kim',
        ])
          lists.push({ query, ...(await timeOf(again, `/api/v1/incidents?limit=50&${query}`)) });
        const searches = [];
        for (const words of ['host-4321', 'load%20limit', 'nothing-like-this'])
          searches.push({ words, ...(await timeOf(again, `/api/v1/incidents?limit=50&q=${words}`)) });
        return { total, open, readyMs: median(starts), starts, heatmap, lists, searches };
      } finally {
        await again.drop();
      }
    }
  }
  throw new Error('unreachable');
}
