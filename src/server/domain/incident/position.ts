import type { EscalationPolicy } from '../../../shared/config/policy.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { RunPosition } from './incident.ts';

export const FIRST_POSITION: RunPosition = { pass: 1, step: 0, repetition: 1 };

/** Times a step is told in one pass: `{repeat: 2}` tells three times in all. */
export function timesTold(policy: EscalationPolicy, position: RunPosition): number {
  if (position.step === 'final') return policy.final?.times ?? 0;
  const then = policy.steps[position.step]?.then;
  return then === undefined || then === 'next' ? 1 : 1 + then.repeat;
}

/**
 * What fires after `position`: the same again, the next step, the next pass, the final notice, or nothing.
 * [ESC3] `endsLastPass` marks the moment at which the last pass is over, unanswered.
 */
export function positionAfter(
  policy: EscalationPolicy,
  position: RunPosition,
): { readonly position: RunPosition | null; readonly endsPass: boolean; readonly endsLastPass: boolean } {
  const within = { endsPass: false, endsLastPass: false };
  if (position.repetition < timesTold(policy, position)) {
    return { position: { ...position, repetition: position.repetition + 1 }, ...within };
  }
  if (position.step === 'final') return { position: null, ...within };
  if (position.step + 1 < policy.steps.length) {
    return { position: { ...position, step: position.step + 1, repetition: 1 }, ...within };
  }
  if (position.pass < policy.passes) {
    return {
      position: { pass: position.pass + 1, step: 0, repetition: 1 },
      endsPass: true,
      endsLastPass: false,
    };
  }
  const final = policy.final ? { pass: position.pass, step: 'final' as const, repetition: 1 } : null;
  return { position: final, endsPass: true, endsLastPass: true };
}

/** The wait after `position` has fired, milliseconds: the step's own delay, the final notice's between repetitions. */
export function delayAfterMs(policy: EscalationPolicy, position: RunPosition): number {
  if (position.step === 'final') return durationMs(policy.final?.delay ?? 'PT0S');
  return durationMs(policy.steps[position.step]?.delay ?? 'PT0S');
}
