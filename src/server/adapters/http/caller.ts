import type { IncomingMessage } from 'node:http';
import { idSchema } from '../../../shared/config/common.ts';
import { hasRole } from '../../../shared/words.ts';
import { roleOf } from '../../runtime/auth/actor.ts';
import type { Principal } from '../../runtime/floor.ts';
import { type Answer, problem } from './problem.ts';
import type { Scope } from './route.ts';

const NO_TOKEN = problem(
  401,
  'token',
  'STR44',
  'Expected a valid bearer token',
  {},
  { 'www-authenticate': 'Bearer' },
);

/** The bearer token of a request, or null. */
export function bearerOf(headers: IncomingMessage['headers']): string | null {
  const found = /^Bearer +([^\s]+)$/i.exec(headers.authorization ?? '');
  return found?.[1] ?? null;
}

/** Automation may name the person it acts for; both are audited (AUD37). */
export function actingFor(
  principal: Principal | null,
  named: string | string[] | undefined,
): Principal | Answer | null {
  if (named === undefined || principal?.kind !== 'automation') return principal;
  const id = idSchema.safeParse(decodeName(String(named)));
  if (id.success) return { ...principal, onBehalfOf: id.data };
  return problem(400, 'bad-header', 'AUD37', 'X-On-Behalf-Of: expected the id of a person', {
    parameter: 'X-On-Behalf-Of',
  });
}

/** Header values arrive as Latin-1; ids may be any letters, sent as UTF-8 or percent-encoded. */
function decodeName(named: string): string {
  const text = Buffer.from(named, 'latin1').toString('utf8');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Null when `principal` may use a route of this scope (STR44). */
export function denial(scope: Scope, principal: Principal | null): Answer | null {
  if (scope === 'public') return null;
  if (principal === null) return NO_TOKEN;
  if (scope === 'display') return null;
  const role = roleOf(principal);
  if (role !== null && hasRole(role, scope)) return null;
  const detail = role === null ? 'A display only watches' : `This needs the role ${scope}`;
  return problem(403, 'scope', 'STR44', detail, { needs: scope });
}
