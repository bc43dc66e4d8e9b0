import type { Command, CommandResult, CommandType } from '../../shared/stream.ts';
import { hasRole, type Role } from '../../shared/words.ts';
import type { Principal } from './floor.ts';

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

/** The person behind a principal: themself, or whom an automation names. */
export function personOf(principal: Principal): string | null {
  if (principal.kind === 'user') return principal.id;
  return principal.kind === 'automation' ? (principal.onBehalfOf ?? null) : null;
}

/** Null when the principal may give the command, else why not. Taking an incident oneself is a responder's right. */
export function refuseCommand(
  principal: Principal,
  command: Pick<Command, 'type'> & { readonly user?: string },
): string | null {
  if (principal.kind === 'display') return 'a display may only watch';
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
