import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Actor } from '../../../shared/reason.ts';
import type { Floor, Principal, TokenInfo } from '../floor.ts';
import type { ClockPort, LogPort } from '../ports.ts';
import { actorOf, roleOf } from './actor.ts';
import { createRecordStore } from './record-store.ts';
import { type TokenRecord, tokenRecordSchema } from './records.ts';
import { type AuthRefusal, refusal } from './refusal.ts';
import { hashOf, hintOf, newRecordId, newSecret } from './secret.ts';

export interface TokenDeps {
  readonly floor: Pick<Floor, 'putRecord' | 'removeRecord' | 'records' | 'config'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
  /** Fixed tokens from the environment; null when not set. */
  readonly adminToken: string | null;
  readonly shellToken: string | null;
}

/** A session nobody used for this long has ended (AUD30). */
export const SESSION_IDLE_MS = 30 * 86_400_000;
/** Last use is written at most this often (AUD36). */
export const LAST_USE_EVERY_MS = 60_000;

export interface NewToken {
  readonly kind: TokenRecord['kind'];
  readonly name: string;
  readonly subject: string;
  readonly expiresAt?: number | null;
  readonly parent?: string | null;
  readonly isUnlisted?: boolean;
}

/** Tokens of people, automation and displays: issue, recognise, list, revoke (AUD30, AUD35–AUD37). */
export function createTokens(deps: TokenDeps) {
  const { floor, clock } = deps;
  const store = createRecordStore(floor, 'token', tokenRecordSchema);
  const byHash = new Map<string, string>();
  for (const [id, record] of store.entries()) byHash.set(record.hash, id);
  const fixed = new Map<string, string>();
  if (deps.adminToken) fixed.set(hashOf(deps.adminToken), 'admin-token');
  if (deps.shellToken) fixed.set(hashOf(deps.shellToken), 'shell');
  let displaysOf: ConfigDocument | null = null;
  let displays = new Map<string, string>();

  function displayOfHash(hash: string): string | undefined {
    const { document } = floor.config();
    if (document !== displaysOf) {
      displaysOf = document;
      displays = new Map();
      for (const { id, token } of document.displays)
        if (token !== undefined) displays.set(typeof token === 'string' ? hashOf(token) : token.hash, id);
    }
    return displays.get(hash);
  }

  function hasEnded(record: TokenRecord, now: number): boolean {
    if (record.expiresAt !== null && now >= record.expiresAt) return true;
    if (record.parent !== null && store.get(record.parent) === undefined) return true;
    return record.kind === 'session' && now - (record.lastUsedAt ?? record.createdAt) > SESSION_IDLE_MS;
  }

  /** The principal a record stands for now, by the config as it is now; null when it stands for nobody. */
  function principalOfRecord(id: string, record: TokenRecord): Principal | null {
    const { document } = floor.config();
    if (record.kind === 'display')
      return record.isUnlisted || document.displays.some((display) => display.id === record.subject)
        ? { kind: 'display', id: record.subject, token: id }
        : null;
    if (record.subject === 'automation' && record.kind === 'api')
      return { kind: 'automation', id: 'automation', role: 'admin', token: id };
    const user = document.users.find((each) => each.id === record.subject);
    return user === undefined ? null : { kind: 'user', id: user.id, role: user.role, token: id };
  }

  function noteUse(id: string, record: TokenRecord, principal: Principal, now: number): void {
    if (record.lastUsedAt !== null && now - record.lastUsedAt < LAST_USE_EVERY_MS) return;
    // Marked before the write is durable, so that requests in the meantime do not write it again.
    const used = { ...record, lastUsedAt: now };
    Object.assign(record, { lastUsedAt: now });
    store.put(actorOf(principal), id, used, null).catch((error: unknown) => {
      deps.log.warn({ token: id, error: String(error) }, 'last use of a token not written');
    });
  }

  const infoOf = (id: string, record: TokenRecord): TokenInfo => ({
    id,
    kind: record.kind,
    name: record.name,
    subject: record.subject,
    hint: record.hint,
    createdAt: new Date(record.createdAt).toISOString(),
    lastUsedAt: record.lastUsedAt === null ? null : new Date(record.lastUsedAt).toISOString(),
    expiresAt: record.expiresAt === null ? null : new Date(record.expiresAt).toISOString(),
  });
  const mayManage = (principal: Principal, record: TokenRecord): boolean =>
    roleOf(principal) === 'admin' ||
    (principal.kind === 'user' && record.kind !== 'display' && record.subject === principal.id);

  async function create(actor: Actor, input: NewToken) {
    const secret = newSecret(input.kind === 'display' ? 'wd' : input.kind === 'session' ? 'ws' : 'wf');
    const id = newRecordId();
    const record: TokenRecord = {
      kind: input.kind,
      name: input.name,
      subject: input.subject,
      hash: hashOf(secret),
      hint: hintOf(secret),
      createdAt: clock.now(),
      lastUsedAt: null,
      expiresAt: input.expiresAt ?? null,
      parent: input.parent ?? null,
      isUnlisted: input.isUnlisted ?? false,
    };
    const shown = { kind: record.kind, name: record.name, subject: record.subject, hint: record.hint };
    await store.put(actor, id, record, 'token.create', shown);
    byHash.set(record.hash, id);
    return { secret, info: infoOf(id, record) };
  }

  async function forget(actor: Actor, id: string, action: string): Promise<void> {
    const record = store.get(id);
    if (record !== undefined) byHash.delete(record.hash);
    const children = store.entries().filter(([, child]) => child.parent === id);
    await store.remove(actor, id, action);
    for (const [child] of children) await forget(actor, child, action);
  }

  return {
    /** Who a bearer is; null for nobody. One hash and map look-ups: no comparison leaks where it differs. */
    principalOf(bearer: string): Principal | null {
      const hash = hashOf(bearer);
      const name = fixed.get(hash);
      if (name !== undefined) return { kind: 'automation', id: 'automation', role: 'admin', token: name };
      const display = displayOfHash(hash);
      if (display !== undefined) return { kind: 'display', id: display, token: `display:${display}` };
      const id = byHash.get(hash);
      const record = id === undefined ? undefined : store.get(id);
      if (id === undefined || record === undefined) return null;
      const now = clock.now();
      if (hasEnded(record, now)) return null;
      const principal = principalOfRecord(id, record);
      if (principal !== null) noteUse(id, record, principal, now);
      return principal;
    },
    create,
    /** The session a chain of switches began with, so that ending it ends them all. */
    rootOf: (id: string): string => store.get(id)?.parent ?? id,
    /** Whether a person has a session or token that works now: somebody may be able to act as them. */
    hasLive: (subject: string): boolean =>
      store
        .entries()
        .some(
          ([, record]) =>
            record.kind !== 'display' && record.subject === subject && !hasEnded(record, clock.now()),
        ),
    /** Own tokens; an admin sees everybody's. Newest first. */
    list(principal: Principal): TokenInfo[] {
      return store
        .entries()
        .filter(([, record]) => mayManage(principal, record) && !hasEnded(record, clock.now()))
        .sort(([, a], [, b]) => b.createdAt - a.createdAt)
        .map(([id, record]) => infoOf(id, record));
    },
    /** Ends a token and the sessions switched to from it. */
    async revoke(
      principal: Principal,
      id: string,
      action = 'token.revoke',
    ): Promise<{ readonly ok: true } | AuthRefusal> {
      const record = store.get(id);
      if (record === undefined || !mayManage(principal, record))
        return refusal(404, 'no-such-token', 'AUD30', 'There is no such token');
      await forget(actorOf(principal), id, action);
      return { ok: true };
    },
  };
}
export type Tokens = ReturnType<typeof createTokens>;
