import { type Actor, reason } from '../../shared/reason.ts';
import type { Command } from '../../shared/stream.ts';
import { type Answer, answer } from '../domain/incident/answers.ts';
import { createIncident } from '../domain/incident/create.ts';
import type { NewEntry } from '../domain/incident/decision.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { actorOf } from './auth/actor.ts';
import { personOf, reaches } from './command-scope.ts';
import type { IntegrationPrincipal, Principal, RaiseInput } from './floor.ts';
import type { Turn } from './turn.ts';

type Refused = Extract<Answer, { ok: false }>;
export type Answered = { readonly ok: true; readonly incident: Incident } | Refused;

const refuse = (status: Refused['status'], code: string, message: string): Refused => ({
  ok: false,
  status,
  code,
  message,
});

/** Domain of keys raised by hand: no id of an integration begins like this (DED1). */
const RAISED_DOMAIN = ':manual';

/** A summary of an incident for the audit log: what an answer can change. */
export const auditView = (incident: Incident) => ({
  status: incident.status,
  assignee: incident.assignee,
  urgency: incident.urgency,
  severity: incident.severity,
  paused: incident.pause?.kind ?? null,
});

const namedBy =
  (actor: Actor, by: string) =>
  (entry: NewEntry): NewEntry =>
    entry.actor === actor ? { ...entry, data: { ...entry.data, by } } : entry;

/**
 * Decides one answer inside a turn, and writes who did what, with before, after and why. `by` is whom a tool says
 * it speaks for: data on the entries, never an identity.
 */
export function decideAnswer(
  turn: Turn,
  principal: Principal | IntegrationPrincipal,
  command: Command,
  load: (turn: Turn, id: string) => Incident | null,
  context: DecisionContext,
  by: string | null = null,
): Answered {
  const incident = load(turn, command.incident);
  if (!incident || (principal.kind === 'integration' && !reaches(principal, incident)))
    return refuse(404, 'no-such-incident', `there is no incident ${command.incident}`);
  const open = turn.findOpen(incident.domain, incident.dedupKey);
  const asker = {
    actor: actorOf(principal),
    person: personOf(principal),
    newerOpen: open && open.id !== incident.id ? open.number : null,
  };
  const answered = answer(incident, command, asker, context);
  if (!answered.ok) return answered;
  // An answer to what was so already changes nothing, and the audit log holds changes.
  const { decision } = answered;
  if (decision.incident === incident && decision.entries.length === 0) return { ok: true, incident };
  turn.apply(
    by === null ? decision : { ...decision, entries: decision.entries.map(namedBy(asker.actor, by)) },
  );
  turn.record(asker.actor, `incident.${command.type}`, `incident:${incident.id}`, {
    before: auditView(incident),
    after: {
      ...auditView(answered.decision.incident),
      // [AUD41] The chain of the audit log cannot be redacted, so people's words stay out of it.
      ...(command.type === 'comment' ? { textLength: command.text.length } : {}),
      ...(command.type === 'close' && command.reason ? { reasonLength: command.reason.length } : {}),
    },
    reason:
      command.type === 'close' && command.reason
        ? reason('INC10', 'closed, with a reason', { user: asker.person })
        : (answered.decision.entries[0]?.reason ?? null),
  });
  return { ok: true, incident: answered.decision.incident };
}

/** [INC1] An incident raised by hand starts its service's policy like any other. */
export function decideRaise(
  turn: Turn,
  principal: Principal,
  input: RaiseInput,
  id: string,
  context: DecisionContext,
): Answered {
  if (!context.roster.service(input.service))
    return refuse(404, 'no-such-service', `service: there is no service ${input.service}`);
  if (input.assignee !== undefined && !context.roster.user(input.assignee)) {
    return refuse(404, 'no-such-user', `assignee: there is no person ${input.assignee}`);
  }
  const key = input.dedupKey ?? id;
  const open = turn.findOpen(RAISED_DOMAIN, key);
  if (open) return refuse(409, 'already-open', `#${open.number} is open for the key ${key}`);
  const actor = actorOf(principal);
  const decision = createIncident(
    {
      id,
      number: turn.nextNumber++,
      summary: input.summary,
      urgency: input.urgency,
      severity: input.severity ?? null,
      service: input.service,
      integration: null,
      domain: RAISED_DOMAIN,
      dedupKey: key,
      createdBy: actor,
      why: reason('INC1', 'raised by hand', { user: personOf(principal) }),
    },
    context,
  );
  turn.apply(decision);
  turn.record(actor, 'incident.raise', `incident:${id}`, { after: auditView(decision.incident) });
  if (input.assignee === undefined) return { ok: true, incident: decision.incident };
  const assign: Command = { type: 'assign', incident: id, user: input.assignee };
  return decideAnswer(turn, principal, assign, (of, one) => of.get(one) ?? null, context);
}
