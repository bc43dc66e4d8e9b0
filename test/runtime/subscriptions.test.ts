import { beforeEach, describe, expect, it } from 'vitest';
import { createSubscriptions } from '../../src/server/runtime/subscriptions.ts';
import type { Integration } from '../../src/shared/config/integration.ts';
import { createFakeFloor, quietLog } from '../adapters/http/fake-floor.ts';
import { NOT_SNS } from '../support/not-sns.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';
const URL_OF = (token: string) =>
  `https://sns.us-east-1.amazonaws.com/?Action=ConfirmSubscription&Token=${token}`;
const effect = (url = URL_OF('one'), topic = TOPIC) =>
  ({ kind: 'confirm-subscription', topic, url }) as const;
const ADMIN = { kind: 'user', id: 'ad' } as const;

let now = Date.parse('2026-11-22T03:00:00Z');
let fake: ReturnType<typeof createFakeFloor>;
const fetched: string[] = [];
let answer: () => Promise<{ status: number; text: string }>;
const open = () =>
  createSubscriptions({
    floor: fake.floor,
    now: () => now,
    log: quietLog,
    fetchSns: (url) => {
      fetched.push(url);
      return answer();
    },
  });
const integrationOf = (confirm: 'click' | 'auto' = 'click') =>
  ({ ...fake.floor.config().document.integrations[0]!, confirm }) as Integration;
const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
beforeEach(() => {
  fake = createFakeFloor();
  fetched.length = 0;
  answer = async () => ({ status: 200, text: '<ConfirmSubscriptionResponse/>' });
});

describe('a topic that asks', () => {
  it('[ING54] waits until an admin confirms: one GET, then it is gone, each step audited', async () => {
    const subscriptions = open();
    await subscriptions.request(integrationOf(), effect());
    expect(fetched).toEqual([]);
    const [waiting] = subscriptions.list();
    expect(waiting).toEqual({
      id: expect.any(String),
      integration: 'std',
      topic: TOPIC,
      at: now,
      failed: null,
    });
    expect(await subscriptions.confirm(ADMIN, waiting!.id)).toEqual({ ok: true, topic: TOPIC });
    expect(fetched).toEqual([URL_OF('one')]);
    expect(subscriptions.list()).toEqual([]);
    expect(fake.seen.audits.map(({ actor, action }) => [(actor as { id: string }).id, action])).toEqual([
      ['watchfloor', 'subscription.request'],
      ['ad', 'subscription.confirm'],
    ]);
    // Whoever has the address can confirm: it is shown nowhere.
    expect(JSON.stringify(fake.seen.audits)).not.toContain('Token');
    expect(await subscriptions.confirm(ADMIN, waiting!.id)).toEqual({ ok: false, kind: 'unknown' });
  });

  it('[ING54] where the integration says so, is confirmed by itself', async () => {
    const subscriptions = open();
    await subscriptions.request(integrationOf('auto'), effect());
    await settled();
    expect(fetched).toEqual([URL_OF('one')]);
    expect(subscriptions.list()).toEqual([]);
  });

  it('[ING54] still waits when SNS refuses or is not there, and says why', async () => {
    const subscriptions = open();
    await subscriptions.request(integrationOf('auto'), effect());
    await settled();
    await subscriptions.request(integrationOf(), effect(URL_OF('two')));
    const id = subscriptions.list()[0]!.id;
    answer = async () => ({
      status: 403,
      text: '<ErrorResponse><Error><Message>Invalid\u0007 token</Message></Error></ErrorResponse>',
    });
    expect(await subscriptions.confirm(ADMIN, id)).toEqual({
      ok: false,
      kind: 'failed',
      detail: 'HTTP 403: Invalid  token',
    });
    answer = async () => ({ status: 302, text: '' });
    expect(await subscriptions.confirm(ADMIN, id)).toMatchObject({ detail: 'HTTP 302' });
    answer = () => Promise.reject(new Error('connect ECONNREFUSED'));
    now += 1000;
    expect(await subscriptions.confirm(ADMIN, id)).toMatchObject({ detail: 'connect ECONNREFUSED' });
    expect(subscriptions.list()[0]!.failed).toEqual({ at: now, detail: 'connect ECONNREFUSED' });
    expect(fake.seen.audits.map(({ action }) => action)).not.toContain('subscription.dismiss');
  });

  it('[ING54] asked again waits once, with its newest token; two clicks at once are one GET', async () => {
    const subscriptions = open();
    await subscriptions.request(integrationOf(), effect(URL_OF('one')));
    await subscriptions.request(integrationOf(), effect(URL_OF('two')));
    await subscriptions.request(integrationOf(), effect(URL_OF('two')));
    expect(subscriptions.list()).toHaveLength(1);
    expect(fake.seen.audits).toHaveLength(2);
    const id = subscriptions.list()[0]!.id;
    await Promise.all([subscriptions.confirm(ADMIN, id), subscriptions.confirm(ADMIN, id)]);
    expect(fetched).toEqual([URL_OF('two')]);
  });

  it('[ING54] a failed try does not bring back what somebody dismissed meanwhile', async () => {
    const subscriptions = open();
    await subscriptions.request(integrationOf(), effect());
    const id = subscriptions.list()[0]!.id;
    let fail: (error: Error) => void = () => undefined;
    answer = () =>
      new Promise((_, reject) => {
        fail = reject;
      });
    const confirming = subscriptions.confirm(ADMIN, id);
    expect(await subscriptions.dismiss(ADMIN, id)).toBe(true);
    fail(new Error('late'));
    expect(await confirming).toMatchObject({ ok: false });
    expect(subscriptions.list()).toEqual([]);
    expect(await subscriptions.dismiss(ADMIN, id)).toBe(false);
  });

  it('[ING54] outlives a restart, confirms itself then where it is to, and is forgotten after three days', async () => {
    answer = () => Promise.reject(new Error('no network'));
    const before = open();
    await before.request(integrationOf('auto'), effect());
    await settled();
    answer = async () => ({ status: 200, text: '' });
    fetched.length = 0;
    const clicked = open();
    clicked.resume();
    await settled();
    // The config at hand says click.
    expect(fetched).toEqual([]);
    expect(clicked.list()).toHaveLength(1);
    const document = fake.floor.config().document;
    const automatic = document.integrations.map((each) => ({ ...each, confirm: 'auto' }));
    await fake.floor.replaceConfig(
      { kind: 'user', id: 'ad', role: 'admin', token: 't' },
      { ...document, integrations: automatic },
      null,
    );
    const after = open();
    after.resume();
    await settled();
    expect(fetched).toEqual([URL_OF('one')]);
    expect(after.list()).toEqual([]);
    await clicked.request(integrationOf(), effect(URL_OF('three')));
    now += 3 * 24 * 3_600_000;
    expect(clicked.list()).toEqual([]);
  });

  it('[ING54] at most 200 wait, the oldest goes first', async () => {
    const subscriptions = open();
    for (let i = 0; i < 203; i++) {
      now += 1;
      await subscriptions.request(integrationOf(), effect(URL_OF('one'), `${TOPIC}-${i}`));
    }
    expect(subscriptions.list()).toHaveLength(200);
    expect(subscriptions.list()[0]!.topic).toBe(`${TOPIC}-3`);
    expect(fake.records.get('subscription')?.size).toBe(200);
  });

  it.each(NOT_SNS)('[ING55] with the address %j makes no record and no connection', async (url) => {
    const subscriptions = open();
    await subscriptions.request(integrationOf('auto'), effect(url));
    await settled();
    expect(subscriptions.list()).toEqual([]);
    expect(fetched).toEqual([]);
  });

  it('[ING55] a record with another address, however it came there, is not fetched', async () => {
    const value = {
      integration: 'std',
      topic: TOPIC,
      url: 'https://169.254.169.254/',
      at: now,
      failed: null,
    };
    await fake.floor.putRecord(ADMIN, 'subscription', 'x', value, null);
    expect(await open().confirm(ADMIN, 'x')).toMatchObject({ ok: false, kind: 'failed' });
    expect(fetched).toEqual([]);
  });
});
