// Data folders with many incidents, written through the product's own decisions and ledger.
import { join } from 'node:path';
import { hashSecret } from '../../src/server/adapters/storage/hash-secret.ts';
import { openLedger } from '../../src/server/adapters/storage/open-ledger.ts';
import { createIncident } from '../../src/server/domain/incident/create.ts';
import { compileCatalog } from '../../src/server/runtime/catalog.ts';
import { checkDocument, hashDocumentSecrets } from '../../src/server/runtime/config-revision.ts';
import { EMPTY_BATCH } from '../../src/server/runtime/empty-batch.ts';
import { benchConfig } from './bench-config.mjs';
import { seeded } from './paced.mjs';
import { makeFolder, writeJson } from './processes.mjs';

const DAY_MS = 86_400_000;
const PER_COMMIT = 5000;
const URGENCIES = ['highest', 'high', 'medium', 'low', 'lowest'];
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/**
 * Writes `closed` incidents of the last 90 days and then `open` ones of the last minute into a new folder; the config
 * waits in `import.json`. The nth open one (from 0) may be another: `openOf(n)` gives `{key, urgency, service, at}`,
 * `changeOpen(incident, n)` its state. `meta`: what the server left in the ledger, such as when it was last alive.
 */
export function seedFolder({
  closed = 0,
  open = 0,
  config = benchConfig(),
  openOf = () => ({}),
  changeOpen = (incident) => incident,
  meta = {},
}) {
  const dir = makeFolder('history');
  const document = checkDocument(hashDocumentSecrets(config, hashSecret)).config;
  const { roster } = compileCatalog({
    config: document,
    overrides: [],
    absences: [],
    profiles: new Map(),
    maintenance: [],
    isDead: () => false,
  });
  const random = seeded(7700);
  const now = Date.now();
  const { ledger } = openLedger({ dir, now, log: quiet });
  const total = closed + open;
  const write = (batch, number) => {
    const isOpen = number > closed;
    const host = `host-${number}`;
    const {
      key = `${host}/load`,
      urgency = URGENCIES[Math.floor(random() * 5)],
      service = random() < 0.3 ? 'database' : 'infra',
      at = isOpen ? now - Math.floor(random() * 60_000) : now - Math.floor(random() * 90 * DAY_MS) - 120_000,
    } = isOpen ? openOf(number - closed - 1) : {};
    const { incident, entries } = createIncident(
      {
        id: `01-bench-${number}`,
        number,
        summary: `Load of ${host} is ${Math.floor(random() * 900)} over its limit`,
        urgency,
        service,
        integration: 'standard',
        domain: 'standard',
        dedupKey: key,
        createdBy: { kind: 'integration', id: 'standard' },
        why: { code: 'RTE2', text: `${service} is the service of integration standard` },
      },
      { now: at, roster, random },
    );
    batch.incidents.push(isOpen ? changeOpen(incident, number - closed - 1) : closedOf(incident, random));
    for (const entry of entries) batch.entries.push({ ...entry, incident: incident.id });
    batch.events.push(eventOf(incident));
    batch.outcomes.push({ at, integration: 'standard', outcome: 'created', count: 1 });
  };
  for (let from = 1; from <= total; from += PER_COMMIT) {
    const batch = { ...EMPTY_BATCH, incidents: [], entries: [], events: [], outcomes: [] };
    for (let number = from; number <= Math.min(total, from + PER_COMMIT - 1); number += 1)
      write(batch, number);
    ledger.commit(batch);
  }
  ledger.commit({ ...EMPTY_BATCH, meta });
  ledger.close();
  writeJson(join(dir, 'import.json'), config);
  return dir;
}

function closedOf(incident, random) {
  const ackedAt = incident.createdAt + Math.floor(random() * 600_000);
  return {
    ...incident,
    status: 'closed',
    assignee: 'kim',
    firstAckedAt: ackedAt,
    ackedAt,
    closedAt: ackedAt + Math.floor(random() * 3_600_000),
    closedBy: 'person',
    run: { ...incident.run, state: 'stopped', dueAt: null, position: null },
    notices: [],
  };
}

const eventOf = ({ id, number, createdAt, dedupKey, urgency, summary }) => ({
  id: `ev-${number}`,
  receivedAt: createdAt,
  eventAt: createdAt,
  integration: 'standard',
  dedupKey,
  status: 'open',
  urgency,
  summary,
  outcome: 'created',
  reason: { code: 'RTE2', text: 'bench' },
  incident: id,
  count: 1,
  fields: null,
  raw: null,
});
