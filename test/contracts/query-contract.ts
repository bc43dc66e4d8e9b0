import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LedgerPort } from '../../src/server/runtime/ports.ts';
import type { QueryPort } from '../../src/server/runtime/query-port.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';
import { auditEntry, batch, closed, event, incident, outboxRow, T0 } from './ledger-samples.ts';

export interface QueryFixture {
  readonly ledger: LedgerPort;
  readonly queries: QueryPort;
}

const numbers = (page: { readonly items: readonly { readonly number: number }[] }) =>
  page.items.map((i) => i.number);

/** Lists, search and audit over a ledger; `open` gives a fresh one whose clock says `T0 + 1 h`. */
export function queryContract(name: string, open: () => QueryFixture): void {
  describe(`query contract: ${name}`, () => {
    let ledger: LedgerPort;
    let queries: QueryPort;
    beforeEach(() => {
      ({ ledger, queries } = open());
    });
    afterEach(async () => {
      await queries.close();
      ledger.close();
    });

    it('[STO20] an incident list is newest first, and its pages give every incident once', async () => {
      ledger.commit(
        batch({ incidents: [1, 2, 3, 4, 5, 6, 7].map((n) => incident(n, { createdAt: T0 + (n % 3) })) }),
      );
      const seen: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await queries.incidents({ limit: 2, ...(cursor ? { cursor } : {}) });
        seen.push(...numbers(page));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual([5, 2, 7, 4, 1, 6, 3]);
      await expect(queries.incidents({ limit: 2, cursor: 'nonsense' })).rejects.toThrow('bad cursor');
      await expect(queries.audit({ limit: 2, cursor: 'WzEsMl0' })).rejects.toThrow('bad cursor');
    });

    it('[STO21] filters narrow a list by status, urgency, service, assignee and span', async () => {
      ledger.commit(
        batch({
          incidents: [
            incident(1, { service: 'a', urgency: 'low' }),
            closed(2, { service: 'a', assignee: 'an' }),
            incident(3, { service: 'b', status: 'acked', urgency: 'highest', assignee: 'an' }),
            incident(4, { service: 'c', urgency: 'highest' }),
          ],
        }),
      );
      const list = async (filter: object) => numbers(await queries.incidents({ limit: 10, ...filter }));
      expect(await list({ status: ['open', 'acked'] })).toEqual([4, 3, 1]);
      expect(await list({ status: ['closed'] })).toEqual([2]);
      expect(await list({ status: ['closed', 'acked'] })).toEqual([3, 2]);
      expect(await list({ status: [] })).toEqual([]);
      expect(await list({ urgency: ['highest', 'low'] })).toEqual([4, 3, 1]);
      expect(await list({ service: ['a', 'c'], urgency: ['highest', 'high'] })).toEqual([4, 2]);
      expect(await list({ service: [] })).toEqual([]);
      expect(await list({ assignee: 'an', service: ['b'] })).toEqual([3]);
      expect(await list({ from: T0 + 2000, to: T0 + 4000 })).toEqual([3, 2]);
    });

    it('[STO22] every word of q must be found in summary, key, service or number, in any language', async () => {
      ledger.commit(
        batch({
          incidents: [
            incident(1, { summary: '결제 서버 응답 지연', dedupKey: 'pay-latency', service: 'payments' }),
            incident(2, { summary: 'Disk /dev/sda1 at 97%', dedupKey: 'host-17:disk', service: 'database' }),
            closed(3, { summary: 'CPU "hot" 17', dedupKey: 'x_y', service: 'payments' }),
          ],
        }),
      );
      const find = async (q: string, more: object = {}) =>
        numbers(await queries.incidents({ limit: 10, q, ...more }));
      expect(await find('응답')).toEqual([1]);
      expect(await find('서버 응')).toEqual([1]);
      expect(await find('LATENCY payments')).toEqual([1]);
      expect(await find('host-17')).toEqual([2]);
      expect(await find('sda1 database')).toEqual([2]);
      expect(await find('sda1 payments')).toEqual([]);
      expect(await find('"hot"')).toEqual([3]);
      expect(await find('97%')).toEqual([2]);
      expect(await find('%')).toEqual([2]);
      expect(await find('x_y')).toEqual([3]);
      expect(await find('17')).toEqual([3, 2]);
      expect(await find('#3')).toEqual([3]);
      expect(await find('2')).toEqual([2]);
      expect(await find('payments', { status: ['open'] })).toEqual([1]);
      expect(await find('   ')).toEqual([3, 2, 1]);
    });

    it('[STO22] search follows a changed summary, and pages by cursor', async () => {
      ledger.commit(
        batch({ incidents: [1, 2, 3].map((n) => incident(n, { summary: 'router unreachable' })) }),
      );
      ledger.commit(batch({ incidents: [incident(2, { summary: 'router back' })] }));
      const first = await queries.incidents({ limit: 1, q: 'unreachable' });
      expect(numbers(first)).toEqual([3]);
      const second = await queries.incidents({ limit: 1, q: 'unreachable', cursor: first.nextCursor! });
      expect(numbers(second)).toEqual([1]);
      expect(second.nextCursor).toBeNull();
    });

    it('[STO22] a storm is found at once, although it is indexed a few per commit', async () => {
      const storm = Array.from({ length: 100 }, (_, n) =>
        incident(n + 1, { summary: n % 10 === 0 ? '결제 서버 지연' : '라우터 응답 없음' }),
      );
      ledger.commit(batch({ incidents: storm }));
      const expected = [91, 81, 71, 61, 51, 41, 31, 21, 11, 1];
      const search = async (q: string): Promise<number[]> => {
        const seen: number[] = [];
        let cursor: string | undefined;
        do {
          const found = await queries.incidents({ limit: 3, q, ...(cursor ? { cursor } : {}) });
          seen.push(...numbers(found));
          cursor = found.nextCursor ?? undefined;
        } while (cursor);
        return seen;
      };
      // Each of these commits indexes some more: the answer is the same from all rows unindexed to none.
      for (let commits = 0; commits < 5; commits += 1) {
        expect(await search('결제')).toEqual(expected);
        expect(await search('서버 지')).toEqual(expected);
        expect(await search('#51 결제')).toEqual([51]);
        expect(await search('결재')).toEqual([]);
        ledger.commit(batch({}));
      }
    });

    it('[STO23] an incident comes with its whole state and its timeline in order', async () => {
      const entry = { at: T0, kind: 'created', actor: SYSTEM, reason: reason('INC1', 'new', { n: 1 }) };
      ledger.commit(
        batch({
          incidents: [incident(1), incident(2)],
          touches: [{ id: 'inc-1', count: 5, lastEventAt: T0 + 9 }],
          entries: [
            { ...entry, incident: 'inc-1' },
            { ...entry, incident: 'inc-2' },
            { ...entry, incident: 'inc-1', kind: 'commented', data: { text: '확인' } },
          ],
        }),
      );
      expect(await queries.incident('inc-1')).toEqual(incident(1, { count: 5, lastEventAt: T0 + 9 }));
      expect(await queries.incident('nobody')).toBeNull();
      const at = new Date(T0).toISOString();
      expect(await queries.timeline('inc-1')).toEqual([
        { seq: 1, ...entry, at, data: {} },
        { seq: 3, ...entry, at, kind: 'commented', data: { text: '확인' } },
      ]);
    });

    it('[STO24] raw bodies: the first and the latest are shown, with the fields of the first event', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [
            event('e1', { incident: 'inc-1', fields: { details: { a: 1 } }, raw: 'body 1' }),
            event('e2', {
              incident: 'inc-1',
              outcome: 'deduplicated',
              fields: { details: { a: 2 } },
              raw: 'body 2',
            }),
          ],
        }),
      );
      for (let n = 3; n <= 40; n += 1) {
        ledger.commit(batch({ repeats: [{ id: 'e2', count: 1, receivedAt: T0 + n, raw: `body ${n}` }] }));
      }
      expect(await queries.incidentEvents('inc-1')).toEqual({
        fields: { details: { a: 1 } },
        raw: [
          { at: new Date(T0).toISOString(), body: 'body 1' },
          { at: new Date(T0 + 40).toISOString(), body: 'body 40' },
        ],
      });
      expect(await queries.incidentEvents('nobody')).toEqual({ fields: {}, raw: [] });
    });

    it('[STO25] one event is found with its fields, and with the body of its own request where that was kept', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [
            event('e1', { incident: 'inc-1', raw: 'body 1', fields: { details: { a: 1 } } }),
            event('e2', { incident: 'inc-1', receivedAt: T0 + 5, raw: null }),
            event('e3', { incident: null, receivedAt: T0 + 6, raw: 'body 3' }),
          ],
        }),
      );
      const found = async (id: string) => {
        const recorded = await queries.recordedEvent(id);
        return recorded && [recorded.item.id, recorded.item.incident, recorded.fields, recorded.raw];
      };
      expect(await found('e1')).toEqual(['e1', 'inc-1', { details: { a: 1 } }, 'body 1']);
      expect((await found('e2'))?.at(-1)).toBeNull();
      expect((await found('e3'))?.at(-1)).toBe('body 3');
      expect(await found('nothing')).toBeNull();
    });

    it('[STO25] events are listed by first arrival with their outcome, a hot row with its count', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          events: [
            event('e1', { incident: 'inc-1' }),
            event('e2', { incident: 'inc-1', outcome: 'deduplicated', receivedAt: T0 + 1 }),
            event('e3', {
              outcome: 'rejected',
              receivedAt: T0 + 2,
              status: null,
              urgency: null,
              summary: null,
              dedupKey: null,
              eventAt: null,
              integration: 'other',
            }),
          ],
        }),
      );
      ledger.commit(batch({ repeats: [{ id: 'e2', count: 7, receivedAt: T0 + 9, raw: null }] }));
      const ids = async (filter: object) =>
        (await queries.events({ limit: 10, ...filter })).items.map((e) => e.id);
      expect(await ids({})).toEqual(['e3', 'e2', 'e1']);
      expect(await ids({ outcome: ['created', 'rejected'] })).toEqual(['e3', 'e1']);
      expect(await ids({ outcome: ['created', 'rejected'], integration: ['other'] })).toEqual(['e3']);
      expect(await ids({ integration: ['std'] })).toEqual(['e2', 'e1']);
      expect(await ids({ incident: 'inc-1' })).toEqual(['e2', 'e1']);
      expect(await ids({ from: T0 + 1, to: T0 + 2 })).toEqual(['e2']);
      const [hot] = (await queries.events({ limit: 1, outcome: ['deduplicated'] })).items;
      expect(hot).toMatchObject({
        count: 8,
        incident: 'inc-1',
        urgency: 'high',
        receivedAt: new Date(T0 + 1).toISOString(),
      });
    });

    it('[STO26] deliveries tell who was told, through what, and how far it got', async () => {
      ledger.commit(
        batch({
          incidents: [incident(1)],
          outbox: [
            outboxRow(
              'm1',
              { state: 'failed', attempts: 3, error: '550 no such user', lastAttemptAt: T0 + 5 },
              'inc-1',
            ),
            outboxRow('m2', { createdAt: T0 + 1 }),
            {
              ...outboxRow('m3', { createdAt: T0 + 2, state: 'sent' }),
              message: {
                to: 'extension',
                id: 'm3',
                extension: 'x1',
                event: 'created',
                incident: 'inc-1',
                variables: {},
              },
            },
          ],
        }),
      );
      const page = await queries.deliveries({ incident: 'inc-1', limit: 10 });
      expect(page.items).toMatchObject([
        { id: 'm3', user: null, contact: 'x1', channel: 'webhook', kind: 'created', state: 'sent' },
        {
          id: 'm1',
          user: 'an',
          contact: 'mail',
          channel: 'email',
          kind: 'page',
          state: 'failed',
          attempts: 3,
        },
      ]);
      expect((await queries.deliveries({ limit: 10 })).items.map((item) => item.id)).toEqual([
        'm3',
        'm2',
        'm1',
      ]);
    });

    it('[NTF10] what a bundle carried is a delivery of each incident it named, and names the bundle', async () => {
      const carried = (n: number, state: 'sent' | 'obsolete') => {
        const row = outboxRow(`m${n}`, { state, attempts: 1 }, `inc-${n}`);
        return { ...row, message: { ...row.message, bundle: 'b1' } } as typeof row;
      };
      const bundle = outboxRow('b1', { state: 'sent', attempts: 1, lastAttemptAt: T0 });
      ledger.commit(
        batch({
          incidents: [incident(1), incident(2)],
          outbox: [
            { ...bundle, message: { ...bundle.message, members: ['m1', 'm2'] } } as typeof bundle,
            carried(1, 'sent'),
            carried(2, 'obsolete'),
          ],
        }),
      );
      const of = async (id: string) => (await queries.deliveries({ incident: id, limit: 10 })).items;
      expect(await of('inc-1')).toMatchObject([{ id: 'm1', channel: 'email', state: 'sent', bundle: 'b1' }]);
      expect(await of('inc-2')).toMatchObject([{ id: 'm2', state: 'obsolete', bundle: 'b1' }]);
      const day = { from: T0 - 86_400_000, to: T0 + 86_400_000, zone: 'UTC' };
      // One message left, whatever it was about.
      expect((await queries.heatmap({ ...day, of: 'notifications' })).total).toBe(1);
    });

    it('[AUD3] audit entries are found by actor, action prefix, target and words', async () => {
      ledger.commit(
        batch({
          audit: [
            auditEntry(),
            auditEntry({ actor: { kind: 'user', id: 'lee' }, action: 'incident.close', at: T0 + 1 }),
            auditEntry({ action: 'config.change', target: 'config', after: { note: '50%_off' }, at: T0 + 2 }),
          ],
        }),
      );
      const found = async (filter: object) =>
        (await queries.audit({ limit: 10, ...filter })).items.map((a) => a.seq);
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({ actor: 'lee' })).toEqual([2]);
      expect(await found({ action: 'incident' })).toEqual([2, 1]);
      expect(await found({ action: 'incident.close' })).toEqual([2]);
      expect(await found({ target: 'config' })).toEqual([3]);
      expect(await found({ q: '50%_off' })).toEqual([3]);
      expect(await found({ q: '50_' })).toEqual([]);
      expect(await found({ from: T0 + 1, to: T0 + 2 })).toEqual([2]);
      expect((await queries.audit({ limit: 10 })).items[2]).toMatchObject({
        before: { status: 'open' },
        after: { a: [null, 2], b: 1, status: 'acked' },
        hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      });
      expect(await queries.verifyAudit()).toMatchObject({ ok: true, entries: 3, firstBad: null });
    });
  });
}
