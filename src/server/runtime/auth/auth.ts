import type { Floor, Principal } from '../floor.ts';
import type { ClockPort, LogPort } from '../ports.ts';
import { createLinks } from './links.ts';
import { createPairings } from './pairings.ts';
import { createPins } from './pins.ts';
import { createSetup, type SetupLink } from './setup.ts';
import { createTokens } from './tokens.ts';

/** Tokens fixed from outside: `WATCHFLOOR_ADMIN_TOKEN`, `WATCHFLOOR_SHELL_TOKEN`; null when not set. */
export interface AuthSettings {
  readonly adminToken: string | null;
  readonly shellToken: string | null;
}

/** Everything about who somebody is. Reads the config as it is now, so that a removed person is out at once. */
export function createAuth(
  deps: {
    readonly floor: Pick<Floor, 'putRecord' | 'removeRecord' | 'records' | 'config' | 'replaceConfig'>;
    readonly clock: Pick<ClockPort, 'now'>;
    readonly log: LogPort;
  } & AuthSettings,
) {
  const tokens = createTokens(deps);
  const setup = createSetup({ ...deps, tokens, hasAdminToken: deps.adminToken !== null });
  return {
    tokens,
    setup,
    links: createLinks({ ...deps, tokens }),
    pins: createPins({ ...deps, tokens }),
    pairings: createPairings({ ...deps, tokens }),
    /** Who a bearer token is, null for nobody. Synchronous: HTTP and stream ask it per request and handshake. */
    principalOf: (bearer: string): Principal | null => tokens.principalOf(bearer),
    /** The link for the ready line, or null when one is not due (AUD32). `now`: epoch ms. */
    makeSetupLink: (now: number): SetupLink | null => setup.make(now),
  };
}
export type Auth = ReturnType<typeof createAuth>;
