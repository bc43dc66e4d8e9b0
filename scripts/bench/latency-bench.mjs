// P4: latency at half of the rate measured before, with exact books.

import { ledgerCounts } from './ledger-counts.mjs';
import { runPaced } from './paced.mjs';
import { startWatchfloor } from './subjects.mjs';

/** Adds up an events list of the API, page by page. */
async function countEvents(server) {
  const counts = {};
  let cursor = null;
  do {
    const page = await server.get(
      `/api/v1/events?limit=500${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    for (const item of page.items) counts[item.outcome] = (counts[item.outcome] ?? 0) + (item.count ?? 1);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return counts;
}

export async function measureLatency({ rate, seconds, problems, onChecked }) {
  const server = await startWatchfloor();
  try {
    const paced = await runPaced(server, { rate, seconds });
    if (paced.failed > 0) problems.push(`P4: ${paced.failed} requests were not answered 200`);
    const compare = (what, found) => {
      for (const outcome of ['created', 'deduplicated', 'updated']) {
        const expected = paced.books[outcome];
        if ((found[outcome] ?? 0) !== expected)
          problems.push(`P4: sent ${expected} to be ${outcome}, ${what} has ${found[outcome] ?? 0}`);
      }
    };
    compare('the conservation line', (await server.get('/api/v1/conservation')).outcomes);
    compare('the list of events', await countEvents(server));
    await server.kill();
    const again = await startWatchfloor({ folder: server.dir });
    compare('the conservation line after a kill', (await again.get('/api/v1/conservation')).outcomes);
    await again.stop();
    const rows = ledgerCounts(server.dir);
    if (rows.incidents - rows.closed !== paced.books.stillOpen)
      problems.push(
        `P4: ${paced.books.stillOpen} keys still fire, ${rows.incidents - rows.closed} incidents are open`,
      );
    onChecked();
    return paced;
  } finally {
    await server.drop();
  }
}
