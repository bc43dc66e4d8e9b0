import { type Actor, type Reason, SYSTEM } from '../../../shared/reason.ts';
import type { Annunciation, Decision, NewEntry, OutboxMessage } from './decision.ts';
import type { Incident, Run } from './incident.ts';
import type { DecisionContext } from './roster.ts';

/**
 * A decision being made. Mutable inside one decider only: every public decider takes an `Incident`
 * and returns a `Decision`, and nothing of the draft outlives it.
 */
export interface Draft {
  readonly context: DecisionContext;
  incident: Incident;
  readonly entries: NewEntry[];
  readonly messages: OutboxMessage[];
  readonly annunciations: Annunciation[];
  obsolete: boolean;
}

export function startDraft(incident: Incident, context: DecisionContext): Draft {
  return { context, incident, entries: [], messages: [], annunciations: [], obsolete: false };
}

export function finishDraft(draft: Draft): Decision {
  const { incident, entries, messages, obsolete, annunciations } = draft;
  return { incident, entries, messages, obsolete, annunciations };
}

export function change(draft: Draft, patch: Partial<Incident>): void {
  draft.incident = { ...draft.incident, ...patch };
}

/** A change of the present run; nothing where there is none. */
export function setRun(draft: Draft, patch: Partial<Run>): void {
  const { run } = draft.incident;
  if (run) change(draft, { run: { ...run, ...patch } });
}

/** A change that makes earlier answers stale (INC6). */
export function changeMeaning(draft: Draft, patch: Partial<Incident>): void {
  change(draft, { ...patch, version: draft.incident.version + 1 });
}

export function note(
  draft: Draft,
  kind: string,
  why: Reason,
  data?: Readonly<Record<string, unknown>>,
  actor: Actor = SYSTEM,
): void {
  draft.entries.push(entryOf(draft.context.now, kind, why, data, actor));
}

/** An entry that no draft collects: of an incident that needs no decision. */
export function entryOf(
  at: number,
  kind: string,
  why: Reason,
  data?: Readonly<Record<string, unknown>>,
  actor: Actor = SYSTEM,
): NewEntry {
  return data === undefined ? { at, kind, actor, reason: why } : { at, kind, actor, reason: why, data };
}

export function mark(draft: Draft, name: Incident['marks'][number]['mark'], why: Reason): void {
  const others = draft.incident.marks.filter((other) => other.mark !== name);
  change(draft, { marks: [...others, { mark: name, reason: why }] });
}

export function unmark(draft: Draft, name: Incident['marks'][number]['mark']): void {
  if (!draft.incident.marks.some((other) => other.mark === name)) return;
  change(draft, { marks: draft.incident.marks.filter((other) => other.mark !== name) });
}
