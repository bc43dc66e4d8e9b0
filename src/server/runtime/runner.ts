import type { Incident, Instant } from '../domain/incident/incident.ts';
import { EMPTY_BATCH } from './empty-batch.ts';
import { type Batch, type ClockPort, type LedgerPort, type LogPort, StorageError } from './ports.ts';
import type { FloorState } from './state.ts';
import { type PendingRows, Turn } from './turn.ts';

/** Work taken into one commit at most, in events; more waits for the next turn. A batch is never split. */
const MAX_WEIGHT_PER_TURN = 1000;
/** Jobs that may wait; beyond it senders are told to come again. */
const MAX_QUEUE = 20_000;
/** How soon after a failed write the disk is tried again. */
const RETRY_DISK_MS = 500;

/** A turn of at least this many jobs says that more are coming; they are waited for this long. */
const BUSY_TURN_JOBS = 8;
const GATHER_MS = 1;
/**
 * A turn begins once the event loop brought no new input in so many rounds, or after `MAX_GATHER_MS`: libuv accepts one
 * connection a round, so a burst of new connections would otherwise be one commit, and one wait for the disk, each.
 */
const QUIET_ROUNDS = 3;
const MAX_GATHER_MS = 8;

/** Why a job was not done. Nothing of it happened. */
export type Undone = 'overload' | 'storage' | 'stopping' | 'internal';
export class UndoneError extends Error {
  override readonly name = 'UndoneError';
  readonly undone: Undone;
  constructor(undone: Undone, message: string) {
    super(message);
    this.undone = undone;
  }
}

/** One input of the runner. Deciding it twice on the same state gives the same facts. */
export interface Job<T> {
  readonly name: string;
  /**
   * Must happen although the disk failed: steps that are due, answers of people, results of deliveries.
   * They are kept in memory and written when the disk is back (STO rule: one exception of "durable before told").
   */
  readonly isEssential: boolean;
  /** How many events it decides; 1 where it is not said. */
  readonly weight?: number;
  apply(turn: Turn): T;
}

interface Waiting {
  readonly job: Job<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface RunnerHooks {
  /** A turn begins (again, when the first try at it failed): what comes before every job of it. */
  onStage(turn: Turn): void;
  /** A turn is real: in the ledger, or, when `isDurable` is false, in memory only. */
  onApplied(turn: Turn, audit: readonly { readonly seq: number }[], isDurable: boolean): void;
  onStorage(state: 'ok' | 'failed', detail: string): void;
}

/**
 * The one writer. Inputs queue up; each turn decides all that wait, commits them in one transaction, makes them
 * real in memory, and only then answers (product rule 2, group commit).
 */
export class Runner {
  readonly #ledger: LedgerPort;
  readonly #state: FloorState;
  readonly #clock: ClockPort;
  readonly #log: LogPort;
  readonly #hooks: RunnerHooks;
  readonly #pending: PendingRows;
  readonly #queue: Waiting[] = [];
  #isScheduled = false;
  #isStopping = false;
  #lastTurnJobs = 0;
  #nextNumber: number;
  #unsaved: Batch[] = [];
  #diskTriedAt = 0;
  #storage: 'ok' | 'failed' = 'ok';
  #committedAt: Instant | null = null;

  constructor(deps: {
    ledger: LedgerPort;
    state: FloorState;
    clock: ClockPort;
    log: LogPort;
    hooks: RunnerHooks;
    pending: PendingRows;
    lastNumber: number;
  }) {
    this.#ledger = deps.ledger;
    this.#state = deps.state;
    this.#clock = deps.clock;
    this.#log = deps.log;
    this.#hooks = deps.hooks;
    this.#pending = deps.pending;
    this.#nextNumber = deps.lastNumber + 1;
  }

  get queued(): number {
    return this.#queue.length;
  }
  get storage(): 'ok' | 'failed' {
    return this.#storage;
  }
  get committedAt(): Instant | null {
    return this.#committedAt;
  }

  /** Resolves with the job's result once it is real. Rejects with an `UndoneError` when nothing of it happened. */
  submit<T>(job: Job<T>): Promise<T> {
    if (this.#isStopping) return Promise.reject(new UndoneError('stopping', 'the server is stopping'));
    if (this.#queue.length >= MAX_QUEUE && !job.isEssential) {
      return Promise.reject(new UndoneError('overload', 'too much is waiting'));
    }
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ job, resolve: resolve as (value: unknown) => void, reject });
      this.#schedule();
    });
  }

  /** Does what was accepted and takes nothing more. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    while (this.#queue.length > 0) this.#turn();
    await Promise.resolve();
  }

  /**
   * [STO99] A lone input is decided as good as at once. Under load a turn waits a moment for those that are on their way:
   * one commit for sixty costs little more than one for six.
   */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    const turn = () => {
      this.#isScheduled = false;
      this.#turn();
      if (this.#queue.length > 0) this.#schedule();
    };
    if (this.#lastTurnJobs >= BUSY_TURN_JOBS && this.#queue.length < this.#lastTurnJobs) {
      setTimeout(turn, GATHER_MS);
      return;
    }
    const began = this.#clock.elapsed();
    let queued = 0;
    let quietRounds = 0;
    const gather = () => {
      quietRounds = this.#queue.length > queued ? 0 : quietRounds + 1;
      queued = this.#queue.length;
      if (quietRounds >= QUIET_ROUNDS || this.#clock.elapsed() - began >= MAX_GATHER_MS) turn();
      else setImmediate(gather);
    };
    setImmediate(gather);
  }

  #turn(): void {
    const waiting = this.#queue.splice(0, jobsOfTurn(this.#queue));
    this.#lastTurnJobs = waiting.length;
    if (waiting.length === 0) return;
    if (this.#storage === 'failed') this.#retryDisk();
    if (this.#storage === 'failed') {
      this.#turnInMemory(waiting);
      return;
    }
    this.#turnOnDisk(waiting);
  }

  #turnOnDisk(waiting: readonly Waiting[]): void {
    const staged = this.#stage(waiting);
    let audit: readonly { readonly seq: number }[] = [];
    try {
      if (!staged.turn.isEmpty()) {
        audit = this.#ledger.commit(staged.turn.batch()).audit;
        this.#committedAt = this.#clock.now();
      }
    } catch (error) {
      if (error instanceof StorageError) {
        this.#failStorage(error);
        this.#turnInMemory(waiting);
      } else {
        this.#turnOneByOne(waiting, error);
      }
      return;
    }
    this.#makeReal(staged.turn, audit, true);
    for (const settle of staged.settle) settle();
  }

  /** The ledger refused a batch though the disk is well: a bug of ours. Whoever caused it fails alone. */
  #turnOneByOne(waiting: readonly Waiting[], error: unknown): void {
    const [first] = waiting;
    if (waiting.length > 1) {
      for (const one of waiting) this.#turnOnDisk([one]);
      return;
    }
    this.#log.error({ err: error, job: first?.job.name }, 'the ledger refused a decision');
    first?.reject(new UndoneError('internal', 'the server could not store this'));
  }

  /** Decides every job against one turn. A job that throws is a bug of ours: it alone fails, the others are decided again. */
  #stage(waiting: readonly Waiting[]): { turn: Turn; settle: (() => void)[] } {
    let jobs = waiting;
    for (;;) {
      const turn = new Turn(this.#clock.now(), this.#state, this.#nextNumber, this.#pending);
      this.#hooks.onStage(turn);
      const settle: (() => void)[] = [];
      const broken = jobs.find(({ job, resolve, reject }) => {
        try {
          const result = job.apply(turn);
          settle.push(() => resolve(result));
          return false;
        } catch (error) {
          this.#log.error({ err: error, job: job.name }, 'a decision failed');
          reject(new UndoneError('internal', 'the server could not decide this'));
          return true;
        }
      });
      if (!broken) return { turn, settle };
      jobs = jobs.filter((one) => one !== broken);
    }
  }

  #makeReal(turn: Turn, audit: readonly { readonly seq: number }[], isDurable: boolean): void {
    this.#nextNumber = turn.nextNumber;
    for (const incident of turn.incidents.values()) this.#state.put(incident as Incident);
    for (const touch of turn.touches.values()) this.#state.touch(touch.id, touch.count, touch.lastEventAt);
    this.#hooks.onApplied(turn, audit, isDurable);
  }

  /** The disk failed: what must happen happens in memory, the rest is refused so that its sender comes again. */
  #turnInMemory(waiting: readonly Waiting[]): void {
    for (const { job, reject } of waiting) {
      if (!job.isEssential) reject(new UndoneError('storage', 'the disk failed; nothing was stored'));
    }
    const staged = this.#stage(waiting.filter(({ job }) => job.isEssential));
    if (!staged.turn.isEmpty()) {
      this.#unsaved.push(staged.turn.batch());
      this.#makeReal(staged.turn, [], false);
    }
    for (const settle of staged.settle) settle();
  }

  #failStorage(error: StorageError): void {
    this.#diskTriedAt = this.#clock.elapsed();
    if (this.#storage === 'failed') return;
    this.#storage = 'failed';
    this.#log.error({ err: error }, 'the disk failed: escalation goes on from memory');
    this.#hooks.onStorage('failed', error.message);
  }

  /** Writes what only memory has, in order; called before each turn and by the clock while the disk is failed. */
  retryDisk(): void {
    if (this.#storage === 'failed') this.#retryDisk();
  }

  #retryDisk(): void {
    if (this.#clock.elapsed() - this.#diskTriedAt < RETRY_DISK_MS) return;
    try {
      while (this.#unsaved.length > 0) {
        this.#ledger.commit(this.#unsaved[0]!);
        this.#unsaved.shift();
      }
      // Proves that the disk takes writes again.
      this.#ledger.commit({ ...EMPTY_BATCH, meta: { diskBack: '1' } });
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      this.#diskTriedAt = this.#clock.elapsed();
      return;
    }
    this.#committedAt = this.#clock.now();
    this.#storage = 'ok';
    this.#log.info({}, 'the disk is back; what memory held is written');
    this.#hooks.onStorage('ok', '');
  }
}

/** How many of the jobs that wait go into the next turn: at least one. */
function jobsOfTurn(queue: readonly Waiting[]): number {
  let weight = 0;
  for (const [index, { job }] of queue.entries()) {
    weight += job.weight ?? 1;
    if (weight > MAX_WEIGHT_PER_TURN) return Math.max(1, index);
  }
  return queue.length;
}
