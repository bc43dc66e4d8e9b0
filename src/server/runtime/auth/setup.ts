import { idSchema } from '../../../shared/config/common.ts';
import type { Actor } from '../../../shared/reason.ts';
import type { ConfigChange, Floor, Principal } from '../floor.ts';
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

/** What a setup link can do now: sign in as one of the config's admins, or make the first. */
export interface SetupChoice {
  readonly ok: true;
  readonly admins: readonly { readonly id: string; readonly name: string }[];
  /** False where the config has admins to choose from, or is owned by a file. */
  readonly mayCreate: boolean;
  readonly expiresAt: number;
}

interface SetupInput {
  readonly setup: string;
  /** Which of the config's admins the person is. */
  readonly user?: string | undefined;
  /** Name, and id where one is wanted, of the first admin. */
  readonly name?: string | undefined;
  readonly id?: string | undefined;
}

/** Whoever holds the link is at this machine, not proved to be the admin they choose: the audit says so. */
const BY_LINK: Actor = { kind: 'system', id: 'setup-link' };
const WRONG = refusal(
  401,
  'wrong-setup',
  'AUD32',
  'The setup link is wrong, used or expired; start again for another',
);
const LOOPBACK_ONLY = refusal(403, 'loopback-only', 'AUD32', "Setup works on the server's own machine only");

/**
 * The single-use link for a floor that no admin can get into: no admin in the config, or none with a live token
 * (AUD32). Held in memory: every start makes its own.
 */
export function createSetup(deps: {
  readonly floor: Pick<Floor, 'config' | 'replaceConfig'>;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly tokens: Tokens;
  readonly hasAdminToken: boolean;
}) {
  const { floor, clock, tokens } = deps;
  let open: { readonly hash: string; readonly expiresAt: number } | null = null;
  const admins = () => floor.config().document.users.filter((user) => user.role === 'admin');
  const isDue = () => !deps.hasAdminToken && !admins().some((user) => tokens.hasLive(user.id));

  /** Why a link cannot be used from here now; null when it can. */
  function refuse(setup: string, isLoopback: boolean): AuthRefusal | null {
    if (!isLoopback) return LOOPBACK_ONLY;
    if (open === null || clock.now() >= open.expiresAt || hashOf(setup) !== open.hash) return WRONG;
    return isDue() ? null : WRONG;
  }

  /** Makes the first admin; their id, or why not. */
  async function makeAdmin(name: string, wanted: string | undefined): Promise<string | AuthRefusal> {
    const { document, etag } = floor.config();
    const taken = new Set(document.users.map((user) => user.id));
    const id = wanted ?? freeId(name, taken);
    if (taken.has(id)) return refusal(409, 'id-taken', 'AUD32', 'That id belongs to somebody already');
    const admin = { id, name, role: 'admin', contacts: [{ id: 'desk', channel: 'desktop' }] };
    const principal: Principal = { kind: 'user', id, role: 'admin', token: 'setup' };
    const users = [...document.users, admin];
    const change = await floor.replaceConfig(principal, { ...document, users }, etag);
    return change.ok ? id : refusalOfChange(change);
  }

  return {
    /** Null when somebody can get in: an admin token is set, or an admin has a live token. A link made before ends. */
    make(now: number): SetupLink | null {
      if (!isDue()) return null;
      const secret = newSecret('wf');
      open = { hash: hashOf(secret), expiresAt: now + SETUP_LIFE_MS };
      return { path: `/#setup=${secret}`, expiresAt: open.expiresAt };
    },
    /** What the link offers; looking does not spend it. */
    look(setup: string, isLoopback: boolean): SetupChoice | AuthRefusal {
      const refused = refuse(setup, isLoopback);
      if (refused !== null || open === null) return refused ?? WRONG;
      const known = admins().map(({ id, name }) => ({ id, name }));
      const mayCreate = known.length === 0 && !floor.config().managedByFile;
      return { ok: true, admins: known, mayCreate, expiresAt: open.expiresAt };
    },
    /** Signs in as the admin chosen, or makes the first one and signs them in. Only from this machine. */
    async use(
      input: SetupInput,
      session: { readonly isLoopback: boolean; readonly name: string },
    ): Promise<SignedIn | AuthRefusal> {
      const refused = refuse(input.setup, session.isLoopback);
      if (refused !== null) return refused;
      const known = admins();
      if (input.user !== undefined && !known.some((user) => user.id === input.user))
        return refusal(404, 'no-such-admin', 'AUD32', 'The config has no such admin');
      if (input.user === undefined && known.length > 0)
        return refusal(409, 'choose-admin', 'AUD32', 'The config has admins: choose which of them you are');
      // Spent before the write, so that two at once cannot both pass; given back when nothing came of it.
      const spent = open;
      open = null;
      try {
        const id = input.user ?? (await makeAdmin(input.name ?? '', input.id));
        if (typeof id !== 'string') {
          open = spent;
          return id;
        }
        const principal: Principal = { kind: 'user', id, role: 'admin', token: 'setup' };
        const actor = input.user === undefined ? actorOf(principal) : BY_LINK;
        const { secret } = await tokens.create(actor, { kind: 'session', name: session.name, subject: id });
        return { ok: true, token: secret, me: meOf(principal, floor.config().document) };
      } catch (error) {
        open = spent;
        throw error;
      }
    },
  };
}

function refusalOfChange(change: Extract<ConfigChange, { readonly ok: false }>): AuthRefusal {
  switch (change.kind) {
    case 'invalid': {
      const detail = change.problems.map((p) => `${p.path}: ${p.message}`).join('; ');
      return refusal(422, 'invalid', 'AUD32', detail);
    }
    case 'storage':
      return refusal(503, 'storage', 'AUD32', 'The config could not be written; nothing was changed');
    case 'managed-by-file':
      return refusal(
        409,
        'managed-by-file',
        'AUD32',
        'The config belongs to the file named with --config: add a person with the role admin there, then restart',
      );
    case 'stale':
      return refusal(409, 'stale', 'AUD32', 'Somebody changed the config at the same time; try again');
  }
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
