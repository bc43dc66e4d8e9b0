import { type Reason, reason } from '../../../shared/reason.ts';
import { isMoreUrgent } from '../../../shared/words.ts';
import { change, type Draft, mark, note, setRun } from './draft.ts';
import type { Firing } from './incident.ts';
import { tellPerson } from './notices.ts';
import { delayAfterMs } from './position.ts';

/** Minutes between notices to the fallback people of an incident nobody answered (product rule 10). */
export const FALLBACK_EVERY_MS = 10 * 60_000;

/** [ESC11] The last pass went unanswered. The final notice, where the policy has one, still follows its own delay. */
export function exhaustIfDue(draft: Draft): void {
  const { now } = draft.context;
  const run = draft.incident.run;
  if (run?.state !== 'running' || run.position !== null || run.dueAt === null || run.dueAt > now) return;
  const final = run.policy.final;
  const overdueFrom = run.dueAt;
  setRun(draft, {
    state: 'exhausted',
    ...(final
      ? {
          position: { pass: run.policy.passes, step: 'final' as const, repetition: 1 },
          dueAt: overdueFrom + delayAfterMs(run.policy, { pass: 1, step: 'final', repetition: 1 }),
          waitingSince: overdueFrom,
        }
      : { dueAt: null, waitingSince: overdueFrom }),
  });
  const why = reason(
    'ESC11',
    `nobody answered ${run.policy.passes === 1 ? 'the only pass' : `all ${run.policy.passes} passes`}`,
    {
      passes: run.policy.passes,
      policy: run.policy.name,
    },
  );
  change(draft, { exhausted: true });
  note(draft, 'exhausted', why, { run: run.number });
  draft.annunciations.push({ kind: 'nobody-answered', incident: draft.incident.id });
  tellFallback(draft, why);
  scheduleFallback(draft);
}

/** [ESC12] At `high` and above the fallback people are told again every ten minutes. */
export function repeatFallbackIfDue(draft: Draft): void {
  const run = draft.incident.run;
  if (run?.state !== 'exhausted' || run.fallbackAt === null || run.fallbackAt > draft.context.now) return;
  tellFallback(draft, reason('ESC12', 'still nobody answered', { times: run.fallbackTold + 1 }));
  scheduleFallback(draft);
}

export function scheduleFallback(draft: Draft): void {
  const isLoud = !isMoreUrgent('high', draft.incident.urgency);
  setRun(draft, { fallbackAt: isLoud ? draft.context.now + FALLBACK_EVERY_MS : null });
}

/** [ESC10] A whole pass reached nobody: the fallback people are told, and delays are kept from then on. */
export function noteLostPass(draft: Draft, pass: number): void {
  tellFallback(draft, reason('ESC10', 'a whole pass reached nobody', { pass }));
  setRun(draft, { keepsDelays: true });
}

/** Tells the fallback people, quiet hours aside. */
function tellFallback(draft: Draft, why: Reason): void {
  const run = draft.incident.run;
  const people = draft.context.roster.fallback;
  if (!run) return;
  const firing: Firing = {
    run: run.number,
    pass: run.position?.pass ?? run.policy.passes,
    step: 'fallback',
    repetition: run.fallbackTold + 1,
  };
  setRun(draft, { fallbackTold: run.fallbackTold + 1 });
  const reached = people.filter((person) =>
    tellPerson(draft, person, firing, 'fallback', why, { ignoreQuiet: true }),
  );
  note(draft, 'fallback-told', why, { users: reached });
  if (reached.length === 0) {
    mark(
      draft,
      'reached-nobody',
      reason(
        'ESC10',
        people.length === 0 ? 'no fallback people are configured' : 'no fallback person can be told',
        { cause: people.length === 0 ? 'no-fallback' : 'fallback-untold' },
      ),
    );
  }
}
