import type { EscalationPolicy, Step, Target } from '../../../shared/config/policy.ts';
import type { Service } from '../../../shared/config/service.ts';
import { assertNever } from '../../../shared/words.ts';
import type { Instant, Run, RunPosition } from './incident.ts';
import type { DecisionContext, Roster } from './roster.ts';

/** A service that names a schedule or person instead of a policy: told three times, five minutes apart (ESC2). */
export function policyOf(service: Service | undefined, roster: Roster): EscalationPolicy | null {
  const target = service?.target ?? null;
  if (target === null) return null;
  if ('escalation' in target) return roster.policy(target.escalation) ?? null;
  const told: Target = 'user' in target ? target : { schedule: target.schedule, who: 'current' };
  return {
    id: `direct-${'user' in target ? target.user : target.schedule}`,
    name: 'Direct',
    stopOn: 'ack',
    passes: 1,
    // biome-ignore lint/suspicious/noThenProperty: the name is the contract's
    steps: [{ targets: [told], delay: 'PT5M', then: { repeat: 2 }, includePrevious: false }],
  };
}

/** People a target names at an instant, in order. A random pick is an input, and recorded by the caller. */
function peopleOf(target: Target, at: Instant, context: DecisionContext): readonly string[] {
  const { roster, random } = context;
  if ('user' in target) return [target.user];
  if ('schedule' in target) return roster.oncall(target.schedule, at, target.who);
  const members = roster.members(target.team);
  switch (target.mode) {
    case 'all':
      return members;
    case 'random': {
      const picked = members[Math.floor(random() * members.length)];
      return picked === undefined ? [] : [picked];
    }
    default:
      return assertNever(target.mode);
  }
}

/** [ESC5] Everybody a step tells, each once however many targets reach them, first named first. */
export function peopleOfStep(
  step: Step,
  run: Run | null,
  at: Instant,
  context: DecisionContext,
): readonly string[] {
  const named = step.targets.flatMap((target) => peopleOf(target, at, context));
  return [...new Set(step.includePrevious ? [...named, ...(run?.told ?? [])] : named)];
}

/** Everybody a position of a run would tell at an instant: the step's people, or every responder for the final notice. */
export function peopleOfPosition(
  run: Run,
  position: RunPosition,
  at: Instant,
  context: DecisionContext,
): readonly string[] {
  if (position.step === 'final') return run.told;
  const step = run.policy.steps[position.step];
  return step ? peopleOfStep(step, run, at, context) : [];
}

/** Names of the random picks of a step, for its entry. */
export const hasRandomTarget = (step: Step): boolean =>
  step.targets.some((target) => 'team' in target && target.mode === 'random');
