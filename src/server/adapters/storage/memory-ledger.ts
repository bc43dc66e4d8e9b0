import type { SourceHeard } from '../../../shared/stream.ts';
import type { Outcome } from '../../../shared/words.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { redactMessage } from '../../domain/incident/redact.ts';
import type { ArchiveStep, CopiedIncident } from '../../runtime/archive-port.ts';
import type { Batch, LedgerPort, LedgerState, OutboxRow, Resource } from '../../runtime/ports.ts';
import { conservationOf } from './ledger/load-state.ts';
import { lastPerId } from './ledger/write-incidents.ts';

interface State {
  readonly incidents: Map<string, Incident>;
  readonly idsByNumber: Map<number, string>;
  /** Event id → incident. */
  readonly events: Map<string, string | null>;
  /** Incident → its latest `deduplicated` event. */
  readonly repeatRows: Map<string, string>;
  readonly outcomes: Map<Outcome, number>;
  readonly outbox: Map<string, OutboxRow>;
  readonly resources: Map<string, Resource>;
  readonly heard: Map<string, SourceHeard>;
  readonly meta: Map<string, string>;
  /** Incident → its latest timeline entry. */
  readonly lastEntries: Map<string, number>;
  /** Archive files begun, and incident → the files it was begun to be copied to. */
  readonly archives: Set<string>;
  readonly archived: Map<string, Set<string>>;
  entries: number;
  audits: number;
}

const resourceKey = ({ kind, id }: { readonly kind: string; readonly id: string }) =>
  JSON.stringify([kind, id]);
/** Order of SQLite's BINARY collation for the ASCII ids we use. */
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Throws before anything is changed, where SQLite would refuse and roll back. */
function check(state: State, batch: Batch): void {
  const incidents = new Set(batch.incidents.map((incident) => incident.id));
  const known = (id: string | null): void => {
    if (id !== null && !incidents.has(id) && !state.incidents.has(id)) throw new Error(`no incident '${id}'`);
  };
  for (const { id, number } of batch.incidents) {
    const holder = state.idsByNumber.get(number);
    const before = state.incidents.get(id);
    if ((holder !== undefined && holder !== id) || (before && before.number !== number)) {
      throw new Error(`incident number ${number} belongs to another incident than ${id}`);
    }
  }
  const events = new Set<string>();
  for (const { id, incident } of batch.events) {
    if (events.has(id) || state.events.has(id)) throw new Error(`event '${id}' is there already`);
    events.add(id);
    known(incident);
  }
  for (const { id } of batch.repeats) {
    if (!events.has(id) && !state.events.has(id)) throw new Error(`no event '${id}'`);
  }
  for (const { id } of batch.touches) known(id);
  for (const { incident } of batch.entries) known(incident);
  for (const { message } of batch.outbox) known(message.incident);
  for (const { incident } of batch.redactions ?? []) known(incident);
  checkArchiving(state, batch.archiving ?? [], known);
}

/** A removal needs a copy that was begun. */
function checkArchiving(
  state: State,
  steps: readonly ArchiveStep[],
  known: (id: string | null) => void,
): void {
  for (const { kind, piece } of steps) {
    for (const id of piece.mentions) known(id);
    for (const { id } of piece.incidents) known(id);
    if (kind === 'begin') continue;
    if (!state.archives.has(piece.file)) throw new Error(`the ledger has no archive '${piece.file}'`);
    for (const { id } of piece.incidents) {
      if (!state.archived.get(id)?.has(piece.file))
        throw new Error(`archiving of incident ${id} was not begun`);
    }
  }
}

function applyIncidents(state: State, batch: Batch): void {
  for (const incident of lastPerId(batch.incidents)) {
    state.incidents.set(incident.id, incident);
    state.idsByNumber.set(incident.number, incident.id);
  }
  for (const { id, count, lastEventAt } of batch.touches) {
    state.incidents.set(id, { ...state.incidents.get(id)!, count, lastEventAt });
  }
}

function applyEvents(state: State, batch: Batch): void {
  for (const { id, incident, outcome } of batch.events) {
    state.events.set(id, incident);
    if (incident !== null && outcome === 'deduplicated') state.repeatRows.set(incident, id);
  }
  for (const { outcome, count } of batch.outcomes) {
    state.outcomes.set(outcome, (state.outcomes.get(outcome) ?? 0) + count);
  }
}

function applyRecords(state: State, batch: Batch): void {
  for (const row of batch.outbox) state.outbox.set(row.message.id, row);
  for (const source of batch.heard) state.heard.set(source.integration, source);
  for (const resource of batch.resources) state.resources.set(resourceKey(resource), resource);
  for (const removed of batch.removed) state.resources.delete(resourceKey(removed));
  for (const [key, value] of Object.entries(batch.meta)) state.meta.set(key, value);
}

function applyEntries(state: State, batch: Batch): void {
  for (const { incident } of batch.entries) {
    state.entries += 1;
    state.lastEntries.set(incident, state.entries);
  }
}

/** Of what this twin keeps, only messages hold words apart from the incident's own state. */
function applyRedactions(state: State, batch: Batch): void {
  for (const redaction of batch.redactions ?? []) {
    for (const [id, row] of state.outbox) {
      state.outbox.set(id, { ...row, message: redactMessage(row.message, redaction) });
    }
  }
}

function applyArchiving(state: State, steps: readonly ArchiveStep[]): void {
  for (const step of steps) {
    const { piece } = step;
    if (step.kind === 'begin') {
      state.archives.add(piece.file);
      for (const { id } of piece.incidents) {
        state.archived.set(id, (state.archived.get(id) ?? new Set()).add(piece.file));
      }
      continue;
    }
    for (const one of piece.incidents) if (isUntouched(state, one)) removeDetails(state, one.id);
    for (const id of piece.events) if (state.events.get(id) === null) state.events.delete(id);
    for (const id of piece.messages) {
      const row = state.outbox.get(id);
      if (row?.message.incident === null && row.state !== 'pending') state.outbox.delete(id);
    }
  }
}

function isUntouched(state: State, { id, closedAt, upTo }: CopiedIncident): boolean {
  const incident = state.incidents.get(id);
  const isPending = [...state.outbox.values()].some(
    (row) => row.message.incident === id && row.state === 'pending',
  );
  return (
    incident?.status === 'closed' &&
    incident.closedAt === closedAt &&
    (state.lastEntries.get(id) ?? 0) <= upTo.timeline &&
    !isPending
  );
}

function removeDetails(state: State, incident: string): void {
  for (const [id, of] of state.events) if (of === incident) state.events.delete(id);
  for (const [id, row] of state.outbox) if (row.message.incident === incident) state.outbox.delete(id);
  state.repeatRows.delete(incident);
}

function load(state: State): LedgerState {
  const all = [...state.incidents.values()].sort((a, b) => a.number - b.number);
  const open = all.filter((incident) => incident.status !== 'closed');
  return {
    open,
    unseen: all.filter((incident) => incident.status === 'closed' && incident.unseen),
    lastNumber: all.at(-1)?.number ?? 0,
    outbox: [...state.outbox.values()].filter((row) => row.state === 'pending'),
    resources: [...state.resources.values()].sort((a, b) => byText(a.kind, b.kind) || byText(a.id, b.id)),
    heard: [...state.heard.values()].sort((a, b) => byText(a.integration, b.integration)),
    conservation: conservationOf(state.outcomes),
    repeatRows: open.flatMap(({ id }) => {
      const event = state.repeatRows.get(id);
      return event === undefined ? [] : [{ incident: id, event }];
    }),
    meta: Object.fromEntries(state.meta),
  };
}

/**
 * The ledger's twin in memory: plain maps, nothing durable, no SQL. It is what the contract suite compares
 * the SQLite ledger with, and what tests of the runtime use when they do not query.
 */
export function createMemoryLedger(): LedgerPort {
  const state: State = {
    incidents: new Map(),
    idsByNumber: new Map(),
    events: new Map(),
    repeatRows: new Map(),
    outcomes: new Map(),
    outbox: new Map(),
    resources: new Map(),
    heard: new Map(),
    meta: new Map(),
    lastEntries: new Map(),
    archives: new Set(),
    archived: new Map(),
    entries: 0,
    audits: 0,
  };
  return {
    load: () => load(state),
    commit: (batch) => {
      check(state, batch);
      applyIncidents(state, batch);
      applyEvents(state, batch);
      applyRecords(state, batch);
      applyEntries(state, batch);
      applyArchiving(state, batch.archiving ?? []);
      applyRedactions(state, batch);
      const audit = batch.audit.map(() => {
        state.audits += 1;
        return { seq: state.audits };
      });
      return { audit };
    },
    findIncident: (id) => state.incidents.get(id) ?? null,
    findLatestClosed: (domain, dedupKey) =>
      [...state.incidents.values()]
        .filter((i) => i.status === 'closed' && i.domain === domain && i.dedupKey === dedupKey)
        .sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0) || a.number - b.number)
        .at(-1) ?? null,
    close: () => {},
  };
}
