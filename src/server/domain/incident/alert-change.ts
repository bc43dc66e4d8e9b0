import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import type { Urgency } from '../../../shared/words.ts';
import { realarm } from './ack-timer.ts';
import type { Answer } from './answers.ts';
import { change, type Draft, finishDraft, note, startDraft } from './draft.ts';
import type { Incident } from './incident.ts';
import { changeUrgency } from './receive.ts';
import type { DecisionContext } from './roster.ts';

/** What a tool changes about its alert after it was created, without answering it. Texts are bounded already. */
export type AlertChange =
  | { readonly kind: 'tags-added' | 'tags-removed'; readonly tags: readonly string[] }
  | { readonly kind: 'details-added'; readonly details: Readonly<Record<string, string>> }
  | { readonly kind: 'details-removed'; readonly keys: readonly string[] }
  | { readonly kind: 'message' | 'description'; readonly value: string }
  | { readonly kind: 'priority'; readonly urgency: Urgency }
  | { readonly kind: 'unack' };

/** Kind of the timeline entries that hold what was changed: the alert's state is its first event and these (ING115). */
export const ALERT_CHANGED = 'alert-changed';

const refuse = (code: string, message: string): Answer => ({ ok: false, status: 409, code, message });

/**
 * [ING115] A change of an alert is an entry of the timeline with what was changed; nothing of it stays in the incident
 * but the summary. `by`: the person the tool names, as data.
 */
export function changeAlert(
  incident: Incident,
  what: AlertChange,
  asker: { readonly actor: Actor; readonly by: string | null },
  context: DecisionContext,
): Answer {
  const draft = startDraft(incident, context);
  const isClosed = incident.status === 'closed';
  if (what.kind === 'unack') {
    if (isClosed) return refuse('closed', `#${incident.number} is closed`);
    if (incident.status !== 'acked') return refuse('not-acked', `#${incident.number} is not acknowledged`);
    // [ING116] As after an ack that ran out: open again, with a new run.
    realarm(draft, reason('ING116', `${asker.actor.id} took the acknowledgement back`, { cause: 'unack' }));
    const { entries } = draft;
    const at = entries.findIndex((entry) => entry.kind === 're-alarmed');
    const entry = entries[at];
    if (entry) entries[at] = { ...entry, actor: asker.actor, data: byOf(asker.by) };
    return { ok: true, decision: finishDraft(draft) };
  }
  if (what.kind === 'priority') {
    if (isClosed) return refuse('closed', `#${incident.number} is closed`);
    if (what.urgency !== incident.latestUrgency) changeUrgency(draft, what.urgency, asker.actor);
    return { ok: true, decision: finishDraft(draft) };
  }
  if (what.kind === 'message') change(draft, { summary: what.value });
  noteChange(draft, what, asker);
  return { ok: true, decision: finishDraft(draft) };
}

const byOf = (by: string | null): Readonly<Record<string, unknown>> => (by === null ? {} : { by });

type Noted = Exclude<AlertChange, { kind: 'unack' | 'priority' }>;

function noteChange(draft: Draft, what: Noted, { actor, by }: { actor: Actor; by: string | null }): void {
  const { kind, ...values } = what;
  note(
    draft,
    'alert-changed',
    reasonOf(what),
    { change: kind, ...values, text: textOf(what), ...byOf(by) },
    actor,
  );
}

function textOf(what: Noted): string {
  switch (what.kind) {
    case 'tags-added':
    case 'tags-removed':
      return what.tags.join(', ');
    case 'details-added':
      return Object.keys(what.details).join(', ');
    case 'details-removed':
      return what.keys.join(', ');
    case 'message':
    case 'description':
      return what.value.slice(0, 200);
  }
}

function reasonOf({ kind }: Noted): Reason {
  switch (kind) {
    case 'tags-added':
      return reason('ING115', 'tags added', { cause: 'tags-added' });
    case 'tags-removed':
      return reason('ING115', 'tags removed', { cause: 'tags-removed' });
    case 'details-added':
      return reason('ING115', 'details added', { cause: 'details-added' });
    case 'details-removed':
      return reason('ING115', 'details removed', { cause: 'details-removed' });
    case 'message':
      return reason('ING115', 'message changed', { cause: 'message' });
    case 'description':
      return reason('ING115', 'description changed', { cause: 'description' });
  }
}
