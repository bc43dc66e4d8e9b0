import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import type { Floor, Principal } from '../floor.ts';
import type { ClockPort } from '../ports.ts';
import { actorOf } from './actor.ts';
import type { SignedIn } from './links.ts';
import { meOf } from './me.ts';
import { createRecordStore } from './record-store.ts';
import { pinRecordSchema } from './records.ts';
import { type AuthRefusal, refusal } from './refusal.ts';
import type { Tokens } from './tokens.ts';

export const PIN_TRIES = 5;
export const PIN_LOCK_MS = 5 * 60_000;
/** A shift and a half: who switched in by PIN is not signed in for ever. */
export const SWITCHED_LIFE_MS = 12 * 3_600_000;

const NO_PIN = { salt: '00'.repeat(16), hash: '00'.repeat(32) };

/** About 50 ms on a small machine: a PIN is short, so guessing must cost something. */
const hashPin = (pin: string, salt: string): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(pin, Buffer.from(salt, 'hex'), 32, { N: 2 ** 14, r: 8, p: 1 }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

/** Switching people on a shared console by PIN (AUD33): five wrong tries lock a person's PIN for five minutes. */
export function createPins(deps: {
  readonly floor: Pick<Floor, 'putRecord' | 'removeRecord' | 'records' | 'config'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly tokens: Tokens;
}) {
  const { floor, clock, tokens } = deps;
  const store = createRecordStore(floor, 'pin', pinRecordSchema);
  const tries = new Map<string, { readonly wrong: number; readonly lockedUntil: number }>();

  return {
    async set(principal: Extract<Principal, { kind: 'user' }>, pin: string): Promise<void> {
      const salt = randomBytes(16).toString('hex');
      const hash = (await hashPin(pin, salt)).toString('hex');
      const record = { salt, hash, setAt: clock.now() };
      await store.put(actorOf(principal), principal.id, record, 'pin.set', { user: principal.id });
      tries.delete(principal.id);
    },
    async switchTo(
      principal: Extract<Principal, { kind: 'user' }>,
      user: string,
      pin: string,
      name: string,
    ): Promise<SignedIn | AuthRefusal> {
      const now = clock.now();
      const person = floor.config().document.users.find((each) => each.id === user);
      const key = person === undefined ? '' : user;
      const before = tries.get(key) ?? { wrong: 0, lockedUntil: 0 };
      if (now < before.lockedUntil)
        return {
          ...refusal(429, 'pin-locked', 'AUD33', 'Too many wrong PINs; wait five minutes or use a code'),
          retryAfterMs: before.lockedUntil - now,
        };
      // Counted before the slow hash, so that tries at the same time count too.
      const wrong = before.wrong + 1;
      tries.set(
        key,
        wrong >= PIN_TRIES ? { wrong: 0, lockedUntil: now + PIN_LOCK_MS } : { wrong, lockedUntil: 0 },
      );
      const stored = store.get(user) ?? NO_PIN;
      const given = await hashPin(pin, stored.salt);
      const isRight = timingSafeEqual(given, Buffer.from(stored.hash, 'hex'));
      if (!isRight || person === undefined || stored === NO_PIN)
        return refusal(401, 'wrong-pin', 'AUD33', 'Wrong PIN, or this person has set none');
      tries.delete(key);
      const next: Principal = { kind: 'user', id: person.id, role: person.role, token: 'pin' };
      const { secret } = await tokens.create(actorOf(next), {
        kind: 'session',
        name,
        subject: person.id,
        expiresAt: now + SWITCHED_LIFE_MS,
        parent: tokens.rootOf(principal.token),
      });
      return { ok: true, token: secret, me: meOf(next, floor.config().document) };
    },
  };
}
