import type { IncidentItem } from '../../shared/incident.ts';
import { reason } from '../../shared/reason.ts';
import type { Command, CommandResult, Conservation, Notice, SourceHeard } from '../../shared/stream.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { viewOf } from '../domain/incident/view.ts';
import type { Refusal } from '../sources/source.ts';
import { type Answered, decideAnswer, decideRaise } from './answer-jobs.ts';
import { type Catalog, compileCatalog } from './catalog.ts';
import { forbid, personOf, refuseCommand, refuseRaise } from './command-scope.ts';
import type { Revision } from './config-revision.ts';
import { ContactHealth } from './contact-health.ts';
import type { IngestReply, IngestRequest, Principal, RaiseInput } from './floor.ts';
import type { FloorDeps } from './floor-deps.ts';
import { followClock } from './follow-clock.ts';
import { Heartbeats } from './heartbeats.ts';
import { IngestBook } from './ingest-book.ts';
import { ingestDepsOf } from './ingest-deps.ts';
import { decideIngest, type IngestDeps, rejectEvent } from './ingest-job.ts';
import type { LiveChange, LivePart } from './live.ts';
import { readyWindows } from './maintenance-book.ts';
import { NoiseBook } from './noise-book.ts';
import { NoiseClock } from './noise-clock.ts';
import { NoticeBoard } from './notice-board.ts';
import { Outbox } from './outbox.ts';
import type { ClockPort, LedgerPort, LogPort } from './ports.ts';
import type { QueryPort } from './query-port.ts';
import { RecentAudit } from './recent-audit.ts';
import { refusalOf } from './refusal-of.ts';
import { ResourceBook } from './resources.ts';
import { Runner } from './runner.ts';
import { shelveKeys } from './shelve.ts';
import { FloorState } from './state.ts';
import { tickerItems } from './ticker-item.ts';
import type { Turn } from './turn.ts';
import { createJumpWatch, type JumpWatch } from './wall-clock.ts';

/**
 * The floor's state and the one writer around it: every input becomes a job, every change is committed first and
 * shown after. Other files of this folder say what a job decides; this one holds them together.
 */
export class FloorCore {
  readonly epoch: string;
  readonly queries: QueryPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly newId: () => string;
  readonly random: () => number;
  readonly ledger: LedgerPort;
  readonly state = new FloorState();
  readonly resources: ResourceBook;
  readonly book: IngestBook;
  readonly runner: Runner;
  readonly outbox: Outbox;
  readonly contacts = new ContactHealth();
  readonly heartbeats: Heartbeats = new Heartbeats(this);
  readonly #listeners = new Set<(change: LiveChange) => void>();
  readonly #notices: NoticeBoard;
  #revision: Revision;
  #catalog: Catalog;
  readonly recent = new RecentAudit();
  readonly noise: NoiseBook;
  readonly noiseClock: NoiseClock;
  readonly ingestDeps: IngestDeps;
  readonly #clockJump: JumpWatch;
  /** By how much the wall clock was set since the start, all jumps together (ESC15). */
  clockSetByMs = 0;
  /** As the ledger had it at start. */
  readonly metaAtStart: Readonly<Record<string, string>>;

  constructor(deps: FloorDeps) {
    const { ledger, loaded, clock, log } = deps;
    this.ledger = ledger;
    this.epoch = deps.epoch;
    this.queries = deps.queries;
    this.clock = clock;
    this.#clockJump = createJumpWatch(clock);
    this.log = log;
    this.newId = deps.newId;
    this.random = deps.random;
    this.metaAtStart = loaded.meta;
    this.resources = new ResourceBook(loaded.resources);
    this.book = new IngestBook(loaded);
    this.noise = new NoiseBook(this.resources);
    this.#notices = new NoticeBoard(this.resources, this.book);
    this.#revision = deps.revision;
    this.#catalog = this.#compile();
    for (const incident of [...loaded.open, ...loaded.unseen]) this.state.put(incident);
    this.outbox = new Outbox(deps.outbox(this), clock, log);
    for (const row of loaded.outbox) this.outbox.put(row);
    this.runner = new Runner({
      ledger,
      state: this.state,
      clock,
      log,
      lastNumber: loaded.lastNumber,
      pending: this.outbox,
      hooks: {
        onStage: (turn) => {
          const byMs = this.#clockJump.peek();
          if (byMs !== 0) followClock(turn, byMs, this.state.all(), this.outbox.pending());
        },
        onApplied: (turn, audit) => this.#onApplied(turn, audit),
        onStorage: (state, detail) => this.#onStorage(state, detail),
      },
    });
    this.ingestDeps = ingestDepsOf(this);
    this.noiseClock = new NoiseClock({
      ingest: this.ingestDeps,
      resources: this.resources,
      catalog: () => this.#catalog,
      incidents: () => this.state.all(),
      incident: (id) => this.state.get(id),
      change: (name, apply) => this.change(name, apply, true),
    });
  }

  catalog(): Catalog {
    return this.#catalog;
  }
  revision(): Revision {
    return this.#revision;
  }
  now(): number {
    return this.clock.now();
  }
  contextAt(now: number): DecisionContext {
    return { now, roster: this.#catalog.roster, random: this.random };
  }
  incidents(): Iterable<Incident> {
    return this.state.all();
  }
  incident(id: string): Incident | undefined {
    return this.state.get(id);
  }
  view(incident: Incident): IncidentItem {
    return viewOf(incident, this.contextAt(this.clock.now()));
  }
  conservation(): Conservation {
    return this.book.conservation();
  }
  sources(): SourceHeard[] {
    return this.heartbeats.withLate(this.book.sourcesOf(this.#catalog.config.integrations));
  }
  notices(): Notice[] {
    return this.#notices.all();
  }
  health() {
    const due = this.state.oldestDueAt();
    const late = due === null ? 0 : Math.max(0, this.clock.now() - due);
    return { committedAt: this.runner.committedAt, oldestOverdueMs: late, storage: this.runner.storage };
  }

  /** True when the wall clock was set and no turn has followed it yet. */
  isClockSet(): boolean {
    return this.#clockJump.peek() !== 0;
  }

  async ingest(request: IngestRequest): Promise<IngestReply> {
    try {
      const results = await this.runner.submit({
        name: 'ingest',
        isEssential: false,
        weight: request.events.length,
        apply: (turn) => decideIngest(this.ingestDeps, turn, request),
      });
      return { ok: true, results };
    } catch (error) {
      return { ok: false, refusal: refusalOf(error) };
    }
  }

  async reject(integration: string, refusal: Refusal, raw: string): Promise<void> {
    await this.runner
      .submit({
        name: 'reject',
        isEssential: false,
        apply: (turn) => rejectEvent(this.ingestDeps, turn, integration, turn.at, refusal.reason, raw),
      })
      .catch((error: unknown) => this.log.warn({ err: error }, 'a refusal was not recorded'));
  }

  async command(principal: Principal, command: Command): Promise<CommandResult> {
    const forbidden = refuseCommand(principal, command);
    if (forbidden !== null) return forbid(forbidden);
    return this.answer('command', (turn) => {
      const load = (of: Turn, id: string) => of.get(id) ?? this.ledger.findIncident(id);
      const answered = decideAnswer(turn, principal, command, load, this.contextAt(turn.at));
      if (answered.ok && command.type === 'shelve')
        shelveKeys(turn, this.noise, answered.incident, command, personOf(principal) ?? principal.id);
      return answered;
    });
  }

  async raise(principal: Principal, input: RaiseInput): Promise<CommandResult> {
    const forbidden = refuseRaise(principal, input.assignee);
    if (forbidden !== null) return forbid(forbidden);
    const id = this.newId();
    return this.answer('raise', (turn) => decideRaise(turn, principal, input, id, this.contextAt(turn.at)));
  }

  /** Does something inside a turn; resolves when it is real. Rejects with an `UndoneError`. */
  change<T>(name: string, apply: (turn: Turn) => T, isEssential = false): Promise<T> {
    return this.runner.submit({ name, isEssential, apply });
  }

  /** Puts another revision in force; called after its commit. */
  adopt(revision: Revision): void {
    this.#revision = revision;
    this.#catalog = this.#compile();
    this.emit({ parts: ['config', 'oncall', 'sources'] });
  }

  setLiveNotice(id: string, notice: Notice | null): void {
    this.#notices.setLive(id, notice);
    this.emit({ parts: ['notices'] });
  }

  /** [ING167] A tool's whole state was read: the banner of a downtime no longer misses it. */
  noteRead(integration: string): void {
    const at = new Date(this.clock.now()).toISOString();
    if (this.#notices.noteRead(integration, at)) this.emit({ parts: ['notices'] });
  }

  onChange(listener: (change: LiveChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(change: Partial<LiveChange>): void {
    const whole: LiveChange = { incidents: [], audit: [], annunciations: [], parts: [], ...change };
    for (const listener of this.#listeners) listener(whole);
  }

  #compile(): Catalog {
    return compileCatalog({
      config: this.#revision.document,
      overrides: this.resources.overrides(),
      absences: this.resources.absences(),
      profiles: this.resources.profiles(),
      maintenance: readyWindows(this.#revision.document, this.resources),
      isDead: (user, contact) => this.contacts.isDead(user, contact, this.clock.now()),
    });
  }

  /** Decides a person's answer inside a turn. Never rejects: what could not be done is a refusal. */
  async answer(name: string, apply: (turn: Turn) => Answered, isEssential = true): Promise<CommandResult> {
    try {
      const answered = await this.runner.submit({ name, isEssential, apply });
      if (answered.ok) return { ok: true, incident: this.view(answered.incident) };
      const { status, code, message } = answered;
      return { ok: false, error: { status, code, message } };
    } catch (error) {
      const { reason: why } = refusalOf(error);
      return { ok: false, error: { status: 503, code: 'unavailable', message: why.text } };
    }
  }

  #onApplied(turn: Turn, audit: readonly { readonly seq: number }[]): void {
    if (turn.clockSetByMs !== 0) {
      this.#clockJump.settle(turn.clockSetByMs);
      this.clockSetByMs += turn.clockSetByMs;
    }
    this.book.settle(turn);
    this.heartbeats.settle(turn);
    for (const redaction of turn.redactions) this.outbox.redact(redaction);
    for (const row of turn.outbox.values()) this.outbox.put(row);
    const parts: LivePart[] = [];
    if (this.resources.settle(turn)) {
      this.#catalog = this.#compile();
      parts.push('oncall');
    }
    if (this.noise.settle(turn)) parts.push('quiet');
    this.noiseClock.settle(turn);
    if (this.#notices.settle(turn)) parts.push('notices');
    if (turn.heard.size > 0) parts.push('sources', 'conservation');
    const items = tickerItems(
      turn,
      audit,
      (id) => turn.incidents.get(id)?.number ?? this.state.get(id)?.number,
    );
    this.recent.add(items.toReversed());
    this.emit({
      incidents: [...turn.incidents.keys()],
      repeats: [...turn.touches.keys()],
      audit: items.toReversed(),
      annunciations: turn.annunciations,
      parts,
    });
    this.outbox.pump();
  }

  #onStorage(state: 'ok' | 'failed', detail: string): void {
    const id = 'storage-failed';
    const from = new Date(this.clock.now()).toISOString();
    const why = reason('STO50', `the disk failed: ${detail}. Escalation goes on from memory`, { detail });
    this.setLiveNotice(id, state === 'failed' ? { id, kind: id, from, to: null, reason: why } : null);
  }
}
