import type { Reason } from '../../../shared/reason.ts';
import type { ExtensionMessage, MessageKind, PersonMessage } from './decision.ts';
import type { Draft } from './draft.ts';
import type { Firing, Incident } from './incident.ts';
import type { Roster } from './roster.ts';

/** The idempotency key of product rule 2. */
export function noticeKey(
  incident: string,
  firing: Firing,
  user: string,
  rule: string,
  contact: string,
): string {
  return [incident, firing.run, firing.pass, firing.step, firing.repetition, user, rule, contact].join('/');
}

/** What a receiver reads, fixed when decided: a message sent twice says the same twice. */
export function messageBody(
  incident: Incident,
  roster: Roster,
  why: Reason,
  firing: Firing | null,
  by?: string,
): Readonly<Record<string, unknown>> {
  const run = incident.run;
  return {
    number: incident.number,
    summary: incident.summary,
    service: incident.service,
    serviceName: roster.service(incident.service)?.name ?? incident.service,
    urgency: incident.urgency,
    severity: incident.severity,
    status: incident.status,
    count: incident.count,
    createdAt: new Date(incident.createdAt).toISOString(),
    ...(run && firing
      ? {
          policy: run.policy.name,
          step: typeof firing.step === 'number' ? firing.step + 1 : firing.step,
          steps: run.policy.steps.length,
          pass: firing.pass,
          passes: run.policy.passes,
        }
      : {}),
    ...(by === undefined ? {} : { by }),
    reason: why,
  };
}

export function personMessage(
  draft: Draft,
  input: {
    readonly id: string;
    readonly kind: MessageKind;
    readonly user: string;
    readonly contact: string;
    readonly firing: Firing | null;
    readonly why: Reason;
    readonly by?: string;
  },
): PersonMessage {
  const { incident, context } = draft;
  return {
    to: 'person',
    id: input.id,
    kind: input.kind,
    incident: incident.id,
    user: input.user,
    contact: input.contact,
    firing: input.firing,
    urgency: incident.urgency,
    body: {
      ...messageBody(incident, context.roster, input.why, input.firing, input.by),
      channel: context.roster.user(input.user)?.contacts.find((contact) => contact.id === input.contact)
        ?.channel,
    },
  };
}

/** [NTF9] Tells every extension that asked for this event of this service. `occasion` keeps two of a kind apart. */
export function tellExtensions(draft: Draft, event: ExtensionMessage['event'], occasion: string): void {
  const { incident, context } = draft;
  for (const extension of context.roster.extensions(incident.service)) {
    if (!extension.events.includes(event)) continue;
    draft.messages.push({
      to: 'extension',
      id: [incident.id, 'extension', extension.id, event, occasion].join('/'),
      extension: extension.id,
      event,
      incident: incident.id,
      variables: extensionVariables(incident, context.roster, event, context.now),
    });
  }
}

function extensionVariables(
  incident: Incident,
  roster: Roster,
  event: string,
  now: number,
): Readonly<Record<string, string>> {
  return {
    SERVICE_ID: incident.service,
    SERVICE_NAME: roster.service(incident.service)?.name ?? incident.service,
    INCIDENT_ID: incident.id,
    INCIDENT_NUMBER: String(incident.number),
    INCIDENT_NAME: incident.summary,
    STATUS: incident.status,
    URGENCY: incident.urgency,
    SEVERITY: incident.severity ?? '',
    ASSIGNEE: incident.assignee === null ? '' : roster.name(incident.assignee),
    RESPONDERS: incident.responders.map((user) => roster.name(user)).join(', '),
    DEDUP_KEY: incident.dedupKey,
    COUNT: String(incident.count),
    INTEGRATION_NAME: incident.integration ?? '',
    CREATE_DATE: new Date(incident.createdAt).toISOString(),
    MODIFY_DATE: new Date(now).toISOString(),
    EVENT: event,
  };
}
