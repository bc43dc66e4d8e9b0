import { createMemoryLedger } from '../../src/server/adapters/storage/memory-ledger.ts';
import type { NewEntry } from '../../src/server/domain/incident/decision.ts';
import type { Incident } from '../../src/server/domain/incident/incident.ts';
import {
  type Batch,
  type LedgerPort,
  type NewAuditEntry,
  type NewEvent,
  type OutboxRow,
  StorageError,
} from '../../src/server/runtime/ports.ts';

/** The memory ledger, with everything it was given kept for a story to look at, and a disk that can fail. */
export interface RecordingLedger extends LedgerPort {
  readonly entries: (NewEntry & { readonly incident: string })[];
  readonly events: NewEvent[];
  readonly audit: NewAuditEntry[];
  readonly incidents: Map<string, Incident>;
  readonly outbox: Map<string, OutboxRow>;
  readonly batches: Batch[];
  isFailing: boolean;
}

export function createRecordingLedger(inner: LedgerPort = createMemoryLedger()): RecordingLedger {
  const ledger: RecordingLedger = {
    entries: [],
    events: [],
    audit: [],
    incidents: new Map(),
    outbox: new Map(),
    batches: [],
    isFailing: false,
    load: () => inner.load(),
    commit(batch) {
      if (ledger.isFailing) throw new StorageError('no space left on device');
      const done = inner.commit(batch);
      ledger.batches.push(batch);
      ledger.entries.push(...batch.entries);
      ledger.events.push(...batch.events);
      ledger.audit.push(...batch.audit);
      for (const incident of batch.incidents) ledger.incidents.set(incident.id, incident);
      for (const row of batch.outbox) ledger.outbox.set(row.message.id, row);
      for (const touch of batch.touches) {
        const before = ledger.incidents.get(touch.id);
        if (before) {
          ledger.incidents.set(touch.id, { ...before, count: touch.count, lastEventAt: touch.lastEventAt });
        }
      }
      return done;
    },
    findIncident: (id) => inner.findIncident(id),
    findLatestClosed: (domain, key) => inner.findLatestClosed(domain, key),
    close: () => inner.close(),
  };
  return ledger;
}
