import { advance } from '../../src/server/domain/incident/advance.ts';
import type { Incident } from '../../src/server/domain/incident/incident.ts';
import type { DecisionContext } from '../../src/server/domain/incident/roster.ts';
import { decideAnswer } from '../../src/server/runtime/answer-jobs.ts';
import { compileCatalog } from '../../src/server/runtime/catalog.ts';
import { recordDelivery } from '../../src/server/runtime/delivery-job.ts';
import type { Principal } from '../../src/server/runtime/floor.ts';
import { IngestBook } from '../../src/server/runtime/ingest-book.ts';
import { decideIngest, type IngestDeps } from '../../src/server/runtime/ingest-job.ts';
import { NoiseBook } from '../../src/server/runtime/noise-book.ts';
import type { DeliveryResult, LedgerPort, OutboxRow } from '../../src/server/runtime/ports.ts';
import { ResourceBook } from '../../src/server/runtime/resources.ts';
import { FloorState } from '../../src/server/runtime/state.ts';
import { type PendingRows, Turn } from '../../src/server/runtime/turn.ts';
import { matchEndpoint } from '../../src/server/sources/registry.ts';
import type { ConfigDocument } from '../../src/shared/config/document.ts';
import type { Command } from '../../src/shared/stream.ts';
import { createBatchPile } from './batch-pile.ts';
import type { Random } from './random.ts';

/** Turns written in one transaction. */
const TURNS_PER_COMMIT = 4000;

export interface PastHooks {
  /** An incident changed. */
  onIncident(incident: Incident, at: number): void;
  /** A message wants to leave. */
  onMessage(row: OutboxRow, at: number): void;
}

/**
 * A floor whose clock the caller sets: the same decisions as the server's, one turn per instant, written to the ledger
 * in large pieces. What it leaves behind is what a server would have left that had lived through it.
 */
export function createPastFloor(input: {
  readonly config: ConfigDocument;
  readonly ledger: LedgerPort;
  readonly random: Random;
  readonly hooks: PastHooks;
}) {
  const { config, ledger, random, hooks } = input;
  const catalog = compileCatalog({
    config,
    overrides: [],
    absences: [],
    profiles: new Map(),
    maintenance: [],
    isDead: () => false,
  });
  const loaded = ledger.load();
  const state = new FloorState();
  const book = new IngestBook(loaded);
  // The past knew no maintenance, groups or held keys: its rules ask for none.
  const noise = new NoiseBook(new ResourceBook([]));
  const pile = createBatchPile();
  const waiting = new Map<string, Map<string, OutboxRow>>();
  const latestClosed = new Map<string, Incident>();
  let nextNumber = loaded.lastNumber + 1;
  let turns = 0;

  const keyOf = (domain: string, key: string) => `${domain}\u0000${key}`;
  const contextAt = (now: number): DecisionContext => ({ now, roster: catalog.roster, random: random.next });
  const ingestDeps: IngestDeps = {
    catalog: () => catalog,
    contextAt,
    newId: random.id,
    findLatestClosed: (_, domain, key) => latestClosed.get(keyOf(domain, key)) ?? null,
    noise,
    repeatRow: (turn, incident) => book.repeatRow(turn, incident),
    noteRepeatRow: (turn, incident, row) => book.noteRepeatRow(turn, incident, row),
    heard: (integration) => book.heard(integration),
  };

  const pending: PendingRows = {
    of: (incident) => waiting.get(incident)?.values() ?? [],
    get: (id) => [...waiting.values()].find((rows) => rows.has(id))?.get(id),
    isUnderWay: () => false,
  };

  function inTurn<T>(at: number, work: (turn: Turn) => T): T {
    const turn = new Turn(at, state, nextNumber, pending);
    const result = work(turn);
    nextNumber = turn.nextNumber;
    for (const incident of turn.incidents.values()) {
      state.put(incident);
      if (incident.status === 'closed') latestClosed.set(keyOf(incident.domain, incident.dedupKey), incident);
    }
    for (const touch of turn.touches.values()) state.touch(touch.id, touch.count, touch.lastEventAt);
    book.settle(turn);
    for (const row of turn.outbox.values()) keepRow(row, at);
    pile.add(turn.batch());
    for (const incident of turn.incidents.values()) hooks.onIncident(incident, at);
    turns += 1;
    if (turns % TURNS_PER_COMMIT === 0) flush();
    return result;
  }

  function keepRow(row: OutboxRow, at: number): void {
    const { id, incident } = row.message;
    const rows = waiting.get(incident ?? '') ?? new Map<string, OutboxRow>();
    const isNew = row.state === 'pending' && row.attempts === 0 && !rows.has(id);
    if (row.state === 'pending') rows.set(id, row);
    else rows.delete(id);
    if (rows.size > 0) waiting.set(incident ?? '', rows);
    else waiting.delete(incident ?? '');
    if (isNew) hooks.onMessage(row, at);
  }

  function flush(): void {
    const batch = pile.take();
    if (batch) ledger.commit(batch);
  }

  return {
    nextDueAt: () => state.nextDueAt(),
    incident: (id: string): Incident | undefined => state.get(id),
    open: (): Incident[] => [...state.all()].filter((incident) => incident.status !== 'closed'),

    /** Everything that time decides at `at`. */
    advance(at: number): void {
      for (const id of state.takeDue(at, Number.MAX_SAFE_INTEGER)) {
        inTurn(at, (turn) => {
          const incident = turn.get(id);
          if (incident) turn.apply(advance(incident, contextAt(at)));
        });
      }
    },
    /** A tool posts `body` to a door of the server. */
    post(at: number, integration: string, door: string, body: unknown): void {
      const found = matchEndpoint('POST', door);
      if (!found) throw new Error(`no tool posts to ${door}`);
      const events = found.endpoint.parse({
        body,
        query: {},
        headers: {},
        integration: null,
        receivedAt: at,
        newId: random.id,
      });
      inTurn(at, (turn) =>
        decideIngest(ingestDeps, turn, { integration, receivedAt: at, events, raw: JSON.stringify(body) }),
      );
    },
    /** A person answers; an answer the server would refuse changes nothing. */
    answer(at: number, user: string, command: Command): void {
      const role = catalog.users.get(user)?.role ?? 'responder';
      const principal: Principal = { kind: 'user', id: user, role, token: 'demo' };
      inTurn(at, (turn) =>
        decideAnswer(turn, principal, command, (of, id) => of.get(id) ?? null, contextAt(at)),
      );
    },
    /** What came of a message, unless an answer made it pointless meanwhile. */
    deliver(at: number, row: OutboxRow, result: DeliveryResult): void {
      const current = waiting.get(row.message.incident ?? '')?.get(row.message.id);
      if (!current) return;
      const channel = row.message.to === 'person' ? 'webhook' : 'extension';
      const attempt = { row: current, members: [], channel } as const;
      inTurn(at, (turn) => recordDelivery(turn, attempt, result, random.next(), contextAt(at)));
    },
    /** Anything else that leaves a trace: audit entries, marks of the server itself. */
    note(at: number, work: (turn: Turn) => void): void {
      inTurn(at, work);
    },
    flush,
  };
}
