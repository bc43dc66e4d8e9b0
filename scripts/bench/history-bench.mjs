// P7, P8: the start and the reports of a server with a long history.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { hashSecret } from '../../src/server/adapters/storage/hash-secret.ts';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { createIncident } from '../../src/server/domain/incident/create.ts';
import { compileCatalog } from '../../src/server/runtime/catalog.ts';
import { checkDocument, hashDocumentSecrets } from '../../src/server/runtime/config-revision.ts';
import { benchConfig } from './bench-config.mjs';
import { median } from './ingest-bench.mjs';
import { seeded } from './paced.mjs';
import { makeFolder, writeJson } from './processes.mjs';
import { startWatchfloor } from './subjects.mjs';

const DAY_MS = 86_400_000;
const PER_COMMIT = 5000;
const URGENCIES = ['highest', 'high', 'medium', 'low', 'lowest'];
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Writes `total` incidents of 90 days into a new folder, the last `open` of them still open. */
function writeLongHistory(total, open) {
  const dir = makeFolder('history');
  mkdirSync(dir, { recursive: true });
  const config = checkDocument(hashDocumentSecrets(benchConfig(), hashSecret)).config;
  const { roster } = compileCatalog({
    config,
    overrides: [],
    absences: [],
    profiles: new Map(),
    isDead: () => false,
  });
  const random = seeded(7700);
  const now = Date.now();
  const { ledger } = openLedger({ dir, now, log: quiet });
  const batchOf = (from, to) => {
    const batch = emptyBatch();
    for (let number = from; number <= to; number += 1) {
      const isOpen = number > total - open;
      const at = isOpen
        ? now - Math.floor(random() * 60_000)
        : now - Math.floor(random() * 90 * DAY_MS) - 120_000;
      const urgency = URGENCIES[Math.floor(random() * 5)];
      const service = random() < 0.3 ? 'database' : 'infra';
      const host = `host-${number}`;
      const created = createIncident(
        {
          id: `01-bench-${number}`,
          number,
          summary: `Load of ${host} is ${Math.floor(random() * 900)} over its limit`,
          urgency,
          service,
          integration: 'standard',
          domain: 'standard',
          dedupKey: `${host}/load`,
          createdBy: { kind: 'integration', id: 'standard' },
          why: { code: 'RTE2', text: `${service} is the service of integration standard` },
        },
        { now: at, roster, random },
      );
      const { incident } = created;
      const ackedAt = at + Math.floor(random() * 600_000);
      batch.incidents.push(
        isOpen
          ? incident
          : {
              ...incident,
              status: 'closed',
              assignee: 'kim',
              firstAckedAt: ackedAt,
              ackedAt,
              closedAt: ackedAt + Math.floor(random() * 3_600_000),
              closedBy: 'person',
              run: { ...incident.run, state: 'stopped', dueAt: null, position: null },
              notices: [],
            },
      );
      for (const entry of created.entries) batch.entries.push({ ...entry, incident: incident.id });
      batch.events.push({
        id: `ev-${number}`,
        receivedAt: at,
        eventAt: at,
        integration: 'standard',
        dedupKey: incident.dedupKey,
        status: 'open',
        urgency,
        summary: incident.summary,
        outcome: 'created',
        reason: { code: 'RTE2', text: 'bench' },
        incident: incident.id,
        count: 1,
        fields: null,
        raw: null,
      });
      batch.outcomes.push({ at, integration: 'standard', outcome: 'created', count: 1 });
    }
    return batch;
  };
  for (let from = 1; from <= total; from += PER_COMMIT)
    ledger.commit(batchOf(from, Math.min(total, from + PER_COMMIT - 1)));
  ledger.close();
  writeJson(join(dir, 'import.json'), benchConfig());
  return dir;
}

const emptyBatch = () => ({
  incidents: [],
  touches: [],
  entries: [],
  events: [],
  repeats: [],
  outcomes: [],
  outbox: [],
  audit: [],
  heard: [],
  resources: [],
  removed: [],
  redactions: [],
  meta: {},
});

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
  const dir = writeLongHistory(total, open);
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
