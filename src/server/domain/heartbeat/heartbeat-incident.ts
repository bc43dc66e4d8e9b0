import { type Reason, reason, SYSTEM } from '../../../shared/reason.ts';
import type { SourceEvent } from '../event.ts';
import { createIncident } from '../incident/create.ts';
import type { Decision } from '../incident/decision.ts';
import { entryOf } from '../incident/draft.ts';
import type { Incident, Instant } from '../incident/incident.ts';
import { type Received, receiveEvent } from '../incident/receive.ts';
import type { DecisionContext } from '../incident/roster.ts';
import type { Heartbeat } from './heartbeat.ts';

/** Domain of keys of late heartbeats: no id of an integration begins like this (DED1). */
export const HEARTBEAT_DOMAIN = ':heartbeat';

export const heartbeatKey = (heartbeat: Pick<Heartbeat, 'id'>): string => `heartbeat:${heartbeat.id}`;

/** What an incident about a late heartbeat is called, in the language of the floor. */
function summaryOf({ name, label }: Heartbeat, locale: 'en' | 'ko'): string {
  if (locale === 'ko') return name === null ? `${label}: 수신 끊김` : `하트비트 미수신: ${label}`;
  return name === null ? `Nothing heard from ${label}` : `Heartbeat missing: ${label}`;
}

/** Why it is late: what was expected, and when it was last heard. */
export function lateReason(heartbeat: Heartbeat, lastBeatAt: Instant | null): Reason {
  const { id, label, every, grace } = heartbeat;
  const last = lastBeatAt === null ? null : new Date(lastBeatAt).toISOString();
  const text = `${label} is expected every ${every} and was not heard for ${grace} longer`;
  return reason('ING173', text, { heartbeat: id, label, every, grace, last });
}

/** [ING173] Its silence as an incident like any other: of the heartbeat's service, escalated by its policy. */
export function openLate(
  heartbeat: Heartbeat,
  made: { readonly id: string; readonly number: number; readonly locale: 'en' | 'ko'; readonly why: Reason },
  context: DecisionContext,
): Decision {
  return createIncident(
    {
      id: made.id,
      number: made.number,
      summary: summaryOf(heartbeat, made.locale),
      urgency: heartbeat.urgency,
      service: heartbeat.service,
      integration: heartbeat.integration,
      domain: HEARTBEAT_DOMAIN,
      dedupKey: heartbeatKey(heartbeat),
      createdBy: SYSTEM,
      why: made.why,
    },
    context,
  );
}

/** Late again while its incident is open (held until an ack, or reopened by a person): a repeat of it. */
export const repeatLate = (heartbeat: Heartbeat, open: Incident, context: DecisionContext): Received =>
  receive(heartbeat, open, 'open', context);

/** [ING174] Heard again: closed as by the sender, or held where the service asks; the timeline says after how long. */
export function endLate(
  heartbeat: Heartbeat,
  open: Incident,
  silentMs: number,
  context: DecisionContext,
): Decision | null {
  const { decision } = receive(heartbeat, open, 'close', context);
  if (!decision) return null;
  const seconds = Math.round(silentMs / 1000);
  const why = reason('ING174', `${heartbeat.label} was heard again, ${seconds} s after it was due`, {
    label: heartbeat.label,
    seconds,
  });
  const actor = { kind: 'integration' as const, id: heartbeat.integration };
  const heard = entryOf(context.now, 'heard-again', why, { seconds }, actor);
  return { ...decision, entries: [heard, ...decision.entries] };
}

function receive(
  heartbeat: Heartbeat,
  open: Incident,
  status: 'open' | 'close',
  context: DecisionContext,
): Received {
  const event: SourceEvent = {
    status,
    summary: open.summary,
    dedupKey: open.dedupKey,
    urgency: heartbeat.urgency,
    urgencyWord: null,
    eventAt: context.now,
    resource: null,
    metricName: null,
    metricValue: null,
    threshold: null,
    eventType: 'heartbeat',
    details: {},
    links: [],
  };
  const urgency = { urgency: heartbeat.urgency, mapping: null };
  return receiveEvent(open, event, urgency, heartbeat.integration, context);
}
