import type { Floor, Principal } from '../floor.ts';
import type { ClockPort } from '../ports.ts';
import { actorOf } from './actor.ts';
import { createRecordStore } from './record-store.ts';
import { pairingRecordSchema } from './records.ts';
import { type AuthRefusal, refusal } from './refusal.ts';
import { hashOf, newCode, newRecordId, newSecret } from './secret.ts';
import type { Tokens } from './tokens.ts';

export const PAIRING_LIFE_MS = 10 * 60_000;
export const MAX_OPEN_PAIRINGS = 20;

const GONE = refusal(404, 'no-such-pairing', 'AUD34', 'There is no such pairing, or it has expired');

/** Screens without a token: a screen shows a code, a lead approves it, the screen claims its token (AUD34). */
export function createPairings(deps: {
  readonly floor: Pick<Floor, 'putRecord' | 'removeRecord' | 'records' | 'config'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly tokens: Tokens;
}) {
  const { floor, clock, tokens } = deps;
  const store = createRecordStore(floor, 'pairing', pairingRecordSchema);
  const nobody = { kind: 'system', id: 'watchfloor' } as const;
  const live = () => store.entries().filter(([, pairing]) => clock.now() < pairing.expiresAt);
  const dropExpired = async () => {
    for (const [id, pairing] of store.entries())
      if (clock.now() >= pairing.expiresAt) await store.remove(nobody, id, null);
  };
  let opening = 0;

  return {
    async open(wanted: string | null) {
      await dropExpired();
      if (live().length + opening >= MAX_OPEN_PAIRINGS)
        return refusal(
          429,
          'too-many-pairings',
          'AUD34',
          'Too many screens wait already; approve one or wait ten minutes',
        );
      opening++;
      try {
        const secret = newSecret('wf');
        const code = newCode(2);
        const now = clock.now();
        const record = {
          wanted,
          code,
          hash: hashOf(secret),
          createdAt: now,
          expiresAt: now + PAIRING_LIFE_MS,
          approved: null,
        };
        const id = newRecordId();
        await store.put(nobody, id, record, null);
        return { ok: true, id, code, secret, expiresAt: record.expiresAt } as const;
      } finally {
        opening--;
      }
    },
    /** `waiting` until approved; then the display's token, once. */
    async claim(
      secret: string,
    ): Promise<
      | { readonly ok: true; readonly waiting: true }
      | { readonly ok: true; readonly waiting: false; readonly token: string; readonly display: string }
      | AuthRefusal
    > {
      const hash = hashOf(secret);
      const found = live().find(([, pairing]) => pairing.hash === hash);
      if (found === undefined) return GONE;
      const [id, pairing] = found;
      if (pairing.approved === null) return { ok: true, waiting: true };
      await store.remove(nobody, id, null);
      const actor = { kind: 'display', id: pairing.approved } as const;
      const token = await tokens.create(actor, {
        kind: 'display',
        name: `Paired screen ${pairing.code}`,
        subject: pairing.approved,
        isUnlisted: !floor.config().document.displays.some((each) => each.id === pairing.approved),
      });
      return { ok: true, waiting: false, token: token.secret, display: pairing.approved };
    },
    list: () =>
      live()
        .filter(([, pairing]) => pairing.approved === null)
        .map(([id, pairing]) => ({
          id,
          display: pairing.wanted,
          code: pairing.code,
          createdAt: new Date(pairing.createdAt).toISOString(),
          expiresAt: new Date(pairing.expiresAt).toISOString(),
        })),
    async approve(
      principal: Principal,
      id: string,
      display: string,
    ): Promise<{ readonly ok: true } | AuthRefusal> {
      const pairing = live().find(([each]) => each === id)?.[1];
      if (pairing === undefined || pairing.approved !== null) return GONE;
      const approved = { ...pairing, approved: display };
      await store.put(actorOf(principal), id, approved, 'pairing.approve', { display, code: pairing.code });
      return { ok: true };
    },
  };
}
