import type { HeartbeatItem } from '../../shared/api/heartbeats.ts';
import type { SourceHeard } from '../../shared/stream.ts';
import {
  beatAt,
  dueElapsed,
  expectAnew,
  type Heartbeat,
  type HeartbeatState,
  isExpectedOtherwise,
} from '../domain/heartbeat/heartbeat.ts';
import { heartbeatsOf, type MadeHeartbeat, ownHeartbeatId } from '../domain/heartbeat/heartbeats-of.ts';
import type { Instant } from '../domain/incident/incident.ts';
import type { Revision } from './config-revision.ts';
import type { FloorCore } from './floor-core.ts';
import {
  decideBack,
  decideLate,
  findLateIncident,
  HEARTBEAT_KIND,
  type HeartbeatRecord,
  isHeardIn,
  MADE_KIND,
  putRecord,
  recordOf,
  stagedRecord,
  stateOf,
} from './heartbeat-job.ts';
import { heartbeatItem, lateOf } from './heartbeat-views.ts';
import { LateQueue } from './late-queue.ts';
import type { Turn } from './turn.ts';

/** Opened in one turn; the rest follow in the next, so that senders are answered in between. */
const MAX_LATE_PER_TURN = 500;
/** How soon one whose decision failed is tried again. */
const RETRY_MS = 2000;

interface Watched {
  heartbeat: Heartbeat;
  state: HeartbeatState;
  /** Heard while late; its incident is being closed. */
  isComingBack: boolean;
}

/**
 * Watches for silence. Due times are elapsed time and in memory alone: a restart expects everything anew (ING172), so
 * that an event costs no write and no place on the heap, and a clock that is set moves nothing.
 */
export class Heartbeats {
  readonly #core: FloorCore;
  #watched = new Map<string, Watched>();
  #queue = this.#newQueue();
  readonly #late = new Set<string>();
  /** As screens show it; null when it must be made again. */
  #lateView: ReturnType<typeof lateOf> | null = null;
  #revision: Revision | null = null;
  /** What is made or switched off at run time has changed. */
  #isStale = false;
  /** The disk failed: nothing could be heard (ING172). */
  #isDeaf = false;

  constructor(core: FloorCore) {
    this.#core = core;
  }

  /** The server listens from now on. What was heard just before a crash, and not closed yet, is closed. */
  begin(): void {
    this.renew();
    for (const [id, { heartbeat, state }] of this.#watched) {
      if (heartbeat.name !== null || state.lateSince === null) continue;
      if (state.lastBeatAt !== null && state.lastBeatAt > state.lateSince) this.#comeBack(id);
    }
  }

  /** [ING172] Nothing was heard until now that can be held against anybody: all that is not late is expected anew. */
  renew(): void {
    this.#sync();
    const elapsed = this.#core.clock.elapsed();
    for (const one of this.#watched.values()) one.state = expectAnew(one.heartbeat, one.state, elapsed);
  }

  /** Time until the next one may be late, ms; null when none can be. */
  nextDueInMs(): number | null {
    this.#sync();
    const at = this.#queue.nextAt();
    return at === null || this.#core.runner.storage === 'failed' ? null : at - this.#core.clock.elapsed();
  }

  get(id: string): Heartbeat | undefined {
    this.#sync();
    return this.#watched.get(id)?.heartbeat;
  }

  all(): Heartbeat[] {
    this.#sync();
    return [...this.#watched.values()].map(({ heartbeat }) => heartbeat);
  }

  item(id: string): HeartbeatItem | null {
    this.#sync();
    const one = this.#watched.get(id);
    return one ? heartbeatItem(this.#core, one.heartbeat, one.state) : null;
  }

  /** The sources as screens show them, each with what is late of it. */
  withLate(sources: SourceHeard[]): SourceHeard[] {
    if (this.#late.size === 0) return sources;
    this.#lateView ??= lateOf(this.#lateOnes());
    const view = this.#lateView;
    return sources.map((source) => {
      const late = view.get(source.integration);
      return late ? { ...source, late } : source;
    });
  }

  *#lateOnes() {
    for (const id of this.#late) {
      const one = this.#watched.get(id);
      const since = one?.state.lateSince ?? null;
      if (one && since !== null && one.heartbeat.isOn) yield { heartbeat: one.heartbeat, since };
    }
  }

  /** Inside a turn: a ping of a name. It is real, and answered, when the turn is. */
  decidePing(turn: Turn, heartbeat: Heartbeat): void {
    const lateSince = this.#lateIn(turn, heartbeat.id);
    putRecord(turn, this.#core, heartbeat.id, { lastBeatAt: turn.at });
    if (lateSince !== null) decideBack(turn, this.#core, heartbeat, lateSince);
  }

  /** Since when it is late, as this turn has it by now. */
  #lateIn(turn: Turn, id: string): Instant | null {
    const staged = stagedRecord(turn, id);
    return staged ? staged.lateSince : (this.#watched.get(id)?.state.lateSince ?? null);
  }

  /** Takes over what became real: pings, lateness, events of integrations, and what was made or switched. */
  settle(turn: Turn): void {
    for (const { kind, id, value } of turn.resources.values()) {
      if (kind === MADE_KIND) this.#isStale = true;
      if (kind === HEARTBEAT_KIND) this.#takeRecord(id, value as HeartbeatRecord, turn.at);
    }
    for (const { kind } of turn.removed.values()) if (kind === MADE_KIND) this.#isStale = true;
    if (turn.heard.size === 0 || this.#watched.size === 0) return;
    const at = new Date(turn.at).toISOString();
    for (const { integration, lastAcceptedAt } of turn.heard.values())
      if (lastAcceptedAt === at) this.#hear(ownHeartbeatId(integration), turn.at);
  }

  #takeRecord(id: string, record: HeartbeatRecord, at: Instant): void {
    const one = this.#watched.get(id);
    this.#isStale ||= one?.heartbeat.switchedOff !== record.isOff;
    if (!one) return;
    const wasLate = one.state.lateSince !== null;
    if (record.lastBeatAt === at) {
      one.state = beatAt(one.state, at, this.#core.clock.elapsed());
      if (one.heartbeat.name !== null) this.#hear(ownHeartbeatId(one.heartbeat.integration), at);
    }
    one.state = { ...one.state, lateSince: record.lateSince };
    // A lateness that ended without a beat is expected anew like one that is switched on.
    if (wasLate && record.lateSince === null)
      one.state = expectAnew(one.heartbeat, one.state, this.#core.clock.elapsed());
    this.#noteLate(id, one);
    this.#queue.add(id);
  }

  #noteLate(id: string, { state }: Watched): void {
    const before = this.#late.size;
    if (state.lateSince !== null) this.#late.add(id);
    else this.#late.delete(id);
    if (this.#late.size === before) return;
    this.#lateView = null;
    this.#core.emit({ parts: ['sources'] });
  }

  #hear(id: string, at: Instant): void {
    const one = this.#watched.get(id);
    if (!one) return;
    one.state = beatAt(one.state, at, this.#core.clock.elapsed());
    if (one.state.lateSince !== null) this.#comeBack(id);
    else this.#queue.add(id);
  }

  #comeBack(id: string): void {
    const one = this.#watched.get(id);
    if (!one || one.isComingBack) return;
    one.isComingBack = true;
    this.#core
      .change(
        'heartbeat back',
        (turn) => {
          const lateSince = this.#lateIn(turn, id);
          if (lateSince !== null) decideBack(turn, this.#core, one.heartbeat, lateSince);
        },
        true,
      )
      .catch(this.#warn(id, 'a heartbeat came back and could not be closed'))
      .finally(() => {
        one.isComingBack = false;
      });
  }

  /** [ING173] Everything whose time is over by now. Nothing is, while the disk cannot take what would be heard. */
  async tick(): Promise<void> {
    this.#sync();
    const isDeaf = this.#core.runner.storage === 'failed';
    if (this.#isDeaf && !isDeaf) this.renew();
    this.#isDeaf = isDeaf;
    if (isDeaf) return;
    for (;;) {
      const due = this.#queue.takeDue(this.#core.clock.elapsed(), MAX_LATE_PER_TURN);
      if (due.length === 0) return;
      const isDone = await this.#core
        .change(
          'heartbeat late',
          (turn) => {
            for (const id of due) this.#decideLate(turn, id);
          },
          true,
        )
        .then(
          () => true,
          (error: unknown) => {
            this.#core.log.error({ err: error }, 'late heartbeats could not be told; tried again');
            return false;
          },
        );
      const notBefore = isDone ? 0 : this.#core.clock.elapsed() + RETRY_MS;
      for (const id of due) this.#queue.add(id, notBefore);
      if (!isDone) return;
    }
  }

  #newQueue(): LateQueue {
    return new LateQueue((id) => {
      const one = this.#watched.get(id);
      return one ? dueElapsed(one.heartbeat, one.state) : null;
    });
  }

  #decideLate(turn: Turn, id: string): void {
    const one = this.#watched.get(id);
    if (!one) return;
    const due = dueElapsed(one.heartbeat, one.state);
    const elapsed = this.#core.clock.elapsed();
    if (due === null || due > elapsed || isHeardIn(turn, one.heartbeat)) return;
    const since = Math.round(turn.at - (elapsed - due));
    decideLate(turn, this.#core, one.heartbeat, one.state.lastBeatAt, since);
  }

  /** Brings what is watched in line with the config in force and what was made at run time. */
  #sync(): void {
    const core = this.#core;
    const revision = core.revision();
    if (revision === this.#revision && !this.#isStale) return;
    const isFirst = this.#revision === null;
    this.#revision = revision;
    this.#isStale = false;
    const made = core.resources.list(MADE_KIND).map(({ value }) => value as MadeHeartbeat);
    const elapsed = core.clock.elapsed();
    const before = this.#watched;
    this.#watched = new Map();
    this.#queue = this.#newQueue();
    this.#late.clear();
    this.#lateView = null;
    for (const heartbeat of heartbeatsOf(core.catalog().config, made, (id) => recordOf(core, id).isOff)) {
      const one = this.#watch(heartbeat, before.get(heartbeat.id), isFirst, elapsed);
      this.#watched.set(heartbeat.id, one);
      if (one.state.lateSince !== null) this.#late.add(heartbeat.id);
      this.#queue.add(heartbeat.id);
    }
    core.emit({ parts: ['sources'] });
  }

  #watch(heartbeat: Heartbeat, known: Watched | undefined, isFirst: boolean, elapsed: number): Watched {
    const state = known?.state ?? stateOf(this.#core, heartbeat);
    const fresh = { heartbeat, isComingBack: false };
    if (known && !isExpectedOtherwise(known.heartbeat, heartbeat)) return { ...fresh, state };
    const isForgotten =
      state.lateSince !== null &&
      !isFirst &&
      !known?.heartbeat.isOn &&
      !findLateIncident(this.#core, heartbeat);
    // [ING179] Switched on again, and nothing is open about it: its lateness of before is over.
    if (isForgotten) this.#forget(heartbeat.id);
    const lateSince = isForgotten ? null : state.lateSince;
    return { ...fresh, state: expectAnew(heartbeat, { ...state, lateSince }, elapsed) };
  }

  #forget(id: string): void {
    this.#core
      .change('heartbeat', (turn) => putRecord(turn, this.#core, id, { lateSince: null }))
      .catch(this.#warn(id, 'a lateness could not be taken back'));
  }

  #warn(id: string, text: string) {
    return (error: unknown) => this.#core.log.warn({ err: error, heartbeat: id }, text);
  }
}
