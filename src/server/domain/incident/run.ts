import { type Reason, reason } from '../../../shared/reason.ts';
import { followMaintenance } from '../maintenance/follow-maintenance.ts';
import { change, type Draft, mark, note, setRun, unmark } from './draft.ts';
import { noteLostPass } from './fallback.ts';
import type { Firing, Run, RunPosition } from './incident.ts';
import { tellExtensions } from './message.ts';
import { kindOf, tellPerson } from './notices.ts';
import { delayAfterMs, FIRST_POSITION, positionAfter } from './position.ts';
import { silenceEndsAt, waitForSilence } from './silence.ts';
import { hasRandomTarget, peopleOfPosition, policyOf } from './targets.ts';

/**
 * [ESC1] Starts a run with the service's policy as it is now, and fires its first step. One whose service was removed
 * goes on by the policy it had; a service with no target starts none, and silence is waited for (RTE12).
 */
export function startRun(draft: Draft, why: Reason): void {
  const { roster } = draft.context;
  const service = roster.service(draft.incident.service);
  const policy = service ? policyOf(service, roster) : (draft.incident.run?.policy ?? null);
  if (!policy) {
    waitForSilence(draft);
    return;
  }
  const number = draft.incident.runs + 1;
  const run: Run = {
    number,
    policy,
    position: FIRST_POSITION,
    dueAt: draft.context.now,
    waitingSince: draft.context.now,
    told: [],
    passReached: false,
    reachedBefore: false,
    keepsDelays: false,
    firing: null,
    people: [],
    planned: [],
    fallbackAt: null,
    fallbackTold: 0,
    state: 'running',
    remainingMs: null,
    pausedAt: null,
    heldNotices: [],
  };
  change(draft, { run, runs: number, exhausted: false, silent: false, autoCloseAt: silenceEndsAt(draft) });
  unmark(draft, 'reached-nobody');
  note(draft, 'run-started', why, { run: number, policy: policy.id, name: policy.name });
  followMaintenance(draft);
  fireDue(draft);
}

/**
 * Fires what is due. [ESC14] When several steps are overdue only the latest fires, to everybody the skipped
 * ones would have told, each skipped one recorded. Returns when nothing of the run is due any more.
 */
export function fireDue(draft: Draft): void {
  const { now } = draft.context;
  const skipped: { position: RunPosition; people: readonly string[]; dueAt: number }[] = [];
  for (;;) {
    const run = draft.incident.run;
    if (!run || run.state === 'paused' || run.state === 'stopped') return;
    const { position, dueAt } = run;
    if (position === null || dueAt === null || dueAt > now) return;
    const after = positionAfter(run.policy, position);
    const delay = delayAfterMs(run.policy, position);
    const isOverdueToo = after.position !== null && !after.endsLastPass && delay > 0 && dueAt + delay <= now;
    if (isOverdueToo) {
      skipped.push({ position, people: peopleOfPosition(run, position, now, draft.context), dueAt });
      setRun(draft, { position: after.position, dueAt: dueAt + delay, waitingSince: dueAt });
      continue;
    }
    for (const missed of skipped) {
      note(
        draft,
        'overdue',
        reason('ESC14', 'was due while the server was down; a later step tells its people', {
          step: stepNumber(missed.position),
          dueAt: missed.dueAt,
        }),
        { users: missed.people, step: stepNumber(missed.position), pass: missed.position.pass },
      );
    }
    const extra = skipped.splice(0).flatMap((missed) => missed.people);
    fire(draft, position, extra);
  }
}

const stepNumber = (position: RunPosition): number | string =>
  position.step === 'final' ? 'final' : position.step + 1;

/** Fires one position: tells its people, then sets what comes next and when. */
function fire(draft: Draft, position: RunPosition, extra: readonly string[]): void {
  const { now } = draft.context;
  const run = draft.incident.run;
  if (!run) return;
  const people = [...new Set([...extra, ...peopleOfPosition(run, position, now, draft.context)])];
  const firing: Firing = {
    run: run.number,
    pass: position.pass,
    step: position.step,
    repetition: position.repetition,
  };
  const step = position.step === 'final' ? null : run.policy.steps[position.step];
  const why = reason('ESC3', `step ${stepNumber(position)} of "${run.policy.name}"`, {
    step: stepNumber(position),
    steps: run.policy.steps.length,
    pass: position.pass,
    passes: run.policy.passes,
    repetition: position.repetition,
    policy: run.policy.name,
  });
  setRun(draft, { firing, people, planned: [] });
  note(draft, position.step === 'final' ? 'final' : 'step-fired', why, {
    ...firing,
    users: people,
    ...(step && hasRandomTarget(step) ? { picked: people } : {}),
  });
  const reached = people.filter((person) => tellPerson(draft, person, firing, kindOf(firing), why));
  const told = draft.incident.run?.told ?? [];
  setRun(draft, {
    told: [...new Set([...told, ...reached])],
    reachedBefore: run.passReached,
    passReached: run.passReached || reached.length > 0,
  });
  const isFirst = position.pass === 1 && position.step === 0 && position.repetition === 1;
  if (!isFirst) {
    draft.annunciations.push({ kind: 'escalated', incident: draft.incident.id });
    tellExtensions(draft, 'escalated', [firing.run, firing.pass, firing.step, firing.repetition].join('/'));
  }
  if (reached.length > 0) unmark(draft, 'reached-nobody');
  moveOn(draft, position, reached.length > 0, people.length);
}

/**
 * [ESC8] A step that reached nobody is followed at once; [ESC10] a whole pass that reached nobody tells the
 * fallback people and keeps its delays from then on; [ESC11] the end of the last pass is "nobody answered".
 */
function moveOn(draft: Draft, position: RunPosition, isReached: boolean, named: number): void {
  const { now } = draft.context;
  const run = draft.incident.run;
  if (!run) return;
  if (!isReached) {
    const why = reason(
      'ESC8',
      named === 0 ? 'nobody is named or on call for this step' : 'nobody of this step can be told',
      {
        step: stepNumber(position),
        pass: position.pass,
        named,
      },
    );
    note(draft, 'reached-nobody', why, { step: stepNumber(position), pass: position.pass });
    mark(draft, 'reached-nobody', why);
  }
  const delay = delayAfterMs(run.policy, position);
  const skipsDelay = !isReached && !run.keepsDelays && position.step !== 'final';
  const after = positionAfter(run.policy, position);
  if (!after.endsPass) {
    const isSameStep = after.position?.step === position.step;
    const next = skipsDelay && isSameStep ? afterRepeats(run, position) : after;
    if (next.endsPass) {
      endPass(draft, next.position, next.endsLastPass, delay, isReached);
      return;
    }
    setRun(draft, {
      position: next.position,
      dueAt: next.position === null ? null : now + (skipsDelay ? 0 : delay),
      waitingSince: now,
    });
    return;
  }
  endPass(draft, after.position, after.endsLastPass, delay, isReached);
}

/** Telling a step that reached nobody a second time reaches nobody again: what follows its repetitions. */
const afterRepeats = (run: Run, position: RunPosition) =>
  positionAfter(run.policy, { ...position, repetition: Number.MAX_SAFE_INTEGER });

function endPass(
  draft: Draft,
  next: RunPosition | null,
  isLast: boolean,
  delay: number,
  isReached: boolean,
): void {
  const { now } = draft.context;
  const run = draft.incident.run;
  if (!run) return;
  if (!run.passReached && !isReached) {
    noteLostPass(draft, run.position?.pass ?? 1);
  }
  // Others of this pass were told and have had their time: a last step that reached nobody is not waited for.
  const skipsDelay = run.passReached && !isReached && !run.keepsDelays;
  const dueAt = now + (skipsDelay ? 0 : delay);
  // The end of the last pass is a moment of its own: unanswered until then, the incident is "nobody answered".
  setRun(draft, { passReached: false, position: isLast ? null : next, dueAt, waitingSince: now });
}
