import type { Reason } from '../../shared/reason.ts';
import { reason } from '../../shared/reason.ts';
import type { SourceHeard } from '../../shared/stream.ts';
import type { Outcome } from '../../shared/words.ts';
import type { SourceEvent } from '../domain/event.ts';
import { createIncident } from '../domain/incident/create.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { lateOpenReason, noteLateOpen, receiveEvent, stillFiringMark } from '../domain/incident/receive.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { eventSubject } from '../domain/matching/subject.ts';
import { effectiveUrgency } from '../domain/matching/urgency-words.ts';
import type { EventResult } from '../sources/source.ts';
import type { Catalog, CompiledIntegration } from './catalog.ts';
import type { IngestRequest } from './floor.ts';
import type { Turn } from './turn.ts';
import { unknownUrgency } from './unknown-urgency.ts';

/** Raw bodies of one request kept for several events: together at most this much text. */
const MAX_RAW_PER_REQUEST = 262_144;
/** A hot key keeps a new sample of its raw body at most this often. */
const RAW_SAMPLE_MS = 60_000;

/** What deciding about events needs of the runtime. */
export interface IngestDeps {
  readonly catalog: () => Catalog;
  readonly contextAt: (now: number) => DecisionContext;
  readonly newId: () => string;
  readonly findLatestClosed: (turn: Turn, domain: string, dedupKey: string) => Incident | null;
  /** Row that collects the hot repeats of an incident, and when its raw body was last kept. */
  readonly repeatRow: (
    turn: Turn,
    incident: string,
  ) => { readonly id: string; readonly rawAt: number } | undefined;
  readonly noteRepeatRow: (turn: Turn, incident: string, row: { id: string; rawAt: number }) => void;
  readonly heard: (integration: string) => SourceHeard | undefined;
}

/** Decides every element of one request, in order: each gets exactly one outcome (ING1). */
export function decideIngest(deps: IngestDeps, turn: Turn, request: IngestRequest): EventResult[] {
  const compiled = deps.catalog().integrations.get(request.integration);
  const context = deps.contextAt(turn.at);
  const keepsAllRaw = request.raw.length * request.events.length <= MAX_RAW_PER_REQUEST;
  return request.events.map((parsed, index) => {
    const raw = keepsAllRaw || index === 0 ? request.raw : null;
    if (!parsed.ok || !compiled) {
      const why = parsed.ok ? reason('ING40', 'the integration was removed meanwhile', {}) : parsed.reason;
      return rejectEvent(deps, turn, request.integration, request.receivedAt, why, raw);
    }
    const result = parsed.setAside
      ? setEventAside(deps, turn, request.integration, parsed.event, parsed.setAside, raw)
      : decideEvent(deps, turn, compiled, parsed.event, context, raw);
    turn.countOutcome(request.integration, result.outcome);
    turn.hear(request.integration, true, deps.heard(request.integration));
    return result;
  });
}

/** One `rejected` event, with its reason. */
export function rejectEvent(
  deps: Pick<IngestDeps, 'newId' | 'heard'>,
  turn: Turn,
  integration: string,
  receivedAt: number,
  why: Reason,
  raw: string | null,
): EventResult {
  turn.events.push({
    id: deps.newId(),
    receivedAt,
    eventAt: null,
    integration,
    dedupKey: null,
    status: null,
    urgency: null,
    summary: null,
    outcome: 'rejected',
    reason: why,
    incident: null,
    count: 1,
    fields: null,
    raw,
  });
  turn.countOutcome(integration, 'rejected');
  turn.hear(integration, false, deps.heard(integration));
  return { outcome: 'rejected', reason: why, incident: null, dedupKey: null };
}

/** [ING16] A test message, or a notice that is neither trouble nor its end: recorded, and nothing else. */
function setEventAside(
  deps: IngestDeps,
  turn: Turn,
  integration: string,
  event: SourceEvent,
  why: Reason,
  raw: string | null,
): EventResult {
  const key = event.dedupKey ?? deps.newId();
  writeEvent(deps, turn, integration, event, key, raw, {
    outcome: 'ignored',
    why,
    incident: null,
    urgency: null,
  });
  return { outcome: 'ignored', reason: why, incident: null, dedupKey: key };
}

function decideEvent(
  deps: IngestDeps,
  turn: Turn,
  { integration, domain, route }: CompiledIntegration,
  event: SourceEvent,
  context: DecisionContext,
  raw: string | null,
): EventResult {
  const { roster } = context;
  const key = event.dedupKey ?? deps.newId();
  const existing = turn.findOpen(domain, key);
  const write = (
    outcome: Outcome,
    why: Reason,
    incident: string | null,
    urgency: Incident['urgency'] | null,
  ): EventResult => {
    writeEvent(deps, turn, integration.id, event, key, raw, { outcome, why, incident, urgency });
    return { outcome, reason: why, incident, dedupKey: key };
  };

  if (existing) {
    const urgency = effectiveUrgency(event, roster.service(existing.service)?.urgency.default ?? null);
    const received = receiveEvent(existing, event, urgency, integration.id, context);
    if (received.decision) {
      turn.apply(received.decision);
      return write(received.outcome, received.reason, existing.id, urgency.urgency);
    }
    turn.touch(existing);
    writeRepeat(deps, turn, integration.id, event, key, raw, existing, received.reason);
    return { outcome: received.outcome, reason: received.reason, incident: existing.id, dedupKey: key };
  }

  const latestClosed = deps.findLatestClosed(turn, domain, key);
  if (event.status !== 'open') {
    rememberSendersClose(turn, event, latestClosed, context.now);
    const why = reason('DED4', `${event.status} of a key with no open incident`, { status: event.status });
    return write('ignored', why, latestClosed?.id ?? null, null);
  }
  const late = lateOpenReason(event, latestClosed, context.now);
  if (late && latestClosed) {
    // This turn may have counted one already.
    const closed = turn.get(latestClosed.id) ?? latestClosed;
    turn.apply(noteLateOpen(closed, late, integration.id, context));
    return write('ignored', late, closed.id, null);
  }

  const routing = route(
    eventSubject(event, {
      integration: integration.id,
      urgency: event.urgency ?? event.urgencyUnset ?? null,
    }),
    context.now,
  );
  const urgency = effectiveUrgency(event, roster.service(routing.service)?.urgency.default ?? null);
  const mapping = urgency.mapping === null ? [] : [{ mark: 'mapping' as const, reason: urgency.mapping }];
  const decision = createIncident(
    {
      id: deps.newId(),
      number: turn.nextNumber++,
      summary: event.summary,
      urgency: urgency.urgency,
      service: routing.service,
      integration: integration.id,
      domain,
      dedupKey: key,
      createdBy: { kind: 'integration', id: integration.id },
      why: routing.reason,
      marks: [...stillFiringMark(latestClosed), ...mapping],
    },
    context,
  );
  turn.apply(decision);
  return write('created', routing.reason, decision.incident.id, urgency.urgency);
}

/** A person closed it, and now the tool says so too: its next open is a new firing, not one still firing (DED6). */
function rememberSendersClose(
  turn: Turn,
  event: SourceEvent,
  latestClosed: Incident | null,
  now: number,
): void {
  if (event.status !== 'close' || latestClosed === null) return;
  if (latestClosed.closedBy === 'sender' || latestClosed.closeEventAt !== null) return;
  turn.incidents.set(latestClosed.id, { ...latestClosed, closeEventAt: Math.min(event.eventAt ?? now, now) });
}

function writeEvent(
  deps: IngestDeps,
  turn: Turn,
  integration: string,
  event: SourceEvent,
  key: string,
  raw: string | null,
  result: { outcome: Outcome; why: Reason; incident: string | null; urgency: Incident['urgency'] | null },
): void {
  const { resource, metricName, metricValue, threshold, eventType, details, links } = event;
  turn.events.push({
    id: deps.newId(),
    receivedAt: turn.at,
    eventAt: event.eventAt,
    integration,
    dedupKey: key,
    status: event.status,
    urgency: result.urgency ?? event.urgency,
    summary: event.summary,
    outcome: result.outcome,
    reason: result.why,
    incident: result.incident,
    count: 1,
    fields: {
      resource,
      metricName,
      metricValue,
      threshold,
      eventType,
      details,
      links,
      ...(result.urgency === null ? {} : unknownUrgency(event)),
    },
    raw,
  });
}

/** [DED2] A hot repeat adds to one row per incident instead of writing its own. */
function writeRepeat(
  deps: IngestDeps,
  turn: Turn,
  integration: string,
  event: SourceEvent,
  key: string,
  raw: string | null,
  incident: Incident,
  why: Reason,
): void {
  const row = deps.repeatRow(turn, incident.id);
  if (row) {
    const isSample = raw !== null && turn.at - row.rawAt >= RAW_SAMPLE_MS;
    turn.repeat(row.id, isSample ? raw : null);
    if (isSample) deps.noteRepeatRow(turn, incident.id, { id: row.id, rawAt: turn.at });
    return;
  }
  const id = deps.newId();
  // The first body of the incident is kept with its creation; a repeat right after it says the same.
  const isSample = turn.at - incident.createdAt >= RAW_SAMPLE_MS;
  deps.noteRepeatRow(turn, incident.id, { id, rawAt: isSample ? turn.at : incident.createdAt });
  turn.events.push({
    id,
    receivedAt: turn.at,
    eventAt: event.eventAt,
    integration,
    dedupKey: key,
    status: event.status,
    urgency: incident.latestUrgency,
    summary: event.summary,
    outcome: 'deduplicated',
    reason: why,
    incident: incident.id,
    count: 1,
    fields: unknownUrgency(event),
    raw: isSample ? raw : null,
  });
}
