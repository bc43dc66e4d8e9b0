import { durationMs } from '../../shared/duration.ts';
import { reason, SYSTEM } from '../../shared/reason.ts';
import type { Redaction } from '../domain/incident/redact.ts';
import type { ArchiveOverview, ArchivePiece, ArchivePort } from './archive-port.ts';
import type { FloorCore } from './floor-core.ts';
import { UndoneError } from './runner.ts';

/**
 * Incidents, events or messages copied at once: twice as many after a quick copy, half as many after a long one. What
 * removing them costs a turn is bounded by time, not by this.
 */
const FIRST_PIECE = 10;
const MOST_PIECE = 200;
const LONG_COPY_MS = 250;
/** Rest between two turns that remove, so that senders come first. */
const REST_MS = 25;
const FIRST_RUN_MS = 60_000;
const EVERY_MS = 24 * 3_600_000;
/** After a change of the policy: long enough to take it back. */
const POLICY_CHANGED_MS = 5_000;
/** After a failure: the disk is full or gone, or a redaction waits for a file. */
const TRY_AGAIN_MS = 10 * 60_000;

const NOTICE = 'archive-failed';
/** Name in the ledger's meta of what the last run did, and of how much of all archived was audited. */
const RUN = 'archiveRun';

/** What a run did; kept, so that a run that was killed is audited by the next one. */
export interface ArchiveRun {
  readonly at: string;
  readonly incidents: number;
  readonly events: number;
  readonly months: readonly string[];
}
interface KeptRun extends ArchiveRun {
  /** Incidents and events per file, as audited so far. */
  readonly audited: Readonly<Record<string, readonly [number, number]>>;
}

/** A redaction whose words may still be in an archive file (STO86). */
export const ARCHIVE_REDACTION = 'archive-redaction';

/**
 * Moves the details of old incidents to archive files, by the policy of the config: copies a piece durably, and only then
 * lets the writer remove it, in turns of a few milliseconds (STO81 to STO83). Nothing runs before `start`.
 */
export class Archiver {
  readonly #core: FloorCore;
  readonly #archives: ArchivePort;
  readonly #rest: (ms: number) => Promise<void>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #policy: string | null;
  #isStopped = false;
  #running: Promise<void> | null = null;
  #lastRun: KeptRun | null;
  #figures = { incidents: 0, events: 0 };

  constructor(
    core: FloorCore,
    archives: ArchivePort,
    rest: (ms: number) => Promise<void> = (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  ) {
    this.#core = core;
    this.#archives = archives;
    this.#rest = rest;
    this.#policy = this.#policyNow();
    const kept = core.metaAtStart[RUN];
    this.#lastRun = kept === undefined ? null : (JSON.parse(kept) as KeptRun);
    this.#countAudited();
  }

  /** Incidents and events archived over the life of the data folder, as of the last run. */
  get figures(): { readonly incidents: number; readonly events: number } {
    return this.#figures;
  }

  start(): void {
    this.#sleep(FIRST_RUN_MS);
    this.#core.onChange(({ parts }) => {
      const policy = this.#policyNow();
      if (!parts.includes('config') || policy === this.#policy) return;
      this.#policy = policy;
      this.#sleep(POLICY_CHANGED_MS);
    });
  }

  /** Ends a run between two of its steps; one that is killed inside a step is made good by the next start. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  /** Everything that is due now; a run under way is waited for instead. Never rejects: what failed is on every screen. */
  run(): Promise<void> {
    this.#running ??= this.#runOnce().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** What an admin sees: policy, sizes, files, the last run, what waits. */
  async overview(): Promise<
    ArchiveOverview & { readonly policy: string | null; readonly lastRun: ArchiveRun | null }
  > {
    const overview = await this.#archives.overview(this.#before());
    const { audited: _, ...lastRun } = this.#lastRun ?? { audited: null };
    return { ...overview, policy: this.#policyNow(), lastRun: this.#lastRun && (lastRun as ArchiveRun) };
  }

  #policyNow(): string | null {
    return this.#core.catalog().config.retention.details;
  }

  /** What was closed or received before this instant is archived; null without a policy. */
  #before(): number | null {
    const policy = this.#policyNow();
    return policy === null ? null : this.#core.now() - durationMs(policy);
  }

  #sleep(ms: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => void this.run(), ms).unref();
  }

  async #runOnce(): Promise<void> {
    const policy = this.#policyNow();
    const failures: unknown[] = [];
    const attempt = (work: Promise<void>) => work.catch((error: unknown) => void failures.push(error));
    await attempt(this.#redactWaiting());
    let isWhole = true;
    if (policy !== null) {
      await attempt(
        this.#archiveAll(policy).then((done) => {
          isWhole = done;
        }),
      );
    }
    await attempt(this.#audit());
    if (this.#isStopped) return;
    // What was refused because the writer's disk failed is said by the writer.
    const own = failures.filter((error) => !(error instanceof UndoneError && error.undone !== 'internal'));
    if (own.length > 0) this.#fail(own[0]);
    else if (failures.length === 0) this.#core.setLiveNotice(NOTICE, null);
    const isBroken = !isWhole || failures.length > 0 || this.#core.runner.storage === 'failed';
    if (this.#policyNow() !== policy) this.#sleep(POLICY_CHANGED_MS);
    else this.#sleep(isBroken ? TRY_AGAIN_MS : EVERY_MS);
  }

  /**
   * Ends early when the disk fails, the server stops, or the policy is changed; false when something was left, because
   * it was touched while it was copied.
   */
  async #archiveAll(policy: string): Promise<boolean> {
    const before = this.#core.now() - durationMs(policy);
    const skipped: string[] = [];
    let size = FIRST_PIECE;
    while (!this.#mustPause(policy)) {
      const planned = await this.#archives.next(before, size, skipped);
      if (planned === null) return skipped.length === 0;
      await this.#core.change('archive', (turn) => {
        turn.archiving.push({ kind: 'begin', piece: planned });
      });
      const startedAt = this.#core.clock.elapsed();
      const copied = await this.#archives.copy(planned);
      const tookMs = this.#core.clock.elapsed() - startedAt;
      size = tookMs > LONG_COPY_MS ? Math.max(1, Math.floor(size / 2)) : Math.min(MOST_PIECE, size * 2);
      const isGone = await this.#remove(copied, policy);
      // Reopened or touched since: not again in this run.
      if (!isGone) skipped.push(...planned.incidents.map(({ id }) => id));
    }
    return true;
  }

  #mustPause(policy: string): boolean {
    return this.#isStopped || this.#core.runner.storage === 'failed' || this.#policyNow() !== policy;
  }

  /** True when the ledger has nothing of the piece any more; false when something of it stays. */
  async #remove(piece: ArchivePiece, policy: string): Promise<boolean> {
    for (let left = await this.#archives.left(piece); left > 0; ) {
      if (this.#mustPause(policy)) return false;
      await this.#core.change('archive', (turn) => {
        turn.archiving.push({ kind: 'remove', piece, at: turn.at, policy });
      });
      await this.#rest(REST_MS);
      const after = await this.#archives.left(piece);
      if (after >= left) return false;
      left = after;
    }
    return true;
  }

  /** [AUD43] One entry per run that archived something, also for what a killed run had done. */
  async #audit(): Promise<void> {
    const { archives } = await this.#archives.overview(null);
    const before = this.#lastRun?.audited ?? {};
    const changed = archives.filter(({ file, incidents, events }) => {
      const [i, e] = before[file] ?? [0, 0];
      return incidents !== i || events !== e;
    });
    if (changed.length === 0) return;
    const sum = (of: 0 | 1) =>
      changed.reduce(
        (total, one) => total + [one.incidents, one.events][of]! - (before[one.file]?.[of] ?? 0),
        0,
      );
    const run: ArchiveRun = {
      at: new Date(this.#core.now()).toISOString(),
      incidents: sum(0),
      events: sum(1),
      months: [...new Set(changed.map(({ month }) => month))],
    };
    const audited = Object.fromEntries(
      archives.map(({ file, incidents, events }) => [file, [incidents, events] as const]),
    );
    const kept: KeptRun = { ...run, audited };
    const policy = this.#policyNow();
    await this.#core.change('archive', (turn) => {
      turn.meta[RUN] = JSON.stringify(kept);
      turn.record(SYSTEM, 'archive.run', 'archive', {
        after: { ...run, files: changed.map(({ file }) => file), policy },
        reason: reason('AUD43', `archived details of ${run.incidents} incidents and ${run.events} events`, {
          incidents: run.incidents,
          events: run.events,
          policy,
        }),
      });
    });
    this.#lastRun = kept;
    this.#countAudited();
    this.#core.log.info({ ...run, policy }, 'details archived');
  }

  #countAudited(): void {
    const all = Object.values(this.#lastRun?.audited ?? {});
    this.#figures = {
      incidents: all.reduce((total, [incidents]) => total + incidents, 0),
      events: all.reduce((total, [, events]) => total + events, 0),
    };
  }

  /** [STO86] Redactions that the ledger has and an archive file may not have yet; one that fails stops no other. */
  async #redactWaiting(): Promise<void> {
    const failures: unknown[] = [];
    for (const { id, value } of this.#core.resources.list(ARCHIVE_REDACTION)) {
      try {
        await this.#archives.redact(value as Redaction);
        await this.#core.change('archive', (turn) => turn.remove(ARCHIVE_REDACTION, id));
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  #fail(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error);
    this.#core.log.error({ err: error }, 'archiving failed; nothing was removed that is not in an archive');
    const from = new Date(this.#core.now()).toISOString();
    const why = reason('STO87', `archiving failed: ${detail}. Nothing was removed; it is tried again`, {
      detail,
    });
    this.#core.setLiveNotice(NOTICE, { id: NOTICE, kind: 'config-problem', from, to: null, reason: why });
  }
}
