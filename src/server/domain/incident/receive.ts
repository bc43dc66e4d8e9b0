import type { Flap } from '../../../shared/config/noise.ts';
import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import { isMoreUrgent, type Outcome, type Urgency } from '../../../shared/words.ts';
import type { SourceEvent } from '../event.ts';
import { markFlapping, noteChange, noteDamped } from '../noise/flap.ts';
import { fireAgain, groupOf, joinGroup, recoverKey } from '../noise/group.ts';
import { ackIncident } from './ack.ts';
import { realarm } from './ack-timer.ts';
import { closeIncident } from './close.ts';
import { heardAgain } from './create.ts';
import type { Decision } from './decision.ts';
import { change, changeMeaning, type Draft, finishDraft, mark, note, startDraft, unmark } from './draft.ts';
import type { Incident, Instant } from './incident.ts';
import type { DecisionContext } from './roster.ts';
import { tellAgainByUrgency } from './run-control.ts';
import { isSilenceStale } from './silence.ts';

/** How long after the sender's close an older open may still arrive and be set aside (product rule 3). */
export const LATE_OPEN_MS = 5 * 60_000;

export interface Received {
  readonly outcome: Outcome;
  readonly reason: Reason;
  /** Null: nothing about the incident changed but its count and last event. */
  readonly decision: Decision | null;
}

/**
 * [DED5] A late `open` is set aside only against the sender's own close: both carry a time, it arrives within
 * five minutes of that close, and its time is not after it.
 */
export function lateOpenReason(
  event: SourceEvent,
  latestClosed: Incident | null,
  now: Instant,
): Reason | null {
  if (event.status !== 'open' || event.eventAt === null || latestClosed === null) return null;
  const { closedBy, closedAt, closeEventAt } = latestClosed;
  if (closedBy !== 'sender' || closedAt === null || closeEventAt === null) return null;
  // The sender's close is the last event such an incident heard; a held one was closed by an ack later on.
  if (now - latestClosed.lastEventAt > LATE_OPEN_MS || event.eventAt > closeEventAt) return null;
  return reason('DED5', `older than the close of #${latestClosed.number}`, { number: latestClosed.number });
}

/**
 * [DED7] An open was set aside against this incident's close: counted, and said on its timeline the first time and
 * at every tenfold, so that a tool that goes on sending fills no timeline.
 */
export function noteLateOpen(
  incident: Incident,
  why: Reason,
  integration: string,
  context: DecisionContext,
): Decision {
  const draft = startDraft(incident, context);
  const count = (incident.lateOpens ?? 0) + 1;
  change(draft, { lateOpens: count });
  if (/^10*$/.test(String(count))) {
    const counted = count === 1 ? why : reason(why.code, why.text, { ...why.params, count });
    note(draft, 'late-open', counted, { count }, { kind: 'integration', id: integration });
  }
  return finishDraft(draft);
}

/** [DED6] After a close by a person or by silence, an open of the same key is marked "still firing after close". */
export function stillFiringMark(latestClosed: Incident | null): Incident['marks'] {
  if (latestClosed === null || latestClosed.closedBy === null || latestClosed.closedBy === 'sender')
    return [];
  // The tool has said it is over: before the close (held), or after it.
  if (latestClosed.cleared || latestClosed.closeEventAt !== null) return [];
  const why = reason(
    'DED6',
    `still firing after close of #${latestClosed.number} by ${latestClosed.closedBy}`,
    {
      number: latestClosed.number,
      by: latestClosed.closedBy,
    },
  );
  return [{ mark: 'still-firing', reason: why }];
}

/** Which key of an incident an event speaks of, where several share it. */
export interface Member {
  /** The incident's own, first key. */
  readonly isFirst: boolean;
  /** Its tool had said that it was over. */
  readonly wasOver: boolean;
}

const ONLY_KEY: Member = { isFirst: true, wasOver: false };

/**
 * [DED1] A not-closed incident takes every event of its keys and keeps its service. `member` says which of them, where
 * it has several (SUP1).
 */
export function receiveEvent(
  incident: Incident,
  event: SourceEvent,
  urgency: { readonly urgency: Urgency; readonly mapping: Reason | null },
  integration: string,
  context: DecisionContext,
  member: Member = ONLY_KEY,
): Received {
  const actor: Actor = { kind: 'integration', id: integration };
  switch (event.status) {
    case 'open':
      return receiveRepeat(incident, urgency, actor, context, member);
    case 'ack': {
      const draft = startDraft(incident, context);
      const why = reason('INC2', 'the tool says somebody has it', { cause: 'sender' });
      change(draft, { lastEventAt: context.now });
      ackIncident(draft, actor, null, why);
      return { outcome: 'updated', reason: why, decision: finishDraft(draft) };
    }
    case 'close': {
      const draft = startDraft(incident, context);
      const why = receiveClose(draft, event, actor, member);
      return { outcome: 'updated', reason: why, decision: finishDraft(draft) };
    }
  }
}

/** [SUP1] An open of another key that the service's creation rule puts into an open incident. */
export function joinIncident(
  incident: Incident,
  key: string,
  urgency: { readonly urgency: Urgency; readonly mapping: Reason | null },
  integration: string,
  context: DecisionContext,
  why: Reason,
): Decision {
  const draft = startDraft(incident, context);
  heardAgain(draft);
  joinGroup(draft, key, integration, why);
  if (urgency.mapping) mark(draft, 'mapping', urgency.mapping);
  if (incident.cleared) fireAfterRecovery(draft, { kind: 'integration', id: integration });
  if (urgency.urgency !== incident.latestUrgency)
    changeUrgency(draft, urgency.urgency, { kind: 'integration', id: integration });
  return finishDraft(draft);
}

/** [INC9] It had recovered and was held; it fires again. */
function fireAfterRecovery(draft: Draft, actor: Actor): void {
  changeMeaning(draft, { cleared: false });
  note(draft, 'repeated', reason('INC9', 'fires again after it had recovered', {}), {}, actor);
  unmark(draft, 'recovered-while-held');
}

function receiveRepeat(
  incident: Incident,
  { urgency, mapping }: { readonly urgency: Urgency; readonly mapping: Reason | null },
  actor: Actor,
  context: DecisionContext,
  member: Member,
): Received {
  const why = reason('DED1', `repeat of #${incident.number}`, { number: incident.number });
  const isPlain =
    urgency === incident.latestUrgency &&
    !incident.cleared &&
    !member.wasOver &&
    !incident.flap?.over &&
    !isSilenceStale(incident, context.now);
  if (isPlain) return { outcome: 'deduplicated', reason: why, decision: null };
  const draft = startDraft(incident, context);
  heardAgain(draft);
  if (member.wasOver) fireAgain(draft, member.isFirst);
  const flap = context.roster.service(incident.service)?.flap;
  if (flap && incident.flap?.over) noteDamped(draft, noteChange(incident.flap, flap, false, context.now));
  if (mapping) mark(draft, 'mapping', mapping);
  if (incident.cleared) fireAfterRecovery(draft, actor);
  if (urgency !== incident.latestUrgency) changeUrgency(draft, urgency, actor);
  return { outcome: 'deduplicated', reason: why, decision: finishDraft(draft) };
}

/** [INC3] Lower urgency is shown and stops nothing; [INC4] rising urgency re-alarms. */
export function changeUrgency(draft: Draft, urgency: Urgency, actor: Actor): void {
  const { incident } = draft;
  const params = { from: incident.latestUrgency, to: urgency };
  change(draft, { latestUrgency: urgency });
  if (!isMoreUrgent(urgency, incident.urgency)) {
    note(draft, 'urgency-lowered', reason('INC3', `the latest event says ${urgency}`, params), params, actor);
    return;
  }
  const why = reason('INC4', `urgency rose from ${incident.urgency} to ${urgency}`, {
    from: incident.urgency,
    to: urgency,
  });
  changeMeaning(draft, { urgency });
  note(draft, 'urgency-raised', why, { from: incident.urgency, to: urgency }, actor);
  if (incident.silent) return;
  const { service } = incident;
  const breaksThrough =
    incident.pause?.kind === 'maintenance' &&
    draft.context.roster.maintenance(service, urgency, draft.context.now) === null;
  const isAnswered = incident.status === 'acked' || incident.pause?.kind === 'snoozed' || breaksThrough;
  if (isAnswered) {
    realarm(draft, why);
    return;
  }
  draft.annunciations.push({ kind: 're-alarmed', incident: incident.id });
  tellAgainByUrgency(draft, why);
}

/** [INC7] Recovery closes, or with `onRecovery: hold` marks an unacked incident cleared until somebody acks. */
function receiveClose(draft: Draft, event: SourceEvent, actor: Actor, member: Member): Reason {
  const { context } = draft;
  const why = event.origin ?? reason('INC7', 'the tool says it is over', {});
  const eventAt = event.eventAt === null ? null : Math.min(event.eventAt, context.now);
  change(draft, { lastEventAt: context.now });
  if (draft.incident.group) {
    const left = member.wasOver ? stillFires(draft) : recoverKey(draft, member.isFirst);
    if (left !== null) return left;
  }
  const { incident } = draft;
  const service = context.roster.service(incident.service);
  const holds = service?.onRecovery === 'hold' && incident.status !== 'acked';
  if (!holds) {
    const kept = service?.flap ? keepWhileFlapping(draft, service.flap) : null;
    if (kept !== null) return kept;
    closeIncident(draft, { by: 'sender', why, actor, eventAt });
    return why;
  }
  const held = reason('INC8', 'over, and held until somebody acks', {});
  if (!incident.cleared) {
    changeMeaning(draft, { cleared: true, closeEventAt: eventAt });
    mark(draft, 'recovered-while-held', held);
    note(draft, 'cleared', held, {}, actor);
  }
  return held;
}

/** A key that was over is said to be over again: whatever else of the group fires decides. */
function stillFires(draft: Draft): Reason | null {
  const { keys, firing } = groupOf(draft.incident);
  return firing === 0
    ? null
    : reason('SUP3', `over already; ${firing} of ${keys} keys still fire`, { keys, firing });
}

/** [SUP21] A key that flaps is not closed until it is calm. Null: it does not flap. */
function keepWhileFlapping(draft: Draft, flap: Flap): Reason | null {
  const { incident, context } = draft;
  const wasFlapping = incident.flap?.since != null;
  const flapping = noteChange(incident.flap, flap, true, context.now);
  change(draft, { flap: flapping });
  if (flapping.since === null) return null;
  if (wasFlapping) noteDamped(draft, flapping);
  else markFlapping(draft, flap, flapping, true);
  return reason('SUP21', `flapping: it stays open until nothing changes for ${flap.calm}`, {
    calm: flap.calm,
    cause: 'kept',
  });
}
