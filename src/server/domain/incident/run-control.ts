import { type Reason, reason } from '../../../shared/reason.ts';
import { change, type Draft, mark, note, setRun } from './draft.ts';
import { noteLostPass, scheduleFallback } from './fallback.ts';
import type { PendingNotice } from './incident.ts';
import { kindOf, releaseDueNotices, tellPerson } from './notices.ts';

/** Ends the run for good: waiting notices are dropped, messages not yet sent are obsolete. */
export function stopRun(draft: Draft, why: Reason): void {
  const run = draft.incident.run;
  const waits = draft.incident.notices.length;
  change(draft, { notices: [], pause: null });
  draft.obsolete = true;
  if (!run || run.state === 'stopped') return;
  setRun(draft, {
    state: 'stopped',
    position: null,
    dueAt: null,
    waitingSince: null,
    fallbackAt: null,
    remainingMs: null,
    pausedAt: null,
    heldNotices: [],
  });
  note(draft, 'stopped', why, { run: run.number, waits });
}

/** Holds the run: what is left of its waits is kept. Whom it was handed to before is not told any more. */
export function pauseRun(draft: Draft): void {
  const { run, notices } = draft.incident;
  const { now } = draft.context;
  change(draft, { notices: [] });
  draft.obsolete = true;
  if (!run || run.state === 'stopped' || run.state === 'paused') return;
  setRun(draft, {
    state: 'paused',
    remainingMs: run.dueAt === null ? null : Math.max(0, run.dueAt - now),
    dueAt: null,
    waitingSince: null,
    fallbackAt: null,
    pausedAt: now,
    heldNotices: notices,
  });
}

/** [ESC16] Goes on where it stopped. */
export function resumeRun(draft: Draft): void {
  const run = draft.incident.run;
  if (run?.state !== 'paused') return;
  const { now } = draft.context;
  // A run that still goes on always waits for something; a spent one for its final notice at most.
  const isSpent = run.remainingMs === null || run.position?.step === 'final';
  setRun(draft, {
    state: isSpent ? 'exhausted' : 'running',
    dueAt: run.remainingMs === null ? null : now + run.remainingMs,
    waitingSince: now,
    remainingMs: null,
    pausedAt: null,
    heldNotices: [],
  });
  const pausedMs = now - (run.pausedAt ?? now);
  const goOn = (notice: PendingNotice): PendingNotice =>
    notice.wait === 'quiet' ? notice : { ...notice, dueAt: notice.dueAt + pausedMs };
  change(draft, { notices: run.heldNotices.map(goOn) });
  if (isSpent) scheduleFallback(draft);
}

/**
 * [INC4] Urgency rose while a run waits: the people of the latest firing, or whom it was handed to, are told by the
 * rules that match now; what quiet hours held leaves when they do not hold the new urgency.
 */
export function tellAgainByUrgency(draft: Draft, why: Reason): void {
  const { run, pause, runs, version } = draft.incident;
  if (pause?.kind === 'assigned') {
    const firing = { run: runs, pass: 0, step: 'assign' as const, repetition: version };
    tellPerson(draft, pause.user, firing, 'assigned', why);
    return;
  }
  if (!run?.firing || run.state === 'paused' || run.state === 'stopped') return;
  releaseQuietNotices(draft);
  const { firing, people } = run;
  for (const person of people) tellPerson(draft, person, firing, kindOf(firing), why);
  if (run.state === 'exhausted' && run.fallbackAt === null) scheduleFallback(draft);
}

function releaseQuietNotices(draft: Draft): void {
  const { roster, now } = draft.context;
  const { urgency, notices } = draft.incident;
  change(draft, {
    notices: notices.map((notice) => {
      const user = roster.user(notice.user);
      if (notice.wait !== 'quiet' || !user) return notice;
      return { ...notice, dueAt: roster.quietUntil(user, urgency, now) ?? now };
    }),
  });
  releaseDueNotices(draft);
}

/** [ESC17] Fires the next step now, whatever is left of the wait. */
export function hurryRun(draft: Draft): boolean {
  const run = draft.incident.run;
  if (!run || (run.state !== 'running' && run.state !== 'exhausted')) return false;
  if (run.dueAt !== null) {
    setRun(draft, { dueAt: draft.context.now });
    return true;
  }
  if (run.state !== 'exhausted') return false;
  setRun(draft, { fallbackAt: draft.context.now });
  return true;
}

/** [ESC8] A notice of the present firing failed for good; when all of them have, the firing reached nobody. */
export function noteFailedNotice(draft: Draft, key: string): void {
  const run = draft.incident.run;
  if (run?.state !== 'running' || !run.planned.some((planned) => planned.key === key && !planned.failed))
    return;
  const planned = run.planned.map((one) => (one.key === key ? { ...one, failed: true } : one));
  setRun(draft, { planned });
  if (!planned.every((one) => one.failed)) return;
  const why = reason('ESC8', 'every message of this step failed', {
    step: String(run.firing?.step ?? ''),
    cause: 'all-failed',
  });
  note(draft, 'reached-nobody', why, {});
  mark(draft, 'reached-nobody', why);
  if (run.keepsDelays || run.dueAt === null) return;
  const pass = run.firing?.pass ?? 1;
  const hasPassEnded = run.position?.pass !== pass;
  if (hasPassEnded && !run.reachedBefore) {
    noteLostPass(draft, pass);
    return;
  }
  setRun(draft, { dueAt: draft.context.now, ...(hasPassEnded ? {} : { passReached: run.reachedBefore }) });
}
