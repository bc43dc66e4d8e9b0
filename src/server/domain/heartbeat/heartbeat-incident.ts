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
function summaryOf({ name, label, message }: Heartbeat, locale: 'en' | 'ko'): string {
  if (message) return message;
  if (locale === 'ko') return name === null ? `${label}: 수신 끊김` : `하트비트 미수신: ${label}`;
  return name === null ? `Nothing heard from ${label}` : `Heartbeat missing: ${label}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A time in words of one unit, the largest that keeps it exact or at least two of it; less than a second is none. */
function spanOf(ms: number): { readonly count: number; readonly unit: 'd' | 'h' | 'min' | 's' } {
  for (const [unit, size] of UNITS)
    if (ms >= 2 * size || ms === size) return { count: Math.floor(ms / size), unit };
  return { count: Math.floor(ms / 1000), unit: 's' };
}

/** Why it is late: what was expected, and when it was last heard. */
export function lateReason(heartbeat: Heartbeat, lastBeatAt: Instant | null): Reason {
  const { id, label, every, grace, allowedMs } = heartbeat;
  const last = lastBeatAt === null ? null : new Date(lastBeatAt).toISOString();
  const { count, unit } = spanOf(allowedMs);
  const text = `${label} was not heard for ${count} ${unit}: it is expected every ${every}, ${grace} later at most`;
  return reason('ING173', text, { heartbeat: id, label, count, unit, every, grace, last });
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
  lateMs: number,
  context: DecisionContext,
): Decision | null {
  const { decision } = receive(heartbeat, open, 'close', context);
  if (!decision) return null;
  const { count, unit } = spanOf(lateMs);
  const text = `${heartbeat.label} was heard again, ${count} ${unit} after it was due`;
  const why = reason('ING174', text, { label: heartbeat.label, count, unit });
  const actor = { kind: 'integration' as const, id: heartbeat.integration };
  const heard = entryOf(context.now, 'heard-again', why, { lateMs }, actor);
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
