import type { Command } from '../../../shared/stream.ts';
import { changeAlert } from '../../domain/incident/alert-change.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { DecisionContext } from '../../domain/incident/roster.ts';
import { auditView, decideAnswer } from '../answer-jobs.ts';
import { actorOf } from '../auth/actor.ts';
import { reaches, refuseCommand } from '../command-scope.ts';
import type { IntegrationPrincipal } from '../floor.ts';
import type { Turn } from '../turn.ts';
import type { AlertAction, AlertRequest, AlertResult } from './alert.ts';

type Failed = Extract<AlertResult, { ok: false }>;
const refuse = (why: Failed['why'], message: string, incident: Incident | null): Failed => ({
  ok: false,
  why,
  message,
  incident,
});

/** What the job needs of the floor. */
export interface AlertJobDeps {
  readonly load: (turn: Turn, id: string) => Incident | null;
  readonly context: DecisionContext;
  /** A person by id or e-mail address, whatever its case; null when nobody has it. */
  readonly userOf: (owner: string) => string | null;
}

/**
 * [ING113] Decides what a tool asks of its alert in one turn: the answer or the change, and the note that goes with it.
 * The alert is looked up in the turn itself, so that of two requests the second sees what the first did.
 */
export function decideAlertRequest(
  turn: Turn,
  principal: IntegrationPrincipal,
  find: (turn: Turn) => Incident | null,
  { action, note, by }: AlertRequest,
  deps: AlertJobDeps,
): AlertResult {
  const incident = find(turn);
  // [ING114] Another's alert is answered as one that does not exist.
  if (incident === null || !reaches(principal, incident)) return refuse('missing', 'no such alert', null);
  if (action.type === 'ack' && incident.status === 'acked' && incident.pause === null)
    return refuse('already', 'acknowledged', incident);
  const result =
    action.type === 'change'
      ? decideChange(turn, principal, incident, action, by, deps)
      : decideCommand(turn, principal, incident, action, note, by, deps);
  if (!result.ok || note === null || action.type === 'note') return result;
  const comment: Command = { type: 'comment', incident: incident.id, text: note };
  const noted = decideAnswer(turn, principal, comment, deps.load, deps.context, by);
  return noted.ok ? { ok: true, incident: noted.incident } : result;
}

type Answering = Exclude<AlertAction, { type: 'change' }>;

function commandOf(
  action: Answering,
  incident: string,
  note: string | null,
  userOf: AlertJobDeps['userOf'],
): Command | null {
  switch (action.type) {
    case 'ack':
    case 'close':
    case 'escalate':
      return { type: action.type, incident };
    case 'note':
      return { type: 'comment', incident, text: note ?? '' };
    case 'snooze':
      return { type: 'snooze', incident, until: new Date(action.until).toISOString() };
    case 'assign': {
      const user = userOf(action.owner);
      return user === null ? null : { type: 'assign', incident, user };
    }
  }
}

function decideCommand(
  turn: Turn,
  principal: IntegrationPrincipal,
  incident: Incident,
  action: Answering,
  note: string | null,
  by: string | null,
  { load, context, userOf }: AlertJobDeps,
): AlertResult {
  const command = commandOf(action, incident.id, note, userOf);
  if (command === null) return refuse('no-user', 'no such user', incident);
  const forbidden = refuseCommand(principal, command);
  if (forbidden !== null) return refuse('refused', forbidden, incident);
  const answered = decideAnswer(turn, principal, command, load, context, by);
  if (answered.ok) return { ok: true, incident: answered.incident };
  return refuse(answered.code === 'closed' ? 'closed' : 'refused', answered.message, incident);
}

/** [ING115] Changed without being answered; audited with what kind of change it was, never with its words. */
function decideChange(
  turn: Turn,
  principal: IntegrationPrincipal,
  incident: Incident,
  { change }: Extract<AlertAction, { type: 'change' }>,
  by: string | null,
  { context }: AlertJobDeps,
): AlertResult {
  const actor = actorOf(principal);
  const answered = changeAlert(incident, change, { actor, by }, context);
  if (!answered.ok)
    return refuse(answered.code === 'closed' ? 'closed' : 'refused', answered.message, incident);
  const { decision } = answered;
  if (decision.incident === incident && decision.entries.length === 0) return { ok: true, incident };
  turn.apply(decision);
  const action = change.kind === 'unack' ? 'incident.unack' : 'incident.change';
  turn.record(actor, action, `incident:${incident.id}`, {
    before: auditView(incident),
    after: { ...auditView(decision.incident), change: change.kind },
    reason: decision.entries[0]?.reason ?? null,
  });
  return { ok: true, incident: decision.incident };
}
