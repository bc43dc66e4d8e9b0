import { reason } from '../../shared/reason.ts';
import { advance } from '../domain/incident/advance.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { decideCatchUp } from './catch-up.ts';
import type { FloorCore } from './floor-core.ts';
import { planHandoffs } from './handoff.ts';
import { MIN_GAP_MS, StandstillWatch } from './standstill.ts';
import type { Turn } from './turn.ts';

/** Longest sleep: a clock that was set is noticed within it. */
const MAX_SLEEP_MS = 250;
/** Incidents advanced in one turn; the rest follow in the next, so that senders are answered in between. */
const MAX_DUE_PER_TURN = 500;
/** How often the ledger is told that the server is alive, and so how exactly a downtime is known. */
const ALIVE_EVERY_MS = 5000;
/** Signs of life that need no turn, so that a long queue of work is not taken for a standstill. */
const PULSE_EVERY_MS = 1000;
/** How soon a step whose decision threw is tried again. */
const RETRY_STEP_MS = 2000;
/** Handoff notices remembered, so that none is told twice. */
const MAX_TOLD_HANDOFFS = 1000;
/** Lateness of a step that every screen must say. */
const LATE_MS = 5000;

/** Drives time: due steps, handoffs, clock jumps, downtime, standstill. One alarm for the earliest due time. */
export class Clockwork {
  readonly #core: FloorCore;
  readonly #standstill: StandstillWatch;
  #timer: NodeJS.Timeout | undefined;
  #pulseTimer: NodeJS.Timeout | undefined;
  #handoffsUntil: number;
  #aliveAt = 0;
  #isAdvancing = false;
  #isLate = false;
  #clockSetByMs = 0;
  readonly #toldHandoffs = new Set<string>();

  constructor(core: FloorCore) {
    this.#core = core;
    this.#standstill = new StandstillWatch(core.clock);
    // Handoffs of a downtime are told after it; those told just before it are not told again.
    const { aliveAt = 0, handoffsUntil = 0 } = core.metaAtStart;
    const seenUntil = Math.max(Number(aliveAt), Number(handoffsUntil)) || core.clock.now();
    this.#handoffsUntil = Math.min(seenUntil, core.clock.now());
  }

  /** Catches up with what fell due while the server was down, as one turn, bundled per person (ESC14). */
  async start(): Promise<void> {
    const core = this.#core;
    const aliveAt = Number(core.metaAtStart.aliveAt);
    const now = core.clock.now();
    const wasDown = Number.isFinite(aliveAt) && aliveAt > 0 && now - aliveAt >= MIN_GAP_MS;
    // Taken before the turn: a turn that is decided twice must find them both times.
    const due = core.state.takeDue(now, Number.MAX_SAFE_INTEGER);
    await core.change(
      'catch-up',
      (turn) => {
        const downtime = wasDown ? { from: aliveAt, to: turn.at, cause: 'down' as const } : null;
        decideCatchUp(turn, core, due, downtime, (of, id) => this.#advanceOne(of, id));
      },
      true,
    );
    core.heartbeats.begin();
    this.#pulseTimer = setInterval(() => this.pulse(), PULSE_EVERY_MS);
    this.#sleep();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    clearInterval(this.#pulseTimer);
  }

  /** A sign of life. Public so that a story can live through its own clock. */
  pulse(): void {
    this.#standstill.pulse();
    this.#noteLateness();
  }

  #sleep(): void {
    clearTimeout(this.#timer);
    const due = this.#core.state.nextDueAt();
    const toStep = due === null ? MAX_SLEEP_MS : due - this.#core.clock.now();
    const toHeartbeat = this.#core.heartbeats.nextDueInMs() ?? MAX_SLEEP_MS;
    const wait = Math.max(0, Math.min(MAX_SLEEP_MS, toStep, toHeartbeat));
    this.#timer = setTimeout(() => void this.beat(), wait);
  }

  /** One beat: everything that time decides now. Public so that a story can beat on its own clock. */
  async beat(): Promise<void> {
    try {
      this.#standstill.pulse();
      await this.#followClock();
      await this.#catchUp();
      await this.#core.heartbeats.tick();
      await this.#advanceDue();
      await this.#handoffs();
      await this.#core.noiseClock.tick(this.#core.clock.now());
      await this.#alive();
      this.#core.runner.retryDisk();
      this.#noteLateness();
    } catch (error) {
      this.#core.log.error({ err: error }, 'the clockwork failed once; it goes on');
    } finally {
      if (this.#timer !== undefined) this.#sleep();
    }
  }

  /** [ESC15] The wall clock was set: whatever turn comes first moves the due times; if none is queued, this one does. */
  async #followClock(): Promise<void> {
    const core = this.#core;
    if (core.isClockSet()) await core.change('clock', () => undefined, true);
    const by = core.clockSetByMs - this.#clockSetByMs;
    if (by === 0) return;
    this.#clockSetByMs += by;
    core.log.warn({ byMs: by }, 'the wall clock was set; due times follow elapsed time');
    this.#handoffsUntil = Math.min(this.#handoffsUntil + Math.min(by, 0), core.clock.now());
  }

  /** [ESC19] The server stood still: nothing was received, and what fell due meanwhile is told as after a downtime. */
  async #catchUp(): Promise<void> {
    const core = this.#core;
    if (!this.#standstill.peek()) return;
    const due = core.state.takeDue(core.clock.now(), Number.MAX_SAFE_INTEGER);
    try {
      const recorded = await core.change(
        'catch-up',
        (turn) => {
          const gap = this.#standstill.peek();
          const downtime = gap && {
            from: Math.round(turn.at - gap.beganMsAgo),
            to: Math.round(turn.at - gap.endedMsAgo),
            cause: 'stood-still' as const,
          };
          decideCatchUp(turn, core, due, downtime, (of, id) => this.#advanceOne(of, id));
          return gap;
        },
        true,
      );
      if (!recorded) return;
      this.#standstill.settle(recorded.until);
      core.heartbeats.renew();
      const ms = Math.round(recorded.beganMsAgo - recorded.endedMsAgo);
      core.log.warn({ ms }, 'the server stood still; what fell due meanwhile is told now');
    } catch (error) {
      for (const id of due) this.#tryAgain(id, error);
    }
  }

  async #advanceDue(): Promise<void> {
    if (this.#isAdvancing) return;
    this.#isAdvancing = true;
    try {
      for (;;) {
        const due = this.#core.state.takeDue(this.#core.clock.now(), MAX_DUE_PER_TURN);
        if (due.length === 0) return;
        await this.#core
          .change(
            'advance',
            (turn) => {
              for (const id of due) this.#advanceOne(turn, id);
            },
            true,
          )
          .catch((error: unknown) => {
            for (const id of due) this.#tryAgain(id, error);
          });
      }
    } finally {
      this.#isAdvancing = false;
    }
  }

  /** A decision that throws is a bug; it must not stop the others, and is tried again. */
  #advanceOne(turn: Turn, id: string): void {
    const incident = turn.get(id);
    if (!incident) return;
    try {
      turn.apply(advance(incident, this.#core.contextAt(turn.at)));
    } catch (error) {
      this.#tryAgain(id, error);
    }
  }

  #tryAgain(id: string, error: unknown): void {
    this.#core.log.error({ err: error, incident: id }, 'a due step failed; it is tried again');
    setTimeout(() => {
      const current = this.#core.state.get(id);
      if (current) this.#core.state.put(current);
    }, RETRY_STEP_MS).unref();
  }

  async #handoffs(): Promise<void> {
    const core = this.#core;
    const to = core.clock.now();
    const from = this.#handoffsUntil;
    if (to - from < 1000) return;
    this.#handoffsUntil = to;
    const plan = (incidents: () => Iterable<Incident>) =>
      planHandoffs(core.catalog(), incidents, from, to, core.contextAt(to))
        // A clock set back goes over a handoff again; it was told.
        .filter(({ message }) => !this.#toldHandoffs.has(message.id));
    if (plan(() => core.state.all()).length === 0) return;
    const told = await core.change(
      'handoff',
      (turn) => {
        // Decided in the turn: what was answered just before it is not told of.
        const bundles = plan(() =>
          [...core.state.all()].map((incident) => turn.get(incident.id) ?? incident),
        );
        turn.meta.handoffsUntil = String(to);
        for (const bundle of bundles) turn.sendBundle(bundle);
        return bundles.map(({ message }) => message.id);
      },
      true,
    );
    if (this.#toldHandoffs.size > MAX_TOLD_HANDOFFS) this.#toldHandoffs.clear();
    for (const id of told) this.#toldHandoffs.add(id);
  }

  async #alive(): Promise<void> {
    const now = this.#core.clock.elapsed();
    if (now - this.#aliveAt < ALIVE_EVERY_MS) return;
    this.#aliveAt = now;
    await this.#core.change(
      'alive',
      (turn) => {
        turn.meta.aliveAt = String(turn.at);
      },
      true,
    );
  }

  #noteLateness(): void {
    const { oldestOverdueMs } = this.#core.health();
    const isLate = oldestOverdueMs > LATE_MS;
    if (isLate === this.#isLate) return;
    this.#isLate = isLate;
    const from = new Date(this.#core.clock.now()).toISOString();
    const why = reason('ESC13', `steps run ${Math.round(oldestOverdueMs / 1000)} s late`, {
      ms: oldestOverdueMs,
    });
    this.#core.setLiveNotice(
      'steps-late',
      isLate ? { id: 'steps-late', kind: 'steps-late', from, to: null, reason: why } : null,
    );
  }
}
