import type { ConfigDocument } from '../../../../shared/config/document.ts';
import { type Alert, type AlertLine, PRIORITY_BY_URGENCY } from '../../../runtime/alerts/alert.ts';

const iso = (at: number): string => new Date(at).toISOString();

/** An alert as a list of Opsgenie's shows it. Ids of ours stand for ids of theirs; an owner is named by e-mail. */
export function alertShape({ incident, facts }: Alert, config: ConfigDocument) {
  const { pause } = incident;
  const snoozedUntil = pause?.kind === 'snoozed' ? pause.until : null;
  const integration = config.integrations.find(({ id }) => id === incident.integration);
  const userName = (id: string) => config.users.find((user) => user.id === id)?.email ?? id;
  const isClosed = incident.status === 'closed';
  return {
    id: incident.id,
    tinyId: String(incident.number),
    alias: incident.dedupKey,
    message: incident.summary,
    status: isClosed ? 'closed' : 'open',
    acknowledged: incident.status === 'acked',
    isSeen: incident.firstAckedAt !== null,
    seen: incident.firstAckedAt !== null,
    tags: facts.tags,
    snoozed: snoozedUntil !== null,
    ...(snoozedUntil === null ? {} : { snoozedUntil: iso(snoozedUntil) }),
    count: incident.count,
    lastOccurredAt: iso(incident.lastEventAt),
    createdAt: iso(incident.createdAt),
    updatedAt: iso(facts.updatedAt),
    source: facts.source,
    owner: incident.assignee === null ? '' : userName(incident.assignee),
    priority: PRIORITY_BY_URGENCY[incident.latestUrgency],
    responders: [...facts.responders, ...incident.responders.map((id) => ({ type: 'user', id }))],
    integration: {
      id: incident.integration,
      name: integration?.name ?? '',
      type: integration?.type ?? '',
    },
    report: {
      ...(incident.firstAckedAt === null ? {} : { ackTime: incident.firstAckedAt - incident.createdAt }),
      ...(incident.closedAt === null ? {} : { closeTime: incident.closedAt - incident.createdAt }),
      ...(facts.acknowledgedBy === '' ? {} : { acknowledgedBy: userName(facts.acknowledgedBy) }),
      ...(!isClosed || facts.closedBy === '' ? {} : { closedBy: userName(facts.closedBy) }),
    },
  };
}

/** An alert by itself: what a list leaves out beside. */
export function fullAlertShape(alert: Alert, config: ConfigDocument) {
  const { actions, entity, description, details } = alert.facts;
  return { ...alertShape(alert, config), actions, entity, description, details };
}

/** Where a line stands among the others; what `offset` takes. */
const offsetOf = ({ at, seq }: AlertLine): string => `${at}_${seq}`;

export const noteShape = (line: AlertLine) => ({
  note: line.text,
  owner: line.owner,
  createdAt: iso(line.at),
  offset: offsetOf(line),
});
export const logShape = (line: AlertLine) => ({
  log: line.text,
  type: line.kind,
  owner: line.owner,
  createdAt: iso(line.at),
  offset: offsetOf(line),
});

export interface LinePage {
  readonly limit: number;
  readonly order: 'asc' | 'desc';
  readonly direction: 'next' | 'prev';
  /** Null: from the beginning. */
  readonly offset: string | null;
}

/** Lines after (or before) an offset in the order asked; `next` is the offset of the page that follows, or null. */
export function pageOfLines(lines: readonly AlertLine[], page: LinePage) {
  const sorted = page.order === 'asc' ? lines : lines.toReversed();
  const at = page.offset === null ? -1 : sorted.findIndex((line) => offsetOf(line) === page.offset);
  const start =
    page.direction === 'next' ? at + 1 : Math.max(0, (at === -1 ? sorted.length : at) - page.limit);
  const end = page.direction === 'next' ? start + page.limit : at === -1 ? sorted.length : at;
  const shown = sorted.slice(start, end);
  const last = shown.at(-1);
  return { shown, next: last !== undefined && end < sorted.length ? offsetOf(last) : null };
}
