import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY } from './bounded.ts';
import { copyDetails, toLink } from './details.ts';
import {
  describeFound,
  firstLine,
  isObject,
  type JsonObject,
  optionalLine,
  refuseField,
  textOf,
} from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { parseTime } from './times.ts';
import { type EventParts, parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Jira and Jira Service Management: system webhooks about issues, and the "Send web request" of an automation, which
 * has the issue at the top. Of updates only those count that change status, resolution or priority (ING94).
 * Source: Atlassian documentation, "Webhooks" and "Automation actions".
 */
export const jiraSource: Source = webhookSource({
  type: 'jira',
  signature: 'jira',
  parse: ({ body }: SourceRequest) => [parseIssue(body)],
});

const BY_CATEGORY: ReadonlyMap<string, EventStatus> = new Map([
  ['new', 'open'],
  ['indeterminate', 'ack'],
  ['done', 'close'],
]);
/** Statuses of old servers, which have no category. */
const BY_NAME: ReadonlyMap<string, EventStatus> = new Map(
  Object.entries({
    open: 'to do|todo|open|reopened|new|backlog|waiting for support|해야 할 일|할 일|열림|다시 열림',
    ack: 'in progress|in review|pending|work in progress|under investigation|waiting for customer|escalated|진행 중',
    close: 'done|resolved|closed|completed|canceled|cancelled|declined|완료|해결됨|닫힘',
  } satisfies Record<EventStatus, string>).flatMap(([status, names]) =>
    names.split('|').map((name) => [name, status as EventStatus] as const),
  ),
);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['highest', 'highest'],
  ['blocker', 'highest'],
  ['high', 'high'],
  ['critical', 'high'],
  ['medium', 'medium'],
  ['major', 'medium'],
  ['low', 'low'],
  ['minor', 'low'],
  ['lowest', 'lowest'],
  ['trivial', 'lowest'],
]);
const TELLING: ReadonlySet<string> = new Set(['status', 'resolution', 'priority']);

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** What is wrong with an issue is said by status, else by resolution; null where neither is understood. */
function statusOf(fields: JsonObject): EventStatus | null {
  if (isObject(fields.resolution)) return 'close';
  const status = objectOf(fields.status);
  const category = optionalLine(objectOf(status.statusCategory).key)?.toLowerCase();
  const name = firstLine([status.name, fields.status])?.toLowerCase();
  return BY_CATEGORY.get(category ?? '') ?? BY_NAME.get(name ?? '') ?? null;
}

/** True for an update that changes none of the fields that count; without a change log nobody can tell. */
function isMinorUpdate(body: JsonObject): boolean {
  const { items } = objectOf(body.changelog);
  if (!Array.isArray(items)) return false;
  return !items.some(
    (item) => isObject(item) && TELLING.has(firstLine([item.fieldId, item.field])?.toLowerCase() ?? ''),
  );
}

function parseIssue(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField('ING2', 'body', `expected an object with issue, found ${describeFound(body)}`);
  const issue = isObject(body.issue) ? body.issue : isObject(body.fields) ? body : null;
  if (issue === null)
    return refuseField('ING2', 'issue', `expected an object, found ${describeFound(body.issue)}`);
  const key = firstLine([issue.key, issue.id]);
  if (key === null)
    return refuseField('ING2', 'issue.key', `expected a text, found ${describeFound(issue.key)}`);
  const fields = objectOf(issue.fields);
  const summary = optionalLine(fields.summary, MAX_SUMMARY);
  const parts = { ...describeIssue(body, issue, fields, key), summary: summary ?? key };

  const event = optionalLine(body.webhookEvent) ?? '';
  if (event === 'jira:issue_deleted') return parsedEvent({ ...parts, status: 'close' });
  if (event !== '' && !event.startsWith('jira:issue_'))
    return parsedNotice({ ...parts, status: 'open' }, 'neither', `webhookEvent: ${event} changes no issue`);
  if (event !== 'jira:issue_created' && isMinorUpdate(body)) {
    const text = 'changelog: neither status nor priority changed';
    return parsedNotice({ ...parts, status: 'open' }, 'neither', text);
  }
  if (summary === null)
    return refuseField(
      'ING2',
      'issue.fields.summary',
      `expected a text, found ${describeFound(fields.summary)}`,
    );
  const status = statusOf(fields);
  if (status === null) {
    const found = describeFound(objectOf(fields.status).name ?? fields.status);
    return refuseField('ING6', 'issue.fields.status', `expected a status with a category, found ${found}`);
  }
  // Somebody may raise an issue and begin at once: it is trouble all the same.
  const isNew = event === 'jira:issue_created' && status === 'ack';
  return parsedEvent({ ...parts, status: isNew ? 'open' : status });
}

function describeIssue(
  body: JsonObject,
  issue: JsonObject,
  fields: JsonObject,
  key: string,
): Omit<EventParts, 'status' | 'summary'> {
  const priority = optionalLine(objectOf(fields.priority).name, 64);
  const [component] = Array.isArray(fields.components) ? fields.components : [];
  const link = browseLink(issue.self, key);
  const { description, labels, status, resolution, issuetype, project, assignee, reporter } = fields;
  const nameOf = (value: unknown) => optionalLine(objectOf(value).name ?? objectOf(value).displayName);
  return {
    dedupKey: key,
    urgency: URGENCIES.get(priority?.toLowerCase() ?? '') ?? null,
    urgencyWord: priority,
    eventAt: parseTime(body.timestamp) ?? parseTime(fields.updated) ?? parseTime(fields.created),
    resource: firstLine([objectOf(component).name, objectOf(project).key]),
    eventType: nameOf(issuetype),
    // Bodies carry every custom field there is; these are the ones that people read.
    details: copyDetails({
      key,
      status: nameOf(status),
      resolution: nameOf(resolution),
      project: nameOf(project),
      assignee: nameOf(assignee),
      reporter: nameOf(reporter),
      labels: labels ?? [],
      description: textOf(description) ?? '',
      changes: objectOf(body.changelog).items ?? [],
    }),
    links: link === null ? [] : [link],
  };
}

/** `self` is the address of the API; the page for people is under the same base. */
function browseLink(self: unknown, key: string): EventLink | null {
  const address = textOf(self) ?? '';
  const end = address.indexOf('/rest/');
  return end < 0 ? null : toLink(key, `${address.slice(0, end)}/browse/${encodeURIComponent(key)}`);
}
