import { durationMs } from '../../../shared/duration.ts';
import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import type { Command } from '../../../shared/stream.ts';
import { assertNever } from '../../../shared/words.ts';
import { ackIncident, keepAckAlive } from './ack.ts';
import { realarm } from './ack-timer.ts';
import { closeIncident } from './close.ts';
import type { Decision } from './decision.ts';
import { change, changeMeaning, type Draft, finishDraft, mark, note, startDraft } from './draft.ts';
import { exhaustIfDue, repeatFallbackIfDue } from './fallback.ts';
import { missHandover } from './handover.ts';
import type { Firing, Incident } from './incident.ts';
import { tellExtensions } from './message.ts';
import { tellPerson } from './notices.ts';
import type { DecisionContext } from './roster.ts';
import { fireDue, startRun } from './run.ts';
import { hurryRun, pauseRun, resumeRun } from './run-control.ts';

/** Longest snooze (product rule 12). */
const MAX_SNOOZE_MS = 7 * 86_400_000;

export type Answer =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly status: 400 | 404 | 409; readonly code: string; readonly message: string };

const refuse = (status: 400 | 404 | 409, code: string, message: string): Answer => ({
  ok: false,
  status,
  code,
  message,
});

/** Who answers. */
interface Asker {
  readonly actor: Actor;
  /** The user acting, or null for automation without one. */
  readonly person: string | null;
  /** Number of a not-closed incident of the same key, which forbids reopening. */
  readonly newerOpen: number | null;
}

/**
 * What a person asks of an incident. [INC6] An answer that names a version older than the incident's is refused:
 * it was given to another situation.
 */
export function answer(incident: Incident, command: Command, asker: Asker, context: DecisionContext): Answer {
  if (command.version !== undefined && command.version !== incident.version) {
    return refuse(
      409,
      'moved-on',
      `#${incident.number} has moved on since: it is at version ${incident.version} now`,
    );
  }
  const isClosed = incident.status === 'closed';
  if (isClosed && !['reopen', 'comment', 'severity', 'seen'].includes(command.type)) {
    return refuse(409, 'closed', `#${incident.number} is closed`);
  }
  const draft = startDraft(incident, context);
  const refused = apply(draft, command, asker);
  return refused ?? { ok: true, decision: finishDraft(draft) };
}

function apply(draft: Draft, command: Command, asker: Asker): Answer | null {
  const { actor, person } = asker;
  const who = person === null ? actor.id : draft.context.roster.name(person);
  switch (command.type) {
    case 'ack':
      ackIncident(draft, actor, person, reason('INC2', `${who} has it`, { user: person }));
      return null;
    case 'close':
      closeIncident(draft, {
        by: 'person',
        actor,
        why: reason('INC10', command.reason ? `closed: ${command.reason}` : `closed by ${who}`, {
          user: person,
          text: command.reason ?? null,
        }),
      });
      return null;
    case 'assign':
      return assign(draft, command.user, actor, person);
    case 'comment':
      note(
        draft,
        'commented',
        reason('INC11', `${who} wrote`, { user: person }),
        { text: command.text },
        actor,
      );
      // A tool's notes prove nobody's presence: only people keep an ack alive (ING118).
      if (actor.kind !== 'integration') keepAckAlive(draft);
      return null;
    case 'snooze':
      return snooze(draft, Date.parse(command.until), actor, who);
    case 'shelve':
      return shelve(draft, Date.parse(command.until), actor, who);
    case 'reopen':
      return reopen(draft, asker, who);
    case 'escalate':
      return escalate(draft, asker, who);
    case 'severity':
      change(draft, { severity: command.severity });
      note(
        draft,
        'severity',
        reason('INC12', `severity set by ${who}`, { user: person, to: command.severity }),
        { to: command.severity },
        actor,
      );
      keepAckAlive(draft);
      return null;
    case 'seen':
      if (!draft.incident.unseen) return null;
      changeMeaning(draft, { unseen: false });
      note(
        draft,
        'seen',
        reason('INC7', `${who} has seen the recovery`, { user: person, cause: 'seen' }),
        {},
        actor,
      );
      return null;
    default:
      return assertNever(command);
  }
}

/** [ESC16] Pages the person by their own rules and holds the run until they accept, or the service's time is over. */
function assign(draft: Draft, user: string, actor: Actor, person: string | null): Answer | null {
  const { incident, context } = draft;
  const assigned = context.roster.user(user);
  if (!assigned) return refuse(404, 'no-such-user', `there is no person ${user}`);
  const why = reason('ESC16', `handed to ${assigned.name}`, { user, by: person });
  if (user === person) {
    ackIncident(draft, actor, person, reason('INC2', `${assigned.name} takes it`, { user }));
    return null;
  }
  const lasts = durationMs(context.roster.service(incident.service)?.assignTimeout ?? 'PT5M');
  pauseRun(draft);
  changeMeaning(draft, {
    assignee: user,
    ackTimer: null,
    pause: { kind: 'assigned', user, since: context.now, until: context.now + lasts },
  });
  note(draft, 'assigned', why, { users: [user], from: incident.assignee }, actor);
  tellExtensions(draft, 'assigned', String(draft.incident.version));
  const firing: Firing = {
    run: incident.runs,
    pass: 0,
    step: 'assign',
    repetition: draft.incident.version,
  };
  if (tellPerson(draft, user, firing, 'assigned', why)) return null;
  missHandover(draft, user);
  return null;
}

/** Null: the end of a snooze or shelf is one that may be. */
function refuseUntil(until: number, now: number): Answer | null {
  if (!Number.isFinite(until) || until <= now)
    return refuse(400, 'until-past', 'until: expected an instant in the future');
  if (until - now > MAX_SNOOZE_MS)
    return refuse(400, 'until-too-far', 'until: expected at most 7 days from now');
  return null;
}

/** [SUP15] Off the board: closed by a person, and its key kept quiet until then. */
function shelve(draft: Draft, until: number, actor: Actor, who: string): Answer | null {
  const refused = refuseUntil(until, draft.context.now);
  if (refused !== null) return refused;
  const at = new Date(until).toISOString();
  const why = reason('SUP15', `shelved by ${who} until ${at}`, { user: who, until: at });
  closeIncident(draft, { by: 'person', actor, why });
  return null;
}

/** [ESC18] Nobody is told until then; then whoever is on call at that time is. */
function snooze(draft: Draft, until: number, actor: Actor, who: string): Answer | null {
  const { now } = draft.context;
  const refused = refuseUntil(until, now);
  if (refused !== null) return refused;
  pauseRun(draft);
  changeMeaning(draft, { ackTimer: null, pause: { kind: 'snoozed', since: now, until, by: actor } });
  const at = new Date(until).toISOString();
  note(
    draft,
    'snoozed',
    reason('ESC18', `snoozed by ${who} until ${at}`, { until: at }),
    { until: at },
    actor,
  );
  return null;
}

/** [INC13] A new run on the same incident; refused when its key has a newer open one. */
function reopen(draft: Draft, asker: Asker, who: string): Answer | null {
  const { actor, person, newerOpen } = asker;
  const { incident } = draft;
  if (incident.status !== 'closed') return refuse(409, 'not-closed', `#${incident.number} is not closed`);
  if (newerOpen !== null) return refuse(409, 'newer-open', `#${newerOpen} is open for the same key`);
  const why = reason('INC13', `reopened by ${who}`, { user: person });
  changeMeaning(draft, {
    status: 'open',
    closedAt: null,
    closedBy: null,
    closeEventAt: null,
    ackedAt: null,
    assignee: null,
    cleared: false,
    unseen: false,
    pause: null,
  });
  mark(draft, 'reopened', why);
  note(draft, 'reopened', why, {}, actor);
  draft.annunciations.push({ kind: 're-alarmed', incident: incident.id });
  startRun(draft, why);
  return null;
}

/** [ESC17] The next step, now. An acked incident is open again: whoever is told has to answer. */
function escalate(draft: Draft, { actor, person }: Asker, who: string): Answer | null {
  const { incident } = draft;
  const why: Reason = reason('ESC17', `escalated by ${who}`, { user: person });
  if (incident.run === null)
    return refuse(409, 'nobody-to-tell', `the service of #${incident.number} tells nobody`);
  note(draft, 'escalated', why, {}, actor);
  if (incident.status === 'acked' && incident.run.state === 'stopped') {
    realarm(draft, why);
    return null;
  }
  if (incident.pause !== null) {
    changeMeaning(draft, {
      pause: null,
      ...(incident.pause.kind === 'assigned' ? { assignee: null } : {}),
      ...(incident.pause.kind === 'maintenance' ? { wakesThrough: true } : {}),
    });
    resumeRun(draft);
  }
  if (!hurryRun(draft))
    return refuse(409, 'nothing-left', `nothing of the policy of #${incident.number} is left to fire`);
  fireDue(draft);
  exhaustIfDue(draft);
  repeatFallbackIfDue(draft);
  return null;
}
