import type { Incident } from '../domain/incident/incident.ts';
import { redactIncident } from '../domain/incident/redact.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import type { Answered } from './answer-jobs.ts';
import { actorOf } from './auth/actor.ts';
import type { Principal, RedactInput } from './floor.ts';
import type { Turn } from './turn.ts';

/**
 * [AUD40] Takes words out of an incident, wherever they are kept, in the transaction that says who did it and why.
 * What arrives later is not looked at: a tool that goes on sending the words must be mended first.
 */
export function decideRedact(
  turn: Turn,
  principal: Principal,
  id: string,
  input: RedactInput,
  load: (turn: Turn, id: string) => Incident | null,
  context: DecisionContext,
): Answered {
  const incident = load(turn, id);
  if (!incident)
    return { ok: false, status: 404, code: 'no-such-incident', message: `there is no incident ${id}` };
  const parts = [...new Set(input.parts)];
  const actor = actorOf(principal);
  const decision = redactIncident(incident, { parts, why: input.reason, actor }, context);
  turn.apply(decision);
  turn.redactions.push({ incident: id, parts });
  turn.record(actor, 'incident.redact', `incident:${id}`, {
    after: { parts },
    reason: decision.entries[0]?.reason ?? null,
  });
  return { ok: true, incident: decision.incident };
}
