import { idSchema } from '../../../shared/config/common.ts';
import type { Floor, Principal } from '../floor.ts';
import type { ClockPort } from '../ports.ts';
import { actorOf } from './actor.ts';
import type { SignedIn } from './links.ts';
import { meOf } from './me.ts';
import { type AuthRefusal, refusal } from './refusal.ts';
import { hashOf, newSecret } from './secret.ts';
import type { Tokens } from './tokens.ts';

export const SETUP_LIFE_MS = 30 * 60_000;

export interface SetupLink {
  /** The server's path; the secret stands in the fragment, which no server or log sees. */
  readonly path: string;
  readonly expiresAt: number;
}

/** The single-use link that makes the first admin (AUD32). Held in memory: every start makes its own. */
export function createSetup(deps: {
  readonly floor: Pick<Floor, 'config' | 'replaceConfig'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly tokens: Tokens;
  readonly hasAdminToken: boolean;
}) {
  const { floor, clock, tokens } = deps;
  let open: { readonly hash: string; readonly expiresAt: number } | null = null;
  const hasAdmin = () => floor.config().document.users.some((user) => user.role === 'admin');
  const WRONG = refusal(
    401,
    'wrong-setup',
    'AUD32',
    'The setup link is wrong, used or expired; start again for another',
  );

  return {
    /** Null when an admin exists or an admin token is set. A link made before ends. */
    make(now: number): SetupLink | null {
      if (deps.hasAdminToken || hasAdmin()) return null;
      const secret = newSecret('wf');
      open = { hash: hashOf(secret), expiresAt: now + SETUP_LIFE_MS };
      return { path: `/#setup=${secret}`, expiresAt: open.expiresAt };
    },
    /** Makes the first admin and signs them in. Only from this machine. */
    async use(
      input: { readonly setup: string; readonly name: string; readonly id?: string | undefined },
      session: { readonly isLoopback: boolean; readonly name: string },
    ): Promise<SignedIn | AuthRefusal> {
      if (!session.isLoopback)
        return refusal(403, 'loopback-only', 'AUD32', "Setup works on the server's own machine only");
      if (open === null || clock.now() >= open.expiresAt || hashOf(input.setup) !== open.hash) return WRONG;
      if (hasAdmin()) return WRONG;
      const { document, etag } = floor.config();
      const taken = new Set(document.users.map((user) => user.id));
      const id = input.id ?? freeId(input.name, taken);
      if (taken.has(id)) return refusal(409, 'id-taken', 'AUD32', 'That id belongs to somebody already');
      // Spent before the write, so that two at once cannot both pass; given back when nothing was made.
      const spent = open;
      open = null;
      const principal: Principal = { kind: 'user', id, role: 'admin', token: 'setup' };
      const users = [
        ...document.users,
        { id, name: input.name, role: 'admin', contacts: [{ id: 'desk', channel: 'desktop' }] },
      ];
      const change = await floor.replaceConfig(principal, { ...document, users }, etag);
      if (!change.ok) {
        open = spent;
        if (change.kind === 'invalid')
          return refusal(
            422,
            'invalid',
            'AUD32',
            change.problems.map((p) => `${p.path}: ${p.message}`).join('; '),
          );
        if (change.kind === 'storage')
          return refusal(503, 'storage', 'AUD32', 'The config could not be written; nothing was changed');
        return refusal(409, change.kind, 'AUD32', 'The config cannot be changed here');
      }
      const { secret } = await tokens.create(actorOf(principal), {
        kind: 'session',
        name: session.name,
        subject: id,
      });
      return { ok: true, token: secret, me: meOf(principal, floor.config().document) };
    },
  };
}

/** An id made of a name: `Kim Ha-neul` gives `kim-ha-neul`, a Korean name stays as it is. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const base = name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  const first = idSchema.safeParse(base).success ? base : 'admin';
  let id = first;
  for (let n = 2; taken.has(id); n++) id = `${first}-${n}`;
  return id;
}
