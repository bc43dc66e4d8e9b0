import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import type { RedactPart } from '../../../shared/words.ts';
import { ALERT_CHANGED } from './alert-change.ts';
import type { Decision, NewEntry, OutboxMessage } from './decision.ts';
import { change, finishDraft, note, startDraft } from './draft.ts';
import type { Incident } from './incident.ts';
import type { DecisionContext } from './roster.ts';

/** What stands where something was taken out. */
export const REDACTED = '[redacted]';

/** Which words of which incident go, everywhere they are kept (AUD40). */
export interface Redaction {
  readonly incident: string;
  readonly parts: readonly RedactPart[];
}

/**
 * [AUD40] The incident's own part of a redaction, and the entry that says who took what out, and why.
 * Nothing else about it changes: it stays open, escalates and is told of as before.
 */
export function redactIncident(
  incident: Incident,
  input: { readonly parts: readonly RedactPart[]; readonly why: string; readonly actor: Actor },
  context: DecisionContext,
): Decision {
  const draft = startDraft(incident, context);
  if (input.parts.includes('summary')) change(draft, { summary: REDACTED });
  const who = input.actor.kind === 'user' ? context.roster.name(input.actor.id) : input.actor.id;
  const why = reason('AUD40', `redacted by ${who}: ${input.why}`, { user: input.actor.id, text: input.why });
  note(draft, 'redacted', why, { parts: input.parts }, input.actor);
  return finishDraft(draft);
}

/** A timeline entry without a comment's text, the words of a close and what a tool changed about its alert (ING115). */
export function redactEntry<E extends Pick<NewEntry, 'kind' | 'reason' | 'data'>>(
  entry: E,
  parts: readonly RedactPart[],
): E {
  if (entry.kind === ALERT_CHANGED && parts.some((part) => part !== 'raw'))
    return { ...entry, data: { change: entry.data?.change, text: REDACTED } };
  if (!parts.includes('comments')) return entry;
  const isComment = entry.kind === 'commented' && entry.data?.text !== undefined;
  return {
    ...entry,
    reason: redactReason(entry.reason),
    ...(isComment ? { data: { ...entry.data, text: REDACTED } } : {}),
  };
}

/** The same message about the incident without the words: a page, an extension's call, or its line in a bundle. */
export function redactMessage<M extends OutboxMessage>(message: M, { incident, parts }: Redaction): M {
  const hasSummary = parts.includes('summary');
  if (message.to === 'extension') {
    if (message.incident !== incident || !hasSummary) return message;
    return { ...message, variables: { ...message.variables, INCIDENT_NAME: REDACTED } };
  }
  const lines = linesOf(message.body);
  const isOwn = message.incident === incident || (message.incident === null && lines[0]?.id === incident);
  const isListed = hasSummary && lines.some((line) => line.id === incident);
  if (!isOwn && !isListed) return message;
  const why = message.body.reason as Reason | undefined;
  const body = {
    ...message.body,
    ...(isOwn && hasSummary ? { summary: REDACTED } : {}),
    ...(isOwn && why !== undefined && parts.includes('comments') ? { reason: redactReason(why) } : {}),
    ...(isListed
      ? { incidents: lines.map((line) => (line.id === incident ? { ...line, summary: REDACTED } : line)) }
      : {}),
  };
  return { ...message, body };
}

/** The incidents a bundle names, the first's facts being the bundle's own; none for any other message. */
function linesOf(body: Readonly<Record<string, unknown>>): readonly { readonly id?: unknown }[] {
  return Array.isArray(body.incidents) ? (body.incidents as readonly { readonly id?: unknown }[]) : [];
}

/** INC10 is the one reason that holds what a person wrote. */
function redactReason(why: Reason): Reason {
  if (why.code !== 'INC10' || why.params?.text == null) return why;
  return reason(why.code, `closed: ${REDACTED}`, { ...why.params, text: REDACTED });
}
