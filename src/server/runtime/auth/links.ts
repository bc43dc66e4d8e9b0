import type { Me } from '../../../shared/stream.ts';
import type { Floor, Principal } from '../floor.ts';
import type { ClockPort } from '../ports.ts';
import { actorOf } from './actor.ts';
import { meOf } from './me.ts';
import { createRecordStore } from './record-store.ts';
import { linkRecordSchema } from './records.ts';
import { type AuthRefusal, refusal } from './refusal.ts';
import { canonicalCode, hashOf, newCode, newRecordId } from './secret.ts';
import type { Tokens } from './tokens.ts';

/** Time to walk to the other desk; 12 characters hold 59 bits, and guesses are rate limited (AUD31). */
export const CODE_LIFE_MS = 15 * 60_000;

export interface SignedIn {
  readonly ok: true;
  readonly token: string;
  readonly me: Me;
}

/** One-time codes by which a person signs in; the link is the same code in a fragment (AUD31). */
export function createLinks(deps: {
  readonly floor: Pick<Floor, 'putRecord' | 'removeRecord' | 'records' | 'config'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly tokens: Tokens;
}) {
  const { floor, clock, tokens } = deps;
  const store = createRecordStore(floor, 'link', linkRecordSchema);
  return {
    /** A new code for `user`; an older one of theirs ends. `path` is the link without the server's address. */
    async issue(
      principal: Principal,
      user: string,
    ): Promise<
      | { readonly ok: true; readonly code: string; readonly path: string; readonly expiresAt: number }
      | AuthRefusal
    > {
      if (!floor.config().document.users.some((each) => each.id === user))
        return refusal(404, 'no-such-user', 'AUD31', 'There is no such person');
      const now = clock.now();
      for (const [id, link] of store.entries())
        if (link.user === user || link.expiresAt <= now) await store.remove(actorOf(principal), id, null);
      const code = newCode(3);
      const expiresAt = now + CODE_LIFE_MS;
      const record = { user, hash: hashOf(canonicalCode(code)), createdAt: now, expiresAt };
      await store.put(actorOf(principal), newRecordId(), record, 'link.create', { user });
      return { ok: true, code, path: `/#code=${code}`, expiresAt };
    },
    /** Spends a code. `name` is how the new session is listed. */
    async signIn(typed: string, name: string): Promise<SignedIn | AuthRefusal> {
      const now = clock.now();
      const hash = hashOf(canonicalCode(typed));
      const found = store.entries().find(([, link]) => link.hash === hash && now < link.expiresAt);
      const user = floor.config().document.users.find((each) => each.id === found?.[1].user);
      if (found === undefined || user === undefined)
        return refusal(
          401,
          'wrong-code',
          'AUD31',
          'The code is wrong, used or expired; ask an admin for another',
        );
      const principal: Principal = { kind: 'user', id: user.id, role: user.role, token: 'sign-in' };
      await store.remove(actorOf(principal), found[0], null);
      const { secret } = await tokens.create(actorOf(principal), { kind: 'session', name, subject: user.id });
      return { ok: true, token: secret, me: meOf(principal, floor.config().document) };
    },
  };
}
