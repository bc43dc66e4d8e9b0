import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrame } from '../../../src/renderer/live/frames.ts';
import {
  EMPTY_LIVE,
  type Frame,
  isInSync,
  type LiveState,
  reduceLive,
} from '../../../src/renderer/live/live-reducer.ts';
import type { IncidentItem } from '../../../src/shared/incident.ts';
import { type Delta, type Heartbeat, PROTOCOL, type Snapshot } from '../../../src/shared/stream.ts';
import { emptyScene, incident } from '../../support/fake-scene.ts';

const NOW = Date.parse('2026-11-22T03:00:00.000Z');
const AT = new Date(NOW).toISOString();
const scene = emptyScene(NOW);

/** A server in miniature: its state, and the frames it says. */
class Server {
  epoch = 'a';
  seq = 1;
  incidents = new Map<string, IncidentItem>();
  snapshot(): Snapshot {
    return {
      ...scene,
      protocol: PROTOCOL,
      epoch: this.epoch,
      seq: this.seq,
      at: AT,
      incidents: [...this.incidents.values()],
    };
  }
  change(id: number, version: number, isRemoved: boolean): Delta {
    const item = incident(id, NOW, { version });
    if (isRemoved) this.incidents.delete(item.id);
    else this.incidents.set(item.id, item);
    this.seq += 1;
    return {
      seq: this.seq,
      from: this.seq - 1,
      at: AT,
      upserts: isRemoved ? [] : [item],
      removes: isRemoved ? [item.id] : [],
    };
  }
  heartbeat(): Heartbeat {
    return { epoch: this.epoch, seq: this.seq, at: AT, committedAt: AT, oldestOverdueMs: 0, storage: 'ok' };
  }
}

const run = (state: LiveState, frames: readonly Frame[]) => {
  const effects: string[] = [];
  let current = state;
  for (const frame of frames) {
    const step = reduceLive(current, frame);
    current = step.state;
    if (step.effect) effects.push(step.effect);
  }
  return { state: current, effects };
};
const snap = (server: Server): Frame => ({ kind: 'snapshot', value: server.snapshot() });
const delta = (value: Delta): Frame => ({ kind: 'delta', value });
const beat = (server: Server): Frame => ({ kind: 'heartbeat', value: server.heartbeat() });

describe('the page’s copy of the floor', () => {
  test('[STR20] deltas in order keep the page equal to the server', () => {
    const server = new Server();
    const first = snap(server);
    const { state, effects } = run(EMPTY_LIVE, [
      first,
      delta(server.change(1, 1, false)),
      delta(server.change(2, 1, false)),
      delta(server.change(1, 2, true)),
      beat(server),
    ]);
    expect(effects).toEqual([]);
    expect(isInSync(state)).toBe(true);
    expect([...(state.floor?.incidents.keys() ?? [])]).toEqual(['i-2']);
  });

  test('[STR21] a delta that does not continue the page’s seq asks for a resync and leaves it out of sync', () => {
    const server = new Server();
    const first = snap(server);
    server.change(1, 1, false);
    const { state, effects } = run(EMPTY_LIVE, [first, delta(server.change(2, 1, false))]);
    expect(effects).toEqual(['resync']);
    expect(isInSync(state)).toBe(false);
    expect(state.floor?.incidents.size).toBe(0);
    expect(isInSync(run(state, [snap(server)]).state)).toBe(true);
  });

  test('[STR21] a missing delta that arrives late heals the gap without a snapshot', () => {
    const server = new Server();
    const first = snap(server);
    const [one, two] = [server.change(1, 1, false), server.change(2, 1, false)];
    const { state } = run(EMPTY_LIVE, [first, delta(two), delta(one), delta(two)]);
    expect(isInSync(state)).toBe(true);
    expect(state.floor?.incidents.size).toBe(2);
  });

  test('[STR22] a heartbeat ahead of the page asks for a resync', () => {
    const server = new Server();
    const first = snap(server);
    server.change(1, 1, false);
    const { state, effects } = run(EMPTY_LIVE, [first, beat(server)]);
    expect(effects).toEqual(['resync']);
    expect(isInSync(state)).toBe(false);
  });

  test('[STR23] another epoch needs a snapshot; deltas of it are not applied to the old floor', () => {
    const server = new Server();
    const first = snap(server);
    server.epoch = 'b';
    const { state, effects } = run(EMPTY_LIVE, [first, beat(server), delta(server.change(1, 1, false))]);
    expect(effects).toEqual(['resync', 'resync']);
    expect(isInSync(state)).toBe(false);
    const healed = run(state, [snap(server)]).state;
    expect(isInSync(healed)).toBe(true);
    expect(healed.epoch).toBe('b');
  });

  test('[STR23] a new epoch may count from a lower seq', () => {
    const server = new Server();
    for (let i = 0; i < 5; i += 1) server.change(i, 1, false);
    const first = snap(server);
    const next = new Server();
    next.epoch = 'b';
    expect(isInSync(run(EMPTY_LIVE, [first, snap(next)]).state)).toBe(true);
  });

  test('[STR24] a snapshot of another protocol reloads the page, whatever else it holds', () => {
    expect(readFrame('snapshot', { protocol: PROTOCOL + 1, novel: true })).toEqual({
      kind: 'foreign',
      protocol: PROTOCOL + 1,
    });
    expect(run(EMPTY_LIVE, [{ kind: 'foreign', protocol: 9 }]).effects).toEqual(['reload']);
  });

  test('[STR25] a frame that cannot be read asks for a snapshot and never throws', () => {
    const server = new Server();
    const before = run(EMPTY_LIVE, [snap(server)]).state;
    fc.assert(
      fc.property(fc.constantFrom('snapshot', 'delta', 'heartbeat'), fc.anything(), (kind, body) => {
        const frame = readFrame(kind as 'delta', body);
        if (frame.kind !== 'unreadable') return;
        const { state, effect } = reduceLive(before, frame);
        expect(effect).toBe('resync');
        expect(isInSync(state)).toBe(false);
        expect(state.floor).toBe(before.floor);
      }),
    );
  });

  test('[STR25] a delta that changes nothing the page shows keeps its incidents untouched', () => {
    const server = new Server();
    const before = run(EMPTY_LIVE, [snap(server)]).state;
    const quiet: Delta = { seq: 2, from: 1, at: AT, upserts: [], removes: [] };
    expect(reduceLive(before, delta(quiet)).state.floor?.incidents).toBe(before.floor?.incidents);
  });

  test('[STR26] audit entries of a delta are kept once, newest first, at most fifty', () => {
    const server = new Server();
    const audit = (seq: number) => ({
      seq,
      at: AT,
      actor: { kind: 'system' as const, id: 'watchfloor' },
      action: 'x',
      target: 'y',
      reason: null,
    });
    let state = run(EMPTY_LIVE, [snap(server)]).state;
    for (let i = 1; i <= 60; i += 1) {
      state = reduceLive(
        state,
        delta({
          seq: i + 1,
          from: i,
          at: AT,
          upserts: [],
          removes: [],
          audit: [audit(i), audit(Math.max(1, i - 1))],
        }),
      ).state;
    }
    const seqs = state.floor?.audit.map((item) => item.seq) ?? [];
    expect(seqs).toHaveLength(50);
    expect(seqs[0]).toBe(60);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
    expect(new Set(seqs).size).toBe(50);
  });
});

describe('any interleaving of lost, repeated and reordered frames', () => {
  /** What the network does to each frame: how often it arrives (0 lost) and how late. */
  const fate = fc.record({ copies: fc.integer({ min: 0, max: 2 }), delay: fc.integer({ min: 0, max: 4 }) });
  const changeArb = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    isRemoved: fc.boolean(),
    hasBeat: fc.boolean(),
    hasSnapshot: fc.boolean(),
    fate,
  });

  test('[STR27] never claims to be in sync with another floor, and equals the server’s after a resync', () => {
    fc.assert(
      fc.property(fc.array(changeArb, { maxLength: 40 }), (changes) => {
        const server = new Server();
        const history = new Map<number, string>();
        const picture = (items: Iterable<IncidentItem>) =>
          JSON.stringify([...items].map((i) => [i.id, i.version]).sort());
        history.set(server.seq, picture(server.incidents.values()));
        const arrivals: { at: number; order: number; frame: Frame }[] = [
          { at: -1, order: -1, frame: snap(server) },
        ];
        changes.forEach(({ id, isRemoved, hasBeat, hasSnapshot, fate: { copies, delay } }, i) => {
          const said = [delta(server.change(id, i + 1, isRemoved))];
          if (hasBeat) said.push(beat(server));
          if (hasSnapshot) said.push(snap(server));
          history.set(server.seq, picture(server.incidents.values()));
          for (let copy = 0; copy < copies; copy += 1) {
            for (const frame of said) arrivals.push({ at: i + delay * (copy + 1), order: i, frame });
          }
        });
        arrivals.sort((a, b) => a.at - b.at);
        let state = EMPTY_LIVE;
        for (const { frame } of arrivals) {
          state = reduceLive(state, frame).state;
          // Whatever happened, what is shown is the server's floor at that seq, never a mixture.
          expect(picture(state.floor?.incidents.values() ?? [])).toBe(history.get(state.seq));
        }
        const last = reduceLive(state, beat(server));
        expect(isInSync(last.state) || last.effect === 'resync').toBe(true);
        const healed = reduceLive(last.state, snap(server)).state;
        expect(isInSync(healed)).toBe(true);
        expect(picture(healed.floor?.incidents.values() ?? [])).toBe(picture(server.incidents.values()));
      }),
      { numRuns: 500 },
    );
  });
});
