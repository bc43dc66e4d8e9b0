import type { Urgency } from '../../../shared/words.ts';
import type { AlertChange } from '../../domain/incident/alert-change.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import type { AlertBody } from '../../sources/opsgenie-details.ts';

/** How an alert may be named: the incident's id, its number, or its key (ING111). */
export interface AlertRef {
  readonly type: 'id' | 'tiny' | 'alias';
  readonly value: string;
}

/** A line under an alert, of its notes or of its log. */
export interface AlertLine {
  readonly at: Instant;
  /** Number of its timeline entry; 0 for what came with the alert itself. */
  readonly seq: number;
  /** Kind of the timeline entry. */
  readonly kind: string;
  readonly text: string;
  /** Who: a person's id or name, or the name a tool gave. */
  readonly owner: string;
}

/** What an alert says beside its incident: its first event, and what was changed since (ING115). */
export interface AlertFacts extends AlertBody {
  readonly updatedAt: Instant;
  readonly acknowledgedBy: string;
  readonly closedBy: string;
  /** Oldest first. */
  readonly notes: readonly AlertLine[];
  readonly log: readonly AlertLine[];
}

export interface Alert {
  readonly incident: Incident;
  readonly facts: AlertFacts;
}

/** What a tool asks of its alert. */
export type AlertAction =
  | { readonly type: 'ack' | 'close' | 'escalate' | 'note' }
  | { readonly type: 'snooze'; readonly until: Instant }
  | { readonly type: 'assign'; readonly owner: string }
  | { readonly type: 'change'; readonly change: AlertChange };

export interface AlertRequest {
  readonly action: AlertAction;
  /** A comment that goes with it, bounded; null for none. */
  readonly note: string | null;
  /** Whom the tool speaks for: data, never an identity. */
  readonly by: string | null;
}

/**
 * `missing`: there is no such alert, or none that is open where the alias names it. `already`: it was so before.
 * `refused`: the floor does not do this now. `overload`, `storage`: nothing was decided, come again.
 */
export type AlertResult =
  | { readonly ok: true; readonly incident: Incident }
  | {
      readonly ok: false;
      readonly why: 'missing' | 'closed' | 'already' | 'no-user' | 'refused' | 'overload' | 'storage';
      readonly message: string;
      readonly incident: Incident | null;
    };

export const PRIORITY_BY_URGENCY: Readonly<Record<Urgency, string>> = {
  highest: 'P1',
  high: 'P2',
  medium: 'P3',
  low: 'P4',
  lowest: 'P5',
  none: 'P5',
};
