import { expect } from 'vitest';
import type { ParsedEvent, SourceEvent } from '../../src/server/domain/event.ts';
import type { Incident } from '../../src/server/domain/incident/incident.ts';
import type { ArchivePort } from '../../src/server/runtime/archive-port.ts';
import { Archiver } from '../../src/server/runtime/archiver.ts';
import { Clockwork } from '../../src/server/runtime/clockwork.ts';
import type { Floor, IngestReply, Principal, RaiseInput } from '../../src/server/runtime/floor.ts';
import { FloorCore } from '../../src/server/runtime/floor-core.ts';
import { createFloor } from '../../src/server/runtime/floor-service.ts';
import type { LedgerPort, LogPort } from '../../src/server/runtime/ports.ts';
import type { QueryPort } from '../../src/server/runtime/query-port.ts';
import { createSender } from '../../src/server/runtime/sender.ts';
import type { ConfigDocument, ConfigInput } from '../../src/shared/config/document.ts';
import { reason } from '../../src/shared/reason.ts';
import type { Command, CommandResult } from '../../src/shared/stream.ts';
import type { EventStatus, Role, Urgency } from '../../src/shared/words.ts';
import { FakeClock } from './fake-clock.ts';
import { createRecordingLedger } from './recording-ledger.ts';
import { type Left, ScriptedSender } from './scripted-sender.ts';
import { floorConfig, hashDocument, hashSecret } from './story-config.ts';

/** Every story begins on a Monday at noon, UTC. */
export const START = Date.parse('2026-11-23T12:00:00Z');
/** Between due times a beat comes at least this often, as it does every quarter second in life. */
const LONGEST_STEP_MS = 300_000;
const PULSE_MS = 5000;

export interface EventInput {
  readonly integration?: string;
  readonly key?: string | null;
  readonly status?: EventStatus;
  readonly urgency?: Urgency | null;
  readonly urgencyWord?: string;
  readonly summary?: string;
  /** The sender's clock, epoch ms. */
  readonly eventAt?: number | null;
}

/** `90s`, `30m`, `2h`, `1d`, or milliseconds. */
export function ms(text: string | number): number {
  if (typeof text === 'number') return text;
  const found = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text);
  if (!found) throw new Error(`not a time: ${text}`);
  const unit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[found[2] as 'ms'];
  return Math.round(Number(found[1]) * unit);
}

export const eventOf = (input: EventInput): SourceEvent => ({
  status: input.status ?? 'open',
  summary: input.summary ?? 'disk full',
  dedupKey: input.key === undefined ? 'disk' : input.key,
  urgency: input.urgencyWord === undefined ? (input.urgency === undefined ? 'high' : input.urgency) : null,
  urgencyWord: input.urgencyWord ?? null,
  eventAt: input.eventAt ?? null,
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
  links: [],
});

const noQueries = new Proxy({} as QueryPort, {
  get: () => () => {
    throw new Error('stories do not query');
  },
});

export interface StoryOptions {
  readonly at?: number;
  readonly random?: () => number;
  readonly longestStepMs?: number;
  /** A ledger, its queries and its archives on a real disk; else a ledger in memory that cannot be queried. */
  readonly storage?: (now: () => number) => {
    readonly ledger: LedgerPort;
    readonly queries: QueryPort;
    readonly archives: ArchivePort;
  };
}

/** A whole floor on a clock that the story moves: the real core, a ledger in memory, channels that do as told. */
export class Story {
  readonly clock: FakeClock;
  readonly ledger: ReturnType<typeof createRecordingLedger>;
  readonly sender: ScriptedSender;
  readonly logged: { readonly level: string; readonly message: string; readonly fields: object }[] = [];
  core!: FloorCore;
  floor!: Floor;
  archiver: Archiver | null = null;
  readonly #storage: ReturnType<NonNullable<StoryOptions['storage']>> | null;
  #clockwork!: Clockwork;
  #config: ConfigDocument;
  #ids = 0;
  #epoch = 0;
  readonly #options: StoryOptions;
  readonly #seen = new Set<Left>();

  constructor(config: ConfigDocument, options: StoryOptions) {
    this.#config = config;
    this.#options = options;
    this.clock = new FakeClock(options.at ?? START);
    this.sender = new ScriptedSender(() => this.clock.now());
    this.#storage = options.storage?.(() => this.clock.now()) ?? null;
    this.ledger = createRecordingLedger(this.#storage?.ledger);
  }

  async start(): Promise<this> {
    const log = (level: string) => (fields: object, message: string) => {
      this.logged.push({ level, message, fields });
    };
    const port: LogPort = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
    this.#epoch += 1;
    const core: FloorCore = new FloorCore({
      ledger: this.ledger,
      loaded: this.ledger.load(),
      queries: this.#storage?.queries ?? noQueries,
      clock: this.clock,
      log: port,
      epoch: `epoch-${this.#epoch}`,
      newId: () => `id-${String(++this.#ids).padStart(5, '0')}`,
      random: this.#options.random ?? (() => 0.5),
      revision: { revision: 1, hash: hashDocument(this.#config), previous: null, document: this.#config },
      outbox: (floor) => createSender(floor, this.sender, (id) => `http://127.0.0.1/incidents/${id}`),
    });
    this.core = core;
    const archives = this.#storage?.archives;
    const archiver = archives ? new Archiver(core, archives, async () => undefined) : null;
    this.archiver = archiver;
    this.floor = createFloor({
      core,
      archives: archives && archiver ? { port: archives, overview: () => archiver.overview() } : null,
      configFile: { read: () => ({ document: null, source: 'none' }), write: () => undefined },
      secrets: { names: () => [], set: () => undefined, remove: () => false },
      managedByFile: false,
      hashSecret,
      hashDocument,
    });
    this.#clockwork = new Clockwork(core);
    await this.#clockwork.start();
    // From here on the story beats.
    this.#clockwork.stop();
    core.outbox.pump();
    await this.settle();
    return this;
  }

  // ——— what happens

  async receive(input: EventInput = {}): Promise<{ outcome: string; code: string; incident: string | null }> {
    const reply = await this.receiveBatch([input], input.integration);
    if (!reply.ok) throw new Error(`refused: ${reply.refusal.reason.text}`);
    const [result] = reply.results;
    return { outcome: result!.outcome, code: result!.reason.code, incident: result!.incident };
  }

  /** One request of several elements; a text stands for an element that is no event, with that reason. */
  async receiveBatch(inputs: readonly (EventInput | string)[], integration = 'std'): Promise<IngestReply> {
    const events = inputs.map(
      (input): ParsedEvent =>
        typeof input === 'string'
          ? { ok: false, reason: reason('ING2', input) }
          : { ok: true, event: eventOf(input) },
    );
    const reply = await this.floor.ingest({ integration, receivedAt: this.clock.now(), events, raw: '{}' });
    await this.settle();
    return reply;
  }

  /** A person answers; `version` is the one they saw, the present one when left out. */
  async answer(
    who: string,
    command: { [K in Command['type']]: Omit<Extract<Command, { type: K }>, 'incident'> }[Command['type']] & {
      readonly incident?: string;
    },
    role: Role = 'lead',
  ): Promise<CommandResult> {
    const incident = command.incident ?? this.incident().id;
    const result = await this.floor.command(this.principal(who, role), { ...command, incident } as Command);
    await this.settle();
    return result;
  }

  /** As `answer`, and it must be taken. */
  async answered(
    ...args: Parameters<Story['answer']>
  ): Promise<Extract<CommandResult, { ok: true }>['incident']> {
    const result = await this.answer(...args);
    if (!result.ok)
      throw new Error(`${args[1].type} was refused: ${result.error.code} ${result.error.message}`);
    return result.incident;
  }

  async raise(who: string, input: RaiseInput, role: Role = 'lead'): Promise<CommandResult> {
    const result = await this.floor.raise(this.principal(who, role), input);
    await this.settle();
    return result;
  }

  principal(id: string, role: Role = 'lead'): Principal {
    return { kind: 'user', id, role, token: `t-${id}` };
  }

  async reconfigure(more: Partial<ConfigInput>): Promise<void> {
    this.#config = floorConfig(more);
    const change = await this.floor.replaceConfig(this.principal('an', 'admin'), this.#config, null);
    if (!change.ok) throw new Error(`the config was refused: ${JSON.stringify(change)}`);
    await this.settle();
  }

  /** Time goes by: every due time in order, a beat at each. */
  async fastForward(by: string | number): Promise<void> {
    const end = this.clock.elapsed() + ms(by);
    for (let beats = 0; this.clock.elapsed() < end; beats++) {
      if (beats > 200_000) throw new Error('time does not go on: something is due for ever');
      const left = end - this.clock.elapsed();
      const due = this.nextDueAt();
      const toDue = due === null ? left : Math.max(due - this.clock.now(), 1);
      this.#wake(Math.min(left, toDue, this.#options.longestStepMs ?? LONGEST_STEP_MS));
      await this.beat();
    }
  }

  /** Time goes by with the server awake: it shows signs of life, as it does every second in life. */
  #wake(by: number): void {
    for (let left = by; left > 0; left -= PULSE_MS) {
      this.clock.advance(Math.min(left, PULSE_MS));
      this.#clockwork.pulse();
    }
  }

  /** The server is awake and receives, but its clockwork comes so much too late. */
  lag(by: string | number): void {
    this.#wake(ms(by));
  }

  /** The earliest due step or attempt. */
  nextDueAt(): number | null {
    let earliest = this.core.state.nextDueAt() ?? Number.POSITIVE_INFINITY;
    for (const row of this.ledger.outbox.values()) {
      if (row.state === 'pending' && row.nextAttemptAt !== null && row.nextAttemptAt > this.clock.now()) {
        earliest = Math.min(earliest, row.nextAttemptAt);
      }
    }
    const noise = this.core.noiseClock.nextDueAt();
    if (noise !== null) earliest = Math.min(earliest, Math.max(noise, this.clock.now()));
    const heartbeat = this.core.heartbeats.nextDueInMs();
    if (heartbeat !== null) earliest = Math.min(earliest, this.clock.now() + heartbeat);
    return earliest === Number.POSITIVE_INFINITY ? null : earliest;
  }

  async beat(): Promise<void> {
    await this.#clockwork.beat();
    this.core.outbox.pump();
    await this.settle();
  }

  /** Somebody sets the wall clock by so much; the next beat notices. */
  jumpWallClock(by: string | number, sign: 1 | -1 = 1): void {
    this.clock.setWall(this.clock.now() + sign * ms(by));
  }

  /** The machine sleeps, or the process stands still: both clocks go on, nobody beats. */
  async suspend(time: string | number): Promise<void> {
    this.clock.advance(ms(time));
    await this.beat();
  }

  /** The process dies without a word, and starts again on the same ledger after `downtime`. */
  async killAndRestart(downtime: string | number = 0): Promise<void> {
    this.core.outbox.stop();
    this.clock.advance(ms(downtime));
    await this.start();
  }

  /** Until nothing is queued and nothing is on its way. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const before = this.sender.left.length;
      await new Promise((resolve) => setImmediate(resolve));
      quiet = this.core.runner.queued === 0 && this.sender.left.length === before ? quiet + 1 : 0;
    }
  }

  stop(): void {
    this.core.outbox.stop();
    this.#clockwork.stop();
  }

  // ——— what is so

  /** The only incident, or the one of a key. */
  incident(key?: string): Incident {
    const all = [...this.ledger.incidents.values()].filter(
      (one) => key === undefined || one.dedupKey === key,
    );
    const latest = all.toSorted((a, b) => a.number - b.number).at(-1);
    if (!latest) throw new Error(`there is no incident${key === undefined ? '' : ` of ${key}`}`);
    return this.core.incident(latest.id) ?? latest;
  }

  view(key?: string) {
    return this.core.view(this.incident(key));
  }

  entries(kind?: string, key?: string) {
    const { id } = this.incident(key);
    return this.ledger.entries.filter(
      (one) => one.incident === id && (kind === undefined || one.kind === kind),
    );
  }

  kinds(key?: string): string[] {
    return this.entries(undefined, key).map((one) => one.kind);
  }

  #unread(): Left[] {
    return this.sender.left.filter((one) => !this.#seen.has(one));
  }

  /** A message that has left, and no story has looked at. Takes it off the list. */
  expectNotified(
    to: string,
    more: { readonly contact?: string; readonly kind?: string; readonly key?: string } = {},
  ): Left {
    const incident = more.key === undefined ? undefined : this.incident(more.key).id;
    const found = this.#unread().find(
      (one) =>
        one.to === to &&
        (more.contact === undefined || one.contact === more.contact) &&
        (more.kind === undefined || one.kind === more.kind) &&
        (incident === undefined || one.incident === incident),
    );
    if (!found) {
      expect.fail(`${to} was not told ${JSON.stringify(more)}; what left is ${this.#told()}`);
    }
    this.#seen.add(found);
    return found;
  }

  /** An extension was told. */
  expectExtension(id: string, event: string): Left {
    return this.expectNotified(`extension/${id}`, { kind: event });
  }

  expectNothingMore(): void {
    expect(this.#told(), 'nobody else was to be told').toBe('');
  }

  /** What left and no story has looked at, as `person kind`; takes it all. */
  takeTold(): string[] {
    const unread = this.#unread();
    for (const one of unread) this.#seen.add(one);
    return unread.map((one) => `${one.to} ${one.kind}`);
  }

  #told(): string {
    return this.#unread()
      .map((one) => `${one.to}/${one.contact} ${one.kind} +${(one.at - START) / 1000}s`)
      .join(', ');
  }
}

/** Begins a story. */
export async function given(config: Partial<ConfigInput> = {}, options: StoryOptions = {}): Promise<Story> {
  return new Story(floorConfig(config), options).start();
}
