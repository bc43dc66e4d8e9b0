import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerPort } from '../../src/server/runtime/ports.ts';
import type { QueryPort } from '../../src/server/runtime/query-port.ts';
import { batch, closed, incident, outboxRow, T0 } from './ledger-samples.ts';
import type { QueryFixture } from './query-contract.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Reports, heat maps and wall figures over a ledger; `open` gives a fresh one whose clock says `T0 + 1 h`. */
export function reportContract(name: string, open: () => QueryFixture): void {
  describe(`report contract: ${name}`, () => {
    let ledger: LedgerPort;
    let queries: QueryPort;
    beforeEach(() => {
      ({ ledger, queries } = open());
    });
    afterEach(async () => {
      await queries.close();
      ledger.close();
    });

    it('[REP4] a heat map counts silent and auto-closed incidents too, where a system report leaves them out', async () => {
      ledger.commit(
        batch({
          incidents: [
            incident(1, { createdAt: T0, silent: true }),
            closed(2, { createdAt: T0, closedBy: 'silence' }),
            incident(3, { createdAt: T0 }),
            closed(4, { createdAt: T0, closedBy: 'maintenance' }),
          ],
        }),
      );
      const span = { from: T0, to: T0 + HOUR, zone: 'UTC' };
      expect((await queries.heatmap({ ...span, of: 'incidents' })).total).toBe(4);
      expect((await queries.systemReport(span))[0]?.created).toBe(1);
      expect((await queries.systemReport({ ...span, includeSilent: true }))[0]?.created).toBe(2);
      expect((await queries.systemReport({ ...span, includeAutoClosed: true }))[0]?.created).toBe(3);
    });

    it('[STR141] the last answer among closed incidents, by filter; a later close is no answer', async () => {
      const at = (number: number, ackedAt: number | null, closedAt: number, more = {}) =>
        closed(number, {
          createdAt: T0,
          firstAckedAt: ackedAt,
          ackedAt,
          closedAt,
          closedBy: 'person',
          ...more,
        });
      ledger.commit(
        batch({
          incidents: [
            at(1, T0 + 10, T0 + 900),
            at(2, null, T0 + 300, { service: 'network' }),
            at(3, T0 + 800, T0 + 810, { silent: true }),
            at(4, T0 + 400, T0 + 500, { urgency: 'low' }),
            incident(5, { createdAt: T0 }),
          ],
        }),
      );
      expect(await queries.lastAnswered({ since: T0 })).toBe(T0 + 400);
      expect(await queries.lastAnswered({ since: T0, service: ['network'] })).toBe(T0 + 300);
      expect(await queries.lastAnswered({ since: T0, urgency: ['highest'] })).toBe(null);
      expect(await queries.lastAnswered({ since: T0 + 1 })).toBe(null);
    });

    it('[REP20] new incidents per ten minutes, silent ones included, of a half-open span', async () => {
      const span = 600_000;
      const begin = Math.ceil(T0 / span) * span;
      ledger.commit(
        batch({
          incidents: [
            incident(1, { createdAt: begin - 1 }),
            incident(2, { createdAt: begin + span }),
            incident(3, { createdAt: begin + 2 * span - 1, silent: true }),
            incident(4, { createdAt: begin + 5 * span }),
            incident(5, { createdAt: begin + 6 * span }),
          ],
        }),
      );
      expect(await queries.alarmSpans(begin, begin + 6 * span)).toEqual({
        firstAt: begin,
        counts: [2, 1],
      });
      // The floor is older than what is asked for, or younger.
      expect(await queries.alarmSpans(begin + 100 * span, begin + 200 * span)).toEqual({
        firstAt: begin + 100 * span,
        counts: [],
      });
      expect((await queries.alarmSpans(begin - 9 * span, begin)).firstAt).toBe(begin - span);
      expect((await queries.alarmSpans(begin - 9 * span, begin - span)).firstAt).toBe(null);
    });

    it('[REP1] MTTA and MTTR: acked ones, open ones as "at least", never-acked closes apart', async () => {
      const at = { createdAt: T0 };
      const acked = (number: number, ackMinutes: number, closeMinutes: number | null) =>
        incident(number, {
          ...at,
          status: closeMinutes === null ? 'acked' : 'closed',
          firstAckedAt: T0 + ackMinutes * MINUTE,
          closedAt: closeMinutes === null ? null : T0 + closeMinutes * MINUTE,
          closedBy: closeMinutes === null ? null : 'person',
          count: 3,
        });
      ledger.commit(
        batch({
          incidents: [
            acked(1, 2, 10),
            acked(2, 4, 30),
            acked(3, 6, null),
            incident(4, at),
            closed(5, { ...at, closedAt: T0 + 20 * MINUTE, closedBy: 'sender' }),
            closed(6, { ...at, closedBy: 'silence', count: 100 }),
            incident(7, { ...at, silent: true, count: 1000 }),
          ],
        }),
      );
      const span = { from: T0, to: T0 + HOUR, zone: 'Asia/Seoul' };
      const [total, ...more] = await queries.systemReport(span);
      expect(more).toEqual([]);
      expect(total).toEqual({
        group: 'total',
        created: 5,
        acked: 3,
        closed: 3,
        open: 2,
        neverAckedClosed: 1,
        mtta: { count: 3, mean: 4 * MINUTE, p50: 4 * MINUTE, p95: 5.8 * MINUTE },
        mttaAtLeast: { count: 4, mean: 18 * MINUTE, p50: 5 * MINUTE, p95: 51.9 * MINUTE },
        mttrFromAck: { count: 2, mean: 17 * MINUTE, p50: 17 * MINUTE, p95: 25.1 * MINUTE },
        mttrFromCreated: { count: 3, mean: 20 * MINUTE, p50: 20 * MINUTE, p95: 29 * MINUTE },
        events: 11,
      });
      const [withAll] = await queries.systemReport({ ...span, includeAutoClosed: true, includeSilent: true });
      expect(withAll).toMatchObject({ created: 7, events: 1111 });
    });

    it('[REP2] groups are cut in the asked zone and end with the total', async () => {
      const day = Date.UTC(2026, 10, 21, 15);
      ledger.commit(
        batch({
          incidents: [
            incident(1, { createdAt: day - 1, service: 'a', urgency: 'low', assignee: 'an' }),
            incident(2, { createdAt: day, service: 'b', urgency: 'high', integration: null }),
            incident(3, { createdAt: day + 24 * HOUR, service: 'b', urgency: 'highest' }),
          ],
        }),
      );
      const span = { from: day - 24 * HOUR, to: day + 48 * HOUR, zone: 'Asia/Seoul' };
      const created = async (
        by: 'day' | 'week' | 'month' | 'service' | 'urgency' | 'integration' | 'assignee',
      ) => (await queries.systemReport({ ...span, by })).map((row) => [row.group, row.created]);
      expect(await created('day')).toEqual([
        ['2026-11-21', 1],
        ['2026-11-22', 1],
        ['2026-11-23', 1],
        ['total', 3],
      ]);
      expect(await created('week')).toEqual([
        ['2026-11-16', 2],
        ['2026-11-23', 1],
        ['total', 3],
      ]);
      expect(await created('month')).toEqual([
        ['2026-11', 3],
        ['total', 3],
      ]);
      expect(await created('service')).toEqual([
        ['a', 1],
        ['b', 2],
        ['total', 3],
      ]);
      expect(await created('urgency')).toEqual([
        ['highest', 1],
        ['high', 1],
        ['low', 1],
        ['total', 3],
      ]);
      expect(await created('integration')).toEqual([
        ['', 1],
        ['std', 2],
        ['total', 3],
      ]);
      expect(await created('assignee')).toEqual([
        ['', 2],
        ['an', 1],
        ['total', 3],
      ]);
      const filtered = await queries.systemReport({
        ...span,
        service: ['b'],
        urgency: ['high'],
        by: 'service',
      });
      expect(filtered.map((row) => [row.group, row.created])).toEqual([
        ['b', 1],
        ['total', 1],
      ]);
    });

    it('[REP3] a heat map counts by the wall clock of the zone and compares with the span before', async () => {
      // 2026-11-22 is a Sunday; 03:00 UTC is 12:00 in Seoul and 08:45 in Kathmandu.
      ledger.commit(
        batch({
          incidents: [
            incident(1, { createdAt: T0 }),
            incident(2, { createdAt: T0 + HOUR - 1, service: 'b' }),
            incident(3, { createdAt: T0 + HOUR }),
            incident(4, { createdAt: T0 - 24 * HOUR, silent: true }),
          ],
          outcomes: [
            { at: T0, integration: 'std', outcome: 'created', count: 2 },
            { at: T0 + 20 * MINUTE, integration: 'std', outcome: 'deduplicated', count: 40 },
            { at: T0 + 20 * MINUTE, integration: 'other', outcome: 'rejected', count: 5 },
          ],
          outbox: [
            outboxRow('m1', { state: 'sent', lastAttemptAt: T0 + 1 }, 'inc-1'),
            outboxRow('m2', { state: 'failed', lastAttemptAt: T0 + 1 }, 'inc-1'),
            outboxRow('m3', { state: 'sent', lastAttemptAt: T0 + HOUR }, 'inc-2'),
          ],
        }),
      );
      const span = { from: T0 - 12 * HOUR, to: T0 + 12 * HOUR, zone: 'Asia/Seoul' };
      const cells = async (filter: object) => {
        const report = await queries.heatmap({ ...span, of: 'incidents', ...filter });
        expect(report.cells).toHaveLength(168);
        expect(report.cells.reduce((sum, cell) => sum + cell.count, 0)).toBe(report.total);
        return { ...report, cells: report.cells.filter((cell) => cell.count > 0) };
      };
      expect(await cells({})).toMatchObject({
        cells: [
          { weekday: 6, hour: 12, count: 2 },
          { weekday: 6, hour: 13, count: 1 },
        ],
        total: 3,
        before: 1,
        clockChanges: [],
      });
      expect((await cells({ service: ['b'] })).cells).toEqual([{ weekday: 6, hour: 12, count: 1 }]);
      expect((await cells({ zone: 'Asia/Kathmandu' })).cells).toEqual([
        { weekday: 6, hour: 8, count: 1 },
        { weekday: 6, hour: 9, count: 2 },
      ]);
      expect((await cells({ of: 'events', zone: 'Asia/Kathmandu' })).cells).toEqual([
        { weekday: 6, hour: 8, count: 2 },
        { weekday: 6, hour: 9, count: 45 },
      ]);
      expect((await cells({ of: 'events', integration: ['other'] })).total).toBe(5);
      expect((await cells({ of: 'notifications' })).cells).toEqual([
        { weekday: 6, hour: 12, count: 1 },
        { weekday: 6, hour: 13, count: 1 },
      ]);
      expect((await cells({ of: 'notifications', service: ['b'] })).total).toBe(1);
    });

    it('[REP5] a wall figure of today starts at midnight of the zone, beside the seven days before', async () => {
      const midnight = Date.UTC(2026, 10, 21, 15);
      const done = (number: number, createdAt: number, minutes: number) =>
        closed(number, {
          createdAt,
          firstAckedAt: createdAt + minutes * MINUTE,
          closedAt: createdAt + 2 * minutes * MINUTE,
        });
      ledger.commit(
        batch({
          incidents: [
            done(1, midnight, 2),
            done(2, midnight + HOUR, 4),
            done(3, midnight - 1, 10),
            done(4, midnight - 7 * 24 * HOUR, 20),
            done(5, midnight - 7 * 24 * HOUR - 1, 1000),
            incident(6, { createdAt: T0 - 1 }),
          ],
          outcomes: [
            { at: midnight - 1, integration: 'std', outcome: 'created', count: 100 },
            { at: midnight, integration: 'std', outcome: 'created', count: 2 },
            { at: T0, integration: 'std', outcome: 'deduplicated', count: 5 },
            { at: T0, integration: 'std', outcome: 'suppressed', count: 1 },
            { at: T0, integration: 'std', outcome: 'updated', count: 9 },
          ],
        }),
      );
      const figures = await queries.metrics(T0, 'Asia/Seoul');
      expect(figures).toMatchObject({
        mttaMs: { today: 3 * MINUTE, week: 15 * MINUTE },
        mttrMs: { today: 6 * MINUTE, week: 30 * MINUTE },
        noiseRemoved: 6 / 8,
        today: { received: 17, outcomes: { created: 2, deduplicated: 5, updated: 9 } },
      });
      expect(figures.alarmRate).toHaveLength(24);
      expect(figures.alarmRate.at(-2)).toBe(1);
      expect(figures.alarmRate.reduce((a, b) => a + b)).toBe(1);
    });

    it('[REP5] before anything has happened there are no figures, not zeros', async () => {
      expect(await queries.metrics(T0, 'UTC')).toMatchObject({
        mttaMs: { today: null, week: null },
        mttrMs: { today: null, week: null },
        noiseRemoved: null,
        today: { received: 0 },
      });
    });
  });
}
