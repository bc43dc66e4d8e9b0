import { expect } from 'vitest';
import { advance } from '../../src/server/domain/incident/advance.ts';
import type { Incident } from '../../src/server/domain/incident/incident.ts';
import { SEVERITIES } from '../../src/shared/words.ts';
import type { Left } from '../support/scripted-sender.ts';
import { given, type Story } from '../support/story.ts';
import { CONFIG, type Happening } from './floor-happenings.ts';

const MINUTE = 60_000;
/** More than any policy here has steps. */
const MAX_BEATS = 25;
const ANSWERED = new Set(['page', 'final', 'fallback']);
/** Kinds of entry that change what an answer would mean (INC6). */
const MEANINGFUL = new Set([
  'acked',
  're-alarmed',
  'closed',
  'cleared',
  'seen',
  'reopened',
  'assigned',
  'snoozed',
  'resumed',
  'severity',
  'urgency-raised',
  'repeated',
  'escalated',
]);

/** [NTF10] The incidents a message is about: its own, or those a bundle names. */
function aboutOf({ incident, message }: Left): readonly string[] {
  if (incident !== null) return [incident];
  const lines = message.to === 'person' ? message.body.incidents : [];
  return Array.isArray(lines) ? lines.map(({ id }: { id: string }) => id) : [];
}

/** A floor that is walked over, and what must hold at every moment of the walk. */
export class Walk {
  readonly story: Story;
  #sent = 0;
  #restarts = 0;
  readonly #versions = new Map<string, { version: number; entries: number }>();
  readonly #left = new Map<string, { restarts: number; isTold: boolean }>();
  #read = 0;

  private constructor(story: Story) {
    this.story = story;
  }

  static async begin(): Promise<Walk> {
    let turn = 0;
    const story = await given(CONFIG, {
      random: () => {
        turn = (turn + 7) % 10;
        return turn / 10;
      },
      longestStepMs: 30 * MINUTE,
    });
    const walk = new Walk(story);
    const { sender } = story;
    const push = sender.left.push.bind(sender.left);
    sender.left.push = (...leaving) => {
      for (const one of leaving) walk.#checkLeaving(one);
      return push(...leaving);
    };
    return walk;
  }

  async do(one: Happening): Promise<void> {
    const { story } = this;
    switch (one.kind) {
      case 'event': {
        const eventAt = one.timeOffset === null ? null : story.clock.now() + one.timeOffset * MINUTE;
        const event = { key: one.key, status: one.status, urgency: one.urgency, eventAt };
        const elements = one.bad ? [event, 'summary: expected a text'] : [event];
        this.#sent += elements.length;
        await story.receiveBatch(elements, one.integration);
        break;
      }
      case 'answer':
        await this.#answer(one);
        break;
      case 'wait':
        await story.fastForward(one.minutes * MINUTE);
        break;
      case 'jump':
        story.jumpWallClock(Math.abs(one.minutes) * MINUTE, one.minutes < 0 ? -1 : 1);
        break;
      case 'kill':
        this.#restarts += 1;
        await story.killAndRestart(one.minutes * MINUTE);
        break;
      case 'disk':
        story.ledger.isFailing = true;
        await story.fastForward(one.minutes * MINUTE);
        story.ledger.isFailing = false;
        await story.fastForward(1000);
        break;
      case 'rush':
        await this.#rush(one);
        break;
      case 'channel':
        story.sender.answer(one.to, one.result);
        break;
    }
    await this.#beat();
    this.check();
  }

  /** A message that fails within a beat makes the next step due at once; a handful of beats later nothing is. */
  async #beat(): Promise<void> {
    const { story } = this;
    for (let beats = 0; beats < MAX_BEATS; beats++) {
      await story.beat();
      const due = story.core.state.nextDueAt();
      if (due === null || due > story.clock.now()) return;
    }
  }

  /** Time, a jump, an event, an answer and the clockwork meet in one turn. */
  async #rush(one: Extract<Happening, { kind: 'rush' }>): Promise<void> {
    const { story } = this;
    const all = [...story.ledger.incidents.values()];
    const chosen = all[one.which % Math.max(all.length, 1)];
    story.clock.advance(one.wait * MINUTE);
    if (one.jump !== 0) story.jumpWallClock(Math.abs(one.jump) * MINUTE, one.jump < 0 ? -1 : 1);
    this.#sent += 1;
    await Promise.all([
      story.receiveBatch([{ key: 'a', status: one.status, urgency: 'highest' }], one.integration),
      chosen && story.answer(one.who, { type: one.type, incident: chosen.id }),
      story.beat(),
    ]);
  }

  async #answer(one: Extract<Happening, { kind: 'answer' }>): Promise<void> {
    const { story } = this;
    const all = [...story.ledger.incidents.values()];
    const chosen = all[one.which % Math.max(all.length, 1)];
    if (!chosen) return;
    const version = one.stale ? { version: chosen.version - 1 } : {};
    const until = new Date(story.clock.now() + one.minutes * MINUTE).toISOString();
    const detail = {
      ack: { type: 'ack' },
      close: { type: 'close' },
      assign: { type: 'assign', user: one.to },
      comment: { type: 'comment', text: 'looking' },
      snooze: { type: 'snooze', until },
      reopen: { type: 'reopen' },
      escalate: { type: 'escalate' },
      severity: { type: 'severity', severity: SEVERITIES[one.minutes % 3] ?? 'SEV1' },
      seen: { type: 'seen' },
    } as const;
    const command = detail[one.type as keyof typeof detail];
    const result = await story.answer(one.who, { ...command, ...version, incident: chosen.id });
    if (one.stale) expect(result.ok, 'an answer to an older state is refused').toBe(false);
  }

  /** [NTF6] [NTF1] [NTF10] Looked at while a message leaves: nobody is paged about what is answered, nor twice with one key. */
  #checkLeaving(one: Left): void {
    const earlier = this.#left.get(one.id);
    if (earlier?.isTold) expect(earlier.restarts, `${one.id} left twice`).toBeLessThan(this.#restarts);
    const isTold = one.result !== 'under way' && one.result.ok;
    this.#left.set(one.id, { restarts: this.#restarts, isTold });
    if (!ANSWERED.has(one.kind) && one.kind !== 'handoff') return;
    for (const id of aboutOf(one)) {
      const incident = this.story.core.incident(id);
      expect(incident?.status ?? 'closed', `${one.kind} of what is closed`).not.toBe('closed');
      const isStopped = incident?.status === 'acked' && incident.run?.policy.stopOn === 'ack';
      expect(isStopped, `${one.kind} to ${one.to} after an ack`).toBe(false);
    }
  }

  check(): void {
    const { story } = this;
    const now = story.clock.now();
    const { received, outcomes } = story.floor.conservation();
    expect(received, '[ING1] every element has an outcome').toBe(this.#sent);
    expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(this.#sent);
    const due = story.core.state.nextDueAt();
    if (due !== null) expect(due, 'nothing is overdue after a beat').toBeGreaterThan(now);
    const keys = new Set<string>();
    for (const stored of story.ledger.incidents.values()) {
      const incident = story.core.incident(stored.id) ?? stored;
      this.#checkVersion(incident);
      if (incident.status === 'closed') continue;
      const slot = JSON.stringify([incident.domain, incident.dedupKey]);
      expect(keys.has(slot), `[DED1] two not-closed incidents of ${slot}`).toBe(false);
      keys.add(slot);
      this.#checkOpen(incident);
    }
    this.#read = story.ledger.entries.length;
    const errors = story.logged.filter((one) => one.level === 'error');
    expect(errors.filter((one) => !one.message.startsWith('the disk failed'))).toEqual([]);
  }

  #checkOpen(incident: Incident): void {
    const { story } = this;
    const { next } = story.core.view(incident);
    if (incident.status === 'open') {
      expect(next, `[INC14] #${incident.number} is open and nothing is next`).not.toBeNull();
    }
    const again = advance(incident, story.core.contextAt(story.clock.now()));
    expect(again.entries, 'advancing twice at the same instant').toEqual([]);
    expect(again.messages).toEqual([]);
    expect(again.incident).toEqual(incident);
  }

  #checkVersion(incident: Incident): void {
    const entries = this.story.ledger.entries
      .slice(this.#read)
      .filter((entry) => entry.incident === incident.id && MEANINGFUL.has(entry.kind)).length;
    const before = this.#versions.get(incident.id);
    if (before) {
      expect(incident.version, '[INC6] versions do not go back').toBeGreaterThanOrEqual(before.version);
      if (incident.version > before.version)
        expect(entries, '[INC6] what made the version rise').toBeGreaterThan(0);
    }
    this.#versions.set(incident.id, { version: incident.version, entries });
  }
}
