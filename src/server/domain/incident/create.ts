import { type Actor, type Reason, reason } from '../../../shared/reason.ts';
import type { Severity, Urgency } from '../../../shared/words.ts';
import type { Decision } from './decision.ts';
import { change, type Draft, finishDraft, mark, note, startDraft } from './draft.ts';
import type { Incident } from './incident.ts';
import { tellExtensions } from './message.ts';
import type { DecisionContext } from './roster.ts';
import { startRun } from './run.ts';
import { SILENT_CLOSE_MS, silenceMs } from './silence.ts';

export interface NewIncident {
  readonly id: string;
  readonly number: number;
  readonly summary: string;
  readonly urgency: Urgency;
  readonly severity?: Severity | null;
  readonly service: string;
  readonly integration: string | null;
  readonly domain: string;
  readonly dedupKey: string;
  readonly createdBy: Actor;
  /** Why it exists and why this service: the route that matched, or the person who raised it. */
  readonly why: Reason;
  readonly marks?: Incident['marks'];
  /** Events it stands for from the start; 1 when absent. */
  readonly count?: number;
  readonly noise?: Pick<Incident, 'autoCloseMs' | 'shares' | 'flap' | 'inhibits'>;
}

/** [INC1] A new incident starts open, and its service's policy starts telling people in the same decision. */
export function createIncident(input: NewIncident, context: DecisionContext): Decision {
  const incident: Incident = {
    id: input.id,
    number: input.number,
    version: 1,
    status: 'open',
    urgency: input.urgency,
    latestUrgency: input.urgency,
    severity: input.severity ?? null,
    summary: input.summary,
    service: input.service,
    integration: input.integration,
    domain: input.domain,
    dedupKey: input.dedupKey,
    count: input.count ?? 1,
    createdAt: context.now,
    createdBy: input.createdBy,
    lastEventAt: context.now,
    firstAckedAt: null,
    ackedAt: null,
    closedAt: null,
    closedBy: null,
    closeEventAt: null,
    assignee: null,
    responders: [],
    toldContacts: [],
    cleared: false,
    unseen: false,
    exhausted: false,
    silent: false,
    run: null,
    runs: 0,
    pause: null,
    ackTimer: null,
    autoCloseAt: null,
    notices: [],
    marks: [],
    ...input.noise,
  };
  const draft = startDraft(incident, context);
  note(
    draft,
    'created',
    input.why,
    { service: input.service, urgency: input.urgency, key: input.dedupKey },
    input.createdBy,
  );
  for (const one of input.marks ?? []) mark(draft, one.mark, one.reason);
  draft.annunciations.push({ kind: 'created', incident: incident.id });
  tellExtensions(draft, 'created', '1');
  startRun(draft, reason('ESC1', 'a new incident starts its policy', {}));
  return finishDraft(draft);
}

/** An incident heard of again: silence is counted from now. */
export function heardAgain(draft: Draft): void {
  const { incident, context } = draft;
  change(draft, {
    count: incident.count + 1,
    lastEventAt: context.now,
    ...(incident.autoCloseAt === null
      ? {}
      : { autoCloseAt: context.now + (silenceMs(incident) ?? SILENT_CLOSE_MS) }),
  });
}
