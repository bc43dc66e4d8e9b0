import type { Next } from '../../../shared/incident.ts';
import { reason } from '../../../shared/reason.ts';
import type { Incident, Run } from './incident.ts';
import { timesTold } from './position.ts';
import type { DecisionContext } from './roster.ts';
import { peopleOfPosition } from './targets.ts';

/** A step of the future that time alone brings. */
type Timed = Next & { readonly at: string };

const iso = (at: number): string => new Date(at).toISOString();

/** [INC14] What happens next, when, to whom, by which rule; null only when nothing waits. */
export function nextOf(incident: Incident, context: DecisionContext): Next | null {
  if (incident.status === 'closed') return null;
  const candidates: readonly (Timed | null)[] = [
    fromPause(incident),
    fromRun(incident, context),
    fromFallback(incident, context),
    ...fromNotices(incident),
    fromAck(incident),
    fromSilence(incident),
  ];
  const first = candidates
    .filter((candidate) => candidate !== null)
    .reduce<Timed | null>(
      (first, candidate) => (first === null || candidate.at < first.at ? candidate : first),
      null,
    );
  return first ?? fromSpentRun(incident);
}

/** [ESC12] Everybody has been told, and below `high` nobody is told again: only a person's answer is awaited. */
function fromSpentRun(incident: Incident): Next | null {
  const { run } = incident;
  if (run?.state !== 'exhausted') return null;
  return {
    kind: 'answer',
    at: null,
    since: iso(run.waitingSince ?? incident.lastEventAt),
    users: [],
    reason:
      run.policy.stopOn === 'close'
        ? reason('ESC12', 'nobody is left to tell; it waits to be closed', { cause: 'until-closed' })
        : reason('ESC12', 'nobody is left to tell; it waits for an answer', { cause: 'until-answered' }),
  };
}

function fromRun(incident: Incident, context: DecisionContext): Timed | null {
  const run = incident.run;
  if (!run || run.dueAt === null || run.state === 'paused' || run.state === 'stopped') return null;
  const base = {
    at: iso(run.dueAt),
    since: iso(run.waitingSince ?? incident.createdAt),
    pass: run.position?.pass ?? run.policy.passes,
    passes: run.policy.passes,
    steps: run.policy.steps.length,
  };
  if (run.position === null) {
    return {
      ...base,
      kind: 'fallback',
      users: [...context.roster.fallback],
      reason: reason('ESC11', 'the last pass ends: nobody answered', {}),
    };
  }
  const users = [...peopleOfPosition(run, run.position, run.dueAt, { ...context, random: () => 0 })];
  if (run.position.step === 'final') {
    return {
      ...base,
      kind: 'final',
      users,
      reason: reason('ESC6', `final notice of "${run.policy.name}"`, { policy: run.policy.name }),
    };
  }
  return { ...base, kind: kindOfStep(run), users, step: run.position.step + 1, reason: stepReason(run) };
}

function kindOfStep(run: Run): Next['kind'] {
  if (run.position === null) return 'fallback';
  if (run.position.repetition > 1) return 'repeat';
  return run.position.step === 0 && run.position.pass > 1 ? 'pass' : 'step';
}

function stepReason(run: Run): Next['reason'] {
  const position = run.position;
  if (position === null || position.step === 'final') return reason('ESC3', run.policy.name, {});
  return reason('ESC3', `step ${position.step + 1} of "${run.policy.name}"`, {
    step: position.step + 1,
    steps: run.policy.steps.length,
    pass: position.pass,
    passes: run.policy.passes,
    repetition: position.repetition,
    times: timesTold(run.policy, position),
    policy: run.policy.name,
    stopOn: run.policy.stopOn,
  });
}

function fromFallback(incident: Incident, context: DecisionContext): Timed | null {
  const run = incident.run;
  if (run?.fallbackAt === null || run?.fallbackAt === undefined) return null;
  return {
    kind: 'fallback',
    at: iso(run.fallbackAt),
    since: iso(run.fallbackAt - 600_000),
    users: [...context.roster.fallback],
    reason: reason('ESC12', 'the fallback people are told every 10 minutes', { times: run.fallbackTold + 1 }),
  };
}

function fromPause(incident: Incident): Timed | null {
  const pause = incident.pause;
  if (!pause) return null;
  const why =
    pause.kind === 'assigned'
      ? reason('ESC16', `handed to ${pause.user}; the run goes on then`, { user: pause.user })
      : pause.kind === 'maintenance'
        ? reason('SUP11', `maintenance ${pause.maintenance}; the run goes on then`, {
            maintenance: pause.maintenance,
            cause: 'waits',
          })
        : reason('ESC18', 'snoozed; whoever is on call then is told', {});
  return {
    kind: 'resume',
    at: iso(pause.until),
    since: iso(pause.since),
    users: pause.kind === 'assigned' ? [pause.user] : [],
    reason: why,
  };
}

const fromNotices = (incident: Incident): Timed[] =>
  incident.notices.map((notice) => ({
    kind: 'notify',
    at: iso(notice.dueAt),
    since: iso(notice.since),
    users: [notice.user],
    reason: notice.reason,
  }));

function fromAck(incident: Incident): Timed | null {
  const timer = incident.ackTimer;
  if (!timer) return null;
  const users = incident.assignee === null ? [] : [incident.assignee];
  return {
    kind: 'ackTimeout',
    at: iso(timer.dueAt),
    since: iso(timer.since),
    users,
    reason: reason('INC5', 'the ack runs out then', {}),
  };
}

function fromSilence(incident: Incident): Timed | null {
  if (incident.autoCloseAt === null) return null;
  return {
    kind: 'autoClose',
    at: iso(incident.autoCloseAt),
    since: iso(incident.lastEventAt),
    users: [],
    reason:
      incident.autoCloseMs === undefined
        ? reason('RTE12', 'closes itself after 24 hours of silence', {})
        : reason('SUP30', 'closes itself when no event comes until then', { cause: 'waits' }),
  };
}
