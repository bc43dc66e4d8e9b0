import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ArchivePiece, ArchiveStep } from '../../src/server/runtime/archive-port.ts';
import type { LedgerPort } from '../../src/server/runtime/ports.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { batch, closed, event, incident, outboxRow, T0 } from './ledger-samples.ts';

const entry = (of: string) => ({
  incident: of,
  at: T0,
  kind: 'closed',
  actor: SYSTEM,
  reason: reason('INC10', 'x'),
});
const piece = (part: Partial<ArchivePiece> = {}): ArchivePiece => ({
  file: 'watchfloor-2026-11.db',
  month: '2026-11',
  incidents: [],
  events: [],
  messages: [],
  mentions: [],
  ...part,
});
/** Incident 1 as it was copied: its timeline up to `timeline`. */
const copied = (timeline: number, n = 1) => ({
  id: `inc-${n}`,
  closedAt: closed(n).closedAt!,
  upTo: { timeline, events: 1000, outbox: 1000 },
});

/** Archiving's part of a ledger; every ledger must pass this. */
export function archiveContract(name: string, open: () => LedgerPort): void {
  describe(`archive contract: ${name}`, () => {
    let ledger: LedgerPort;
    /** Number of the last timeline entry of `beforeEach`. */
    const entries = 3;
    beforeEach(() => {
      ledger = open();
      ledger.commit(
        batch({
          incidents: [closed(1), closed(2), incident(3)],
          entries: [entry('inc-2'), entry('inc-3'), entry('inc-1')],
          events: [
            event('e1', { incident: 'inc-1', raw: '{}' }),
            event('e1b', { incident: 'inc-1', outcome: 'deduplicated' }),
            event('e2', { incident: 'inc-2' }),
            event('e3', { incident: 'inc-3', outcome: 'deduplicated' }),
            event('lost', { outcome: 'rejected', raw: 'x' }),
          ],
          outcomes: [{ at: T0, integration: 'std', outcome: 'created', count: 5 }],
          outbox: [
            outboxRow('m1', { state: 'sent', lastAttemptAt: T0 }, 'inc-1'),
            outboxRow('bundle', { state: 'sent', lastAttemptAt: T0 }),
            outboxRow('waiting'),
          ],
        }),
      );
    });
    afterEach(() => ledger.close());

    const step = (...archiving: ArchiveStep[]) => ledger.commit(batch({ archiving }));
    /** A removal may stop when its time is up; the archiver goes on until nothing is left. */
    const archive = (what: ArchivePiece) => {
      step({ kind: 'begin', piece: what });
      for (let turn = 0; turn < 20; turn += 1)
        step({ kind: 'remove', piece: what, at: T0 + 9, policy: 'P90D' });
    };
    const isKnown = (id: string): boolean => {
      try {
        ledger.commit(batch({ repeats: [{ id, count: 0, receivedAt: T0, raw: null }] }));
        return true;
      } catch {
        return false;
      }
    };

    it('[STO81] the details go, everything a start and a repeat need stays', () => {
      const before = ledger.load();
      const one = ledger.findIncident('inc-1');
      archive(piece({ incidents: [copied(entries)] }));
      expect(isKnown('e1')).toBe(false);
      expect(isKnown('e1b')).toBe(false);
      for (const id of ['e2', 'e3', 'lost']) expect(isKnown(id), id).toBe(true);
      expect(ledger.load()).toEqual(before);
      expect(ledger.findIncident('inc-1')).toEqual(one);
      expect(ledger.findLatestClosed('std', 'key-1')).toEqual(one);
    });

    it('[STO82] removing twice, or after a part, changes nothing more, and a number is given again to nobody', () => {
      archive(piece({ incidents: [copied(entries)] }));
      const after = ledger.load();
      archive(piece({ incidents: [copied(entries)] }));
      expect(ledger.load()).toEqual(after);
      // Newer than the copy says, so it stays: its number is none that was there before.
      ledger.commit(batch({ entries: [entry('inc-1')], events: [event('e9', { incident: 'inc-1' })] }));
      archive(piece({ incidents: [copied(entries)] }));
      expect(isKnown('e9')).toBe(true);
      expect(isKnown('e1')).toBe(false);
    });

    it('[STO83] nothing is removed from an incident that was reopened, closed anew, or touched since the copy', () => {
      const what = piece({ incidents: [copied(entries)] });
      step({ kind: 'begin', piece: what });
      ledger.commit(batch({ incidents: [incident(1)] }));
      archive(what);
      expect(isKnown('e1')).toBe(true);
      ledger.commit(batch({ incidents: [closed(1, { closedAt: T0 + 5_000_000 })] }));
      archive(what);
      expect(isKnown('e1')).toBe(true);
      ledger.commit(batch({ incidents: [closed(1)], entries: [entry('inc-1')] }));
      archive(what);
      expect(isKnown('e1')).toBe(true);
      archive(piece({ incidents: [copied(entries + 1)] }));
      expect(isKnown('e1')).toBe(false);
    });

    it('[STO83] a message that waits keeps its incident', () => {
      ledger.commit(batch({ outbox: [outboxRow('m2', {}, 'inc-1')] }));
      archive(piece({ incidents: [copied(entries)] }));
      expect(isKnown('e1')).toBe(true);
      expect(ledger.load().outbox.map(({ message }) => message.id)).toEqual(['waiting', 'm2']);
    });

    it('[STO81] events and messages of no incident go, never those of one, nor those that wait', () => {
      archive(piece({ events: ['lost', 'e2', 'never-there'], messages: ['bundle', 'm1', 'waiting'] }));
      expect(isKnown('lost')).toBe(false);
      expect(isKnown('e2')).toBe(true);
      expect(ledger.load().outbox.map(({ message }) => message.id)).toEqual(['waiting']);
    });

    it('[STO85] a reopened incident collects its repeats in a row of its own again', () => {
      archive(piece({ incidents: [copied(entries)] }));
      ledger.commit(batch({ incidents: [incident(1)] }));
      expect(ledger.load().repeatRows).toEqual([{ incident: 'inc-3', event: 'e3' }]);
      ledger.commit(batch({ events: [event('e8', { incident: 'inc-1', outcome: 'deduplicated' })] }));
      expect(ledger.load().repeatRows).toEqual([
        { incident: 'inc-1', event: 'e8' },
        { incident: 'inc-3', event: 'e3' },
      ]);
    });

    it('[STO82] a removal that was not begun, and an unknown incident, are refused whole', () => {
      const before = ledger.load();
      const remove = { kind: 'remove', at: T0, policy: 'P90D' } as const;
      const bad: ArchiveStep[][] = [
        [{ ...remove, piece: piece({ incidents: [copied(entries)] }) }],
        [{ kind: 'begin', piece: piece({ incidents: [{ ...copied(entries), id: 'inc-99' }] }) }],
        [{ kind: 'begin', piece: piece({ mentions: ['inc-99'] }) }],
      ];
      for (const archiving of bad) {
        expect(() => ledger.commit(batch({ incidents: [incident(4)], archiving }))).toThrow();
        expect(ledger.load()).toEqual(before);
      }
      step({ kind: 'begin', piece: piece({ incidents: [copied(entries, 2)] }) });
      expect(() => step({ ...remove, piece: piece({ incidents: [copied(entries)] }) })).toThrow();
      expect(isKnown('e1')).toBe(true);
    });
  });
}
