import type { Command, CommandResult, CommandType } from '../../shared/stream.ts';
import { hasRole, type Role } from '../../shared/words.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { IntegrationPrincipal, Principal } from './floor.ts';

/** [AUD10] The least role each command needs (product rule 14). */
export const COMMAND_ROLES: Readonly<Record<CommandType, Role>> = {
  ack: 'responder',
  close: 'responder',
  comment: 'responder',
  snooze: 'responder',
  shelve: 'responder',
  escalate: 'responder',
  reopen: 'responder',
  seen: 'responder',
  assign: 'lead',
  severity: 'lead',
};

/** [ING114] What a tool may ask for its own alerts. */
const INTEGRATION_COMMANDS: ReadonlySet<CommandType> = new Set([
  'ack',
  'close',
  'comment',
  'snooze',
  'escalate',
  'assign',
]);

/** [ING114] Whether a tool's key reaches an incident: its own, or one that shares its domain of keys. */
export const reaches = (
  principal: IntegrationPrincipal,
  { integration, domain }: Pick<Incident, 'integration' | 'domain'>,
): boolean => integration === principal.id || domain === principal.domain;

/** The person behind a principal: themself, or whom an automation names. */
export function personOf(principal: Principal | IntegrationPrincipal): string | null {
  if (principal.kind === 'user') return principal.id;
  return principal.kind === 'automation' ? (principal.onBehalfOf ?? null) : null;
}

/** Null when the principal may give the command, else why not. Taking an incident oneself is a responder's right. */
export function refuseCommand(
  principal: Principal | IntegrationPrincipal,
  command: Pick<Command, 'type'> & { readonly user?: string },
): string | null {
  if (principal.kind === 'display') return 'a display may only watch';
  if (principal.kind === 'integration')
    return INTEGRATION_COMMANDS.has(command.type) ? null : `${command.type} is not for an integration`;
  const takes = command.type === 'assign' && command.user === personOf(principal);
  const needed = takes ? 'responder' : COMMAND_ROLES[command.type];
  return hasRole(principal.role, needed) ? null : `${command.type} needs the role ${needed}`;
}

/** Raising is a responder's right; raising for somebody else is assigning, and needs what that needs. */
export function refuseRaise(principal: Principal, assignee: string | undefined): string | null {
  const forbidden = refuseCommand(principal, { type: 'ack' });
  if (forbidden !== null || assignee === undefined || assignee === personOf(principal)) return forbidden;
  return refuseCommand(principal, { type: 'assign', user: assignee });
}

export const forbid = (message: string): CommandResult => ({
  ok: false,
  error: { status: 403, code: 'forbidden', message },
});
