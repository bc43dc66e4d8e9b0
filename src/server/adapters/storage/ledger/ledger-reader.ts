import type { DatabaseSync } from 'node:sqlite';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { LedgerPort } from '../../../runtime/ports.ts';
import { decodeIncident, INCIDENT_COLUMNS, INCIDENT_JOINS } from './incident-codec.ts';
import { loadState } from './load-state.ts';
import { createPolicyStore, type PolicyStore } from './policy-store.ts';

/** What the runner reads of the ledger, on one connection. Errors of SQLite come out as they are. */
export function createLedgerReader(
  db: DatabaseSync,
  policies: PolicyStore = createPolicyStore(db),
): Pick<LedgerPort, 'load' | 'findIncident' | 'findLatestClosed'> {
  const byId = db.prepare(`SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS} WHERE i.id = ?`);
  const latestClosed = db.prepare(`SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS}
    WHERE i.status = 'closed' AND i.domain = ? AND i.dedup_key = ? ORDER BY i.closed_at DESC, i.number DESC LIMIT 1`);
  const decode = (row: Record<string, unknown> | undefined): Incident | null =>
    row ? decodeIncident(row, policies.of) : null;
  return {
    load: () => loadState(db, policies),
    findIncident: (id) => decode(byId.get(id)),
    findLatestClosed: (domain, dedupKey) => decode(latestClosed.get(domain, dedupKey)),
  };
}
