import type { DatabaseSync } from 'node:sqlite';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { Batch, LedgerPort } from '../../../runtime/ports.ts';
import { inTransaction } from '../connection.ts';
import { decodeIncident, INCIDENT_COLUMNS, INCIDENT_JOINS } from './incident-codec.ts';
import { loadState } from './load-state.ts';
import { createPolicyStore } from './policy-store.ts';
import { createRowNumbers } from './row-numbers.ts';
import { createArchiveWriter } from './write-archive.ts';
import { createAuditWriter } from './write-audit.ts';
import { createEventWriter } from './write-events.ts';
import { createIncidentWriter } from './write-incidents.ts';
import { createRecordWriter } from './write-records.ts';
import { createRedactionWriter } from './write-redactions.ts';
import { createSearchWriter } from './write-search.ts';

/** The ledger on one connection: statements prepared once. Errors of SQLite come out as they are. */
export function createLedgerSession(db: DatabaseSync): Omit<LedgerPort, 'close'> {
  const policies = createPolicyStore(db);
  const incidents = createRowNumbers(db, 'incidents');
  const events = createRowNumbers(db, 'events');
  const search = createSearchWriter(db);
  const incidentWriter = createIncidentWriter(db, policies, incidents, search);
  const eventWriter = createEventWriter(db, incidents, events);
  const recordWriter = createRecordWriter(db, incidents);
  const auditWriter = createAuditWriter(db);
  const archiveWriter = createArchiveWriter(db, incidents, events);
  const redactionWriter = createRedactionWriter(db, incidents);
  const byId = db.prepare(`SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS} WHERE i.id = ?`);
  const latestClosed = db.prepare(`SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS}
    WHERE i.status = 'closed' AND i.domain = ? AND i.dedup_key = ? ORDER BY i.closed_at DESC, i.number DESC LIMIT 1`);
  let lastEntrySeq = Number(db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM timeline').get()?.seq);

  const write = (batch: Batch) => {
    incidentWriter.incidents(batch.incidents);
    incidentWriter.touches(batch.touches);
    eventWriter.events(batch.events);
    eventWriter.repeats(batch.repeats);
    eventWriter.outcomes(batch.outcomes);
    const entrySeq = incidentWriter.entries(batch.entries);
    recordWriter.outbox(batch.outbox);
    recordWriter.records(batch);
    archiveWriter.archiving(batch.archiving ?? []);
    redactionWriter.redactions(batch.redactions ?? []);
    return { entrySeq, audit: auditWriter.audit(batch.audit) };
  };

  const decode = (row: Record<string, unknown> | undefined): Incident | null =>
    row ? decodeIncident(row, policies.of) : null;

  return {
    load: () => loadState(db, policies),
    commit: (batch) => {
      try {
        const { entrySeq, audit } = inTransaction(db, () => write(batch));
        auditWriter.settle();
        redactionWriter.settle();
        search.settle();
        lastEntrySeq = Math.max(lastEntrySeq, entrySeq);
        return { audit, lastEntrySeq };
      } catch (error) {
        // What was learnt inside the transaction may not exist any more.
        for (const cache of [policies, incidents, events, auditWriter, search]) cache.forget();
        throw error;
      }
    },
    findIncident: (id) => decode(byId.get(id)),
    findLatestClosed: (domain, dedupKey) => decode(latestClosed.get(domain, dedupKey)),
  };
}
