import type { Service } from '../../shared/config/service.ts';
import { type Reason, reason } from '../../shared/reason.ts';
import type { Outcome } from '../../shared/words.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import {
  joinIncident,
  lateOpenReason,
  type Member,
  noteLateOpen,
  receiveEvent,
} from '../domain/incident/receive.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { judgeUrgency } from '../domain/matching/judge-urgency.ts';
import { eventSubject, type Subject } from '../domain/matching/subject.ts';
import type { EffectiveUrgency } from '../domain/matching/urgency-words.ts';
import { creationKeyOf, isWithinWindow } from '../domain/noise/creation-key.ts';
import type { EventResult } from '../sources/source.ts';
import type { CompiledIntegration } from './catalog.ts';
import { closeKeyless } from './close-unknown.ts';
import { holdBack } from './hold-back.ts';
import { keyId } from './incident-index.ts';
import type { IngestDeps } from './ingest-job.ts';
import { muteEvent } from './mute-event.ts';
import { openIncident } from './open-incident.ts';
import type { Turn } from './turn.ts';
import { type Arrival, writeEvent, writeRepeat } from './write-event.ts';

/** One event on its way through the rules; each stage adds what it finds out. */
export interface Passage {
  readonly deps: IngestDeps;
  readonly turn: Turn;
  readonly compiled: CompiledIntegration;
  readonly context: DecisionContext;
  readonly arrival: Arrival;
}

/** Where an event goes that no open incident has. */
export interface Routed {
  readonly service: Service | undefined;
  readonly serviceId: string;
  readonly why: Reason;
  readonly urgency: EffectiveUrgency;
  readonly subject: Subject;
  /** The latest closed incident of the key. */
  readonly latestClosed: Incident | null;
}

/** Domain of what a service's creation rule looks up by: no id of an integration holds a `:` (DED1). */
const creationDomain = (service: string): string => `service:${service}`;

/**
 * Product rule 3, in its order: (a) a not-closed incident of the key, (b) route, and the key of the service's creation
 * rule, (c) suppress, hold or create. Exactly one outcome (ING1).
 */
export function decideEvent(
  deps: IngestDeps,
  turn: Turn,
  compiled: CompiledIntegration,
  event: SourceEvent,
  context: DecisionContext,
  raw: string | null,
): EventResult {
  const dedupKey = event.dedupKey ?? deps.newId();
  const arrival = { integration: compiled.integration.id, event, dedupKey, raw };
  const passage = { deps, turn, compiled, context, arrival };
  return receiveKnown(passage) ?? receiveUnknown(passage);
}

/** Writes the event's one row and says what became of it. */
export function settle(
  { deps, turn, arrival }: Passage,
  outcome: Outcome,
  why: Reason,
  incident: string | null,
  urgency: Incident['urgency'] | null,
): EventResult {
  writeEvent(deps.newId, turn, arrival, { outcome, reason: why, incident, urgency });
  return { outcome, reason: why, incident, dedupKey: arrival.dedupKey };
}

export function urgencyOf(passage: Passage, serviceId: string, subject: () => Subject): EffectiveUrgency {
  const { deps, arrival, context } = passage;
  const compiled = deps.catalog().services.get(serviceId);
  return judgeUrgency(arrival.event, compiled?.service, compiled?.urgencyRules ?? null, subject, context.now);
}

export function subjectOf({ arrival }: Passage): Subject {
  const { event, integration } = arrival;
  return eventSubject(event, { integration, urgency: event.urgency ?? event.urgencyUnset ?? null });
}

// ——— (a) a not-closed incident of the key

function receiveKnown(passage: Passage): EventResult | null {
  const { deps, turn, compiled, arrival } = passage;
  const { domain } = compiled;
  const own = turn.findOpen(domain, arrival.dedupKey);
  if (own) {
    const member = own.group ? { isFirst: true, wasOver: own.group.firstOver } : undefined;
    return receiveAt(passage, own, member);
  }
  const stored = deps.noise.get(turn, 'member', domain, arrival.dedupKey);
  const grouped = stored && turn.get(stored.incident);
  if (stored && grouped && grouped.status !== 'closed')
    return receiveAt(passage, grouped, { isFirst: false, wasOver: stored.over });
  return arrival.event.status === 'open' ? null : receiveShared(passage);
}

/** The event is one more of an incident's own keys. */
function receiveAt(passage: Passage, incident: Incident, member: Member | undefined): EventResult {
  const { deps, turn, compiled, context, arrival } = passage;
  const { event, integration, dedupKey } = arrival;
  const urgency = urgencyOf(passage, incident.service, () => subjectOf(passage));
  const received = receiveEvent(incident, event, urgency, integration, context, member);
  if (received.decision === null) {
    turn.touch(incident);
    writeRepeat(deps, deps.newId, turn, arrival, incident, received.reason);
    return { outcome: received.outcome, reason: received.reason, incident: incident.id, dedupKey };
  }
  turn.apply(received.decision);
  if (member && !member.isFirst && event.status !== 'ack') {
    const over = event.status === 'close';
    const id = keyId(compiled.domain, dedupKey);
    if (over !== member.wasOver)
      deps.noise.put(turn, 'member', id, { incident: incident.id, kind: 'key', over });
  }
  return settle(passage, received.outcome, received.reason, incident.id, urgency.urgency);
}

/** [SUP5] Where each open is an incident of its own, an ack or close is for every open one of the key. */
function receiveShared(passage: Passage): EventResult | null {
  const { turn, compiled, context, arrival } = passage;
  const all = turn.sharing(compiled.domain, arrival.dedupKey);
  const [first] = all;
  if (!first) return null;
  const urgency = urgencyOf(passage, first.service, () => subjectOf(passage));
  for (const incident of all) {
    const { decision } = receiveEvent(incident, arrival.event, urgency, arrival.integration, context);
    if (decision) turn.apply(decision);
  }
  const why = reason('SUP5', `${arrival.event.status} of ${all.length} open incidents of the key`, {
    status: arrival.event.status,
    count: all.length,
  });
  return settle(passage, 'updated', why, first.id, urgency.urgency);
}

// ——— (b) route, and (c) suppress, hold or create

function receiveUnknown(passage: Passage): EventResult {
  const { deps, turn, compiled, context, arrival } = passage;
  const { event, dedupKey } = arrival;
  const latestClosed = deps.findLatestClosed(turn, compiled.domain, dedupKey);
  if (event.status !== 'open') return closeKeyless(passage, latestClosed);
  const late = lateOpenReason(event, latestClosed, context.now);
  if (late && latestClosed) {
    // This turn may have counted one already.
    const closed = turn.get(latestClosed.id) ?? latestClosed;
    turn.apply(noteLateOpen(closed, late, arrival.integration, context));
    return settle(passage, 'ignored', late, closed.id, null);
  }
  const subject = subjectOf(passage);
  const routing = compiled.route(subject, context.now);
  const routed: Routed = {
    service: context.roster.service(routing.service),
    serviceId: routing.service,
    why: routing.reason,
    urgency: urgencyOf(passage, routing.service, () => subject),
    subject,
    latestClosed,
  };
  return (
    join(passage, routed) ??
    muteEvent(passage, routed) ??
    holdBack(passage, routed) ??
    openIncident(passage, routed, 1)
  );
}

/** [SUP1] [SUP2] The creation rule finds an open incident: the key joins it. */
function join(passage: Passage, { service, serviceId, subject, urgency }: Routed): EventResult | null {
  const { deps, turn, compiled, context, arrival } = passage;
  if (!service) return null;
  const creation = creationKeyOf(service.creation, arrival.event, subject);
  if (creation === null) return null;
  const stored = deps.noise.get(turn, 'member', creationDomain(serviceId), creation.key);
  const incident = stored && turn.get(stored.incident);
  if (!incident || incident.status === 'closed' || !isWithinWindow(creation, incident.createdAt, context.now))
    return null;
  const why = reason('SUP1', `joins #${incident.number} by the creation rule "${service.creation.rule}"`, {
    number: incident.number,
    rule: service.creation.rule,
    window: service.creation.window ?? null,
  });
  turn.apply(joinIncident(incident, arrival.dedupKey, urgency, arrival.integration, context, why));
  const id = keyId(compiled.domain, arrival.dedupKey);
  deps.noise.put(turn, 'member', id, { incident: incident.id, kind: 'key', over: false });
  return settle(passage, 'deduplicated', why, incident.id, urgency.urgency);
}

/** Notes what the creation rule will find a new incident by. */
export function noteCreationKey(
  passage: Passage,
  { service, serviceId, subject }: Routed,
  incident: string,
): void {
  if (!service) return;
  const creation = creationKeyOf(service.creation, passage.arrival.event, subject);
  if (creation === null) return;
  const id = keyId(creationDomain(serviceId), creation.key);
  passage.deps.noise.put(passage.turn, 'member', id, { incident, kind: 'rule', over: false });
}
