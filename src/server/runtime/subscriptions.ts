import { hash } from 'node:crypto';
import { z } from 'zod';
import type { Integration } from '../../shared/config/integration.ts';
import { type Actor, SYSTEM } from '../../shared/reason.ts';
import type { EventEffect } from '../domain/event.ts';
import { createRecordStore, type RecordFloor } from './auth/record-store.ts';
import type { Floor } from './floor.ts';
import type { LogPort } from './ports.ts';
import { type FetchSns, snsUrl } from './sns-url.ts';

const subscriptionSchema = z.object({
  integration: z.string(),
  topic: z.string(),
  url: z.string(),
  /** Epoch ms of the request. */
  at: z.number(),
  /** The latest try that did not succeed. */
  failed: z.object({ at: z.number(), detail: z.string() }).nullable(),
});
type Subscription = z.infer<typeof subscriptionSchema>;

/** A request that waits for its confirmation; the address stays with us, since whoever has it can confirm. */
export type WaitingSubscription = Omit<Subscription, 'url'> & { readonly id: string };

export type Confirmed =
  | { readonly ok: true; readonly topic: string }
  | { readonly ok: false; readonly kind: 'unknown' }
  | { readonly ok: false; readonly kind: 'failed'; readonly detail: string };

/** SNS forgets the token of a request after three days. */
const LIFE_MS = 3 * 24 * 3_600_000;
/** Waiting ones at most; the oldest goes first. */
const MAX_WAITING = 200;
const MAX_TOPIC = 300;

const toLine = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what another side says must stay one clean line
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .slice(0, 200);

/**
 * Topics that asked whether we want their messages (ING54): each waits as a record until an admin confirms or dismisses
 * it, or is confirmed at once where the integration says so. Confirming is one GET to SNS and to nobody else (ING55).
 */
export function createSubscriptions(deps: {
  readonly floor: RecordFloor & Pick<Floor, 'config'>;
  readonly fetchSns: FetchSns;
  /** Epoch ms. */
  readonly now: () => number;
  readonly log: Pick<LogPort, 'info' | 'warn'>;
}) {
  const { floor, now, log } = deps;
  const store = createRecordStore(floor, 'subscription', subscriptionSchema);
  const running = new Map<string, Promise<Confirmed>>();
  const integrationOf = (id: string): Integration | undefined =>
    floor.config().document.integrations.find((each) => each.id === id);

  const waiting = (): [string, Subscription][] =>
    store
      .entries()
      .filter(([, { integration, at }]) => now() - at < LIFE_MS && integrationOf(integration) !== undefined)
      .sort(([, left], [, right]) => left.at - right.at);

  async function makeRoom(): Promise<void> {
    const kept = new Set(
      waiting()
        .slice(-(MAX_WAITING - 1))
        .map(([id]) => id),
    );
    for (const [id] of store.entries()) if (!kept.has(id)) await store.remove(SYSTEM, id, null);
  }

  /** Null when it is confirmed, otherwise why it is not. */
  async function ask(url: string): Promise<string | null> {
    if (snsUrl(url) === null) return 'not an address of Amazon SNS';
    try {
      const { status, text } = await deps.fetchSns(url);
      if (status === 200) return null;
      const said = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
      return toLine(said === undefined ? `HTTP ${status}` : `HTTP ${status}: ${said}`);
    } catch (error) {
      return toLine((error as Error).message);
    }
  }

  async function confirmOnce(actor: Actor, id: string, found: Subscription): Promise<Confirmed> {
    const { integration, topic } = found;
    const detail = await ask(found.url);
    if (detail !== null) {
      log.warn({ integration, topic, detail }, 'a subscription could not be confirmed');
      // Another request of the topic may have come meanwhile, or somebody dismissed it.
      if (store.get(id)?.url === found.url)
        await store.put(SYSTEM, id, { ...found, failed: { at: now(), detail } }, null);
      return { ok: false, kind: 'failed', detail };
    }
    log.info({ integration, topic }, 'a subscription is confirmed');
    await store.remove(actor, id, 'subscription.confirm');
    return { ok: true, topic };
  }

  function confirm(actor: Actor, id: string): Promise<Confirmed> {
    const found = waiting().find(([each]) => each === id)?.[1];
    if (found === undefined) return Promise.resolve({ ok: false, kind: 'unknown' });
    const known = running.get(id);
    if (known !== undefined) return known;
    const confirming = confirmOnce(actor, id, found).finally(() => running.delete(id));
    running.set(id, confirming);
    return confirming;
  }

  const confirmByItself = (id: string) =>
    void confirm(SYSTEM, id).catch((error: unknown) =>
      log.warn({ err: error }, 'a confirmation was not recorded'),
    );

  return {
    /** Durable when it resolves; where it confirms itself, that goes on behind. */
    async request(integration: Integration, effect: EventEffect): Promise<void> {
      const topic = toLine(effect.topic).slice(0, MAX_TOPIC);
      if (snsUrl(effect.url) === null) {
        log.warn(
          { integration: integration.id, topic },
          'a subscription names an address that is not of SNS',
        );
        return;
      }
      // One for each topic: SNS sends another request when it is asked to, and the newest token counts.
      const id = hash('sha256', `${integration.id}\n${topic}`).slice(0, 16);
      if (store.get(id)?.url !== effect.url) {
        await makeRoom();
        const value = { integration: integration.id, topic, url: effect.url, at: now(), failed: null };
        const shown = { integration: integration.id, topic };
        await store.put(SYSTEM, id, value, 'subscription.request', shown);
      }
      if (integration.confirm === 'auto') confirmByItself(id);
    },
    /** Confirms what was left half done by a stop, where it confirms itself. */
    resume(): void {
      for (const [id, { integration }] of waiting())
        if (integrationOf(integration)?.confirm === 'auto') confirmByItself(id);
    },
    list: (): readonly WaitingSubscription[] =>
      waiting().map(([id, { url: _url, ...shown }]) => ({ id, ...shown })),
    /** Never rejects because of the other side; the same request asked for twice at once is sent once. */
    confirm,
    /** False when there was none. */
    async dismiss(actor: Actor, id: string): Promise<boolean> {
      if (store.get(id) === undefined) return false;
      await store.remove(actor, id, 'subscription.dismiss');
      return true;
    },
  };
}
export type Subscriptions = ReturnType<typeof createSubscriptions>;
