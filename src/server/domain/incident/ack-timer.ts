import type { Service } from '../../../shared/config/service.ts';
import { durationMs } from '../../../shared/duration.ts';
import { reason } from '../../../shared/reason.ts';
import type { Urgency } from '../../../shared/words.ts';
import { change, changeMeaning, type Draft, mark, note } from './draft.ts';
import { personMessage } from './message.ts';
import { barrierOf, routesOf } from './notices.ts';
import { startRun } from './run.ts';

/** Product rule 4: 30 min for `highest`, 60 min for `high`, none below. */
const DEFAULT_ACK_TIMEOUT: Partial<Record<Urgency, string>> = { highest: 'PT30M', high: 'PT60M' };
/** Share of the timeout at which the owner is warned. */
const WARN_SHARE = 0.8;

export function ackTimeoutMs(service: Service | undefined, urgency: Urgency): number | null {
  const own = service?.ackTimeout;
  if (own === null) return null;
  const text = own !== undefined && urgency in own ? own[urgency] : DEFAULT_ACK_TIMEOUT[urgency];
  return text === undefined || text === null ? null : durationMs(text);
}

/** [INC5] Starts, or starts again, the time an ack lasts. */
export function restartAckTimer(draft: Draft): void {
  const { incident, context } = draft;
  const lasts =
    incident.status === 'acked'
      ? ackTimeoutMs(context.roster.service(incident.service), incident.urgency)
      : null;
  change(draft, {
    ackTimer:
      lasts === null
        ? null
        : { since: context.now, warnAt: context.now + lasts * WARN_SHARE, dueAt: context.now + lasts },
  });
}

/** Warns the owner at 80 %, and re-alarms when the time is over. */
export function advanceAckTimer(draft: Draft): void {
  const { incident, context } = draft;
  const timer = incident.ackTimer;
  if (!timer || incident.status !== 'acked') return;
  if (timer.dueAt <= context.now) {
    const why = reason('INC5', 'the ack timed out without a comment or status update', {
      user: incident.assignee,
      minutes: Math.round((timer.dueAt - timer.since) / 60_000),
    });
    realarm(draft, why);
    return;
  }
  if (timer.warnAt !== null && timer.warnAt <= context.now) warnOwner(draft, timer);
}

function warnOwner(draft: Draft, timer: { readonly since: number; readonly dueAt: number }): void {
  const { assignee } = draft.incident;
  const why = reason('INC5', 'the ack runs out soon', { dueAt: new Date(timer.dueAt).toISOString() });
  change(draft, { ackTimer: { ...timer, warnAt: null } });
  note(draft, 'ack-expiring', why, { users: assignee === null ? [] : [assignee], dueAt: timer.dueAt });
  const owner = assignee === null ? undefined : draft.context.roster.user(assignee);
  if (!owner) return;
  for (const route of routesOf(draft, owner)) {
    if (barrierOf(draft, owner, route.contact) !== null) continue;
    const id = [draft.incident.id, 'ack-expiring', timer.since, owner.id, route.contact].join('/');
    draft.messages.push(
      personMessage(draft, {
        id,
        kind: 'ack-expiring',
        user: owner.id,
        contact: route.contact,
        firing: null,
        why,
      }),
    );
  }
}

/** [INC4] Acked or waiting becomes open again, with a new run. */
export function realarm(draft: Draft, why: NonNullable<Parameters<typeof note>[2]>): void {
  changeMeaning(draft, {
    status: 'open',
    ackedAt: null,
    assignee: null,
    ackTimer: null,
    pause: null,
    notices: [],
  });
  mark(draft, 're-alarmed', why);
  note(draft, 're-alarmed', why);
  draft.annunciations.push({ kind: 're-alarmed', incident: draft.incident.id });
  startRun(draft, why);
}
