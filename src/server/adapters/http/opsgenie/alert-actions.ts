import type { AlertAction } from '../../../runtime/alerts/alert.ts';
import { MAX_SUMMARY, toLine, toText } from '../../../sources/bounded.ts';
import { isObject, type JsonObject, optionalLine, textOf } from '../../../sources/fields.ts';
import { URGENCY_BY_PRIORITY } from '../../../sources/opsgenie.ts';
import { listOf, MAX_DESCRIPTION, MAX_NOTE, tagsOf, textDetails } from '../../../sources/opsgenie-details.ts';
import { parseTime } from '../../../sources/times.ts';

type Errors = Readonly<Record<string, string>>;
type Read = { readonly action: AlertAction } | { readonly errors: Errors };

/** One action of the API: how it is called in request statuses, and what it asks. */
export interface AlertCall {
  readonly name: string;
  /** Status text once it is done. */
  readonly done: string;
  /** `fields`: the body, or the query of a DELETE. */
  readonly read: (fields: JsonObject) => Read;
}

const MAX_KEYS = 100;
const simple = (type: 'ack' | 'close' | 'escalate') => (): Read => ({ action: { type } });
const errors = (field: string, problem: string): Read => ({ errors: { [field]: problem } });
const empty = (field: string, label: string): Read => errors(field, `${label} can not be empty.`);

function readSnooze({ endTime }: JsonObject): Read {
  const until = parseTime(endTime);
  return until === null
    ? errors('endTime', 'Expected an instant such as 2026-11-22T09:00:00Z.')
    : { action: { type: 'snooze', until } };
}

function readAssign({ owner }: JsonObject): Read {
  const name = isObject(owner) ? (optionalLine(owner.id) ?? optionalLine(owner.username)) : null;
  return name === null ? empty('owner', 'Owner') : { action: { type: 'assign', owner: name } };
}

function readAddedDetails({ details }: JsonObject): Read {
  const texts = textDetails(details);
  return Object.keys(texts).length === 0
    ? empty('details', 'Details')
    : { action: { type: 'change', change: { kind: 'details-added', details: texts } } };
}

const readTags =
  (kind: 'tags-added' | 'tags-removed') =>
  (fields: JsonObject): Read => {
    const tags = tagsOf(fields.tags);
    return tags.length === 0 ? empty('tags', 'Tags') : { action: { type: 'change', change: { kind, tags } } };
  };

function readRemovedKeys(fields: JsonObject): Read {
  const keys = listOf(fields.keys, MAX_KEYS, 512);
  return keys.length === 0
    ? empty('keys', 'Keys')
    : { action: { type: 'change', change: { kind: 'details-removed', keys } } };
}

function readPriority({ priority }: JsonObject): Read {
  const urgency = URGENCY_BY_PRIORITY.get((textOf(priority) ?? '').trim().toUpperCase());
  return urgency === undefined
    ? errors('priority', 'should be one of [ P1, P2, P3, P4, P5 ]')
    : { action: { type: 'change', change: { kind: 'priority', urgency } } };
}

function readMessage({ message }: JsonObject): Read {
  const value = toLine(textOf(message) ?? '', MAX_SUMMARY);
  return value === ''
    ? empty('message', 'Message')
    : { action: { type: 'change', change: { kind: 'message', value } } };
}

function readDescription({ description }: JsonObject): Read {
  const value = toText(textOf(description) ?? '', MAX_DESCRIPTION).trim();
  return value === ''
    ? empty('description', 'Description')
    : { action: { type: 'change', change: { kind: 'description', value } } };
}

/** The note that goes with an action; null for none. */
export const noteOf = ({ note }: JsonObject): string | null =>
  toText(textOf(note) ?? '', MAX_NOTE).trim() || null;
/** Whom the tool says it speaks for. */
export const speakerOf = ({ user, source }: JsonObject): string | null =>
  optionalLine(user) ?? optionalLine(source);

const CLOSE: AlertCall = { name: 'Close', done: 'Closed alert', read: simple('close') };
const PRIORITY: AlertCall = { name: 'UpdatePriority', done: 'Updated priority', read: readPriority };
const MESSAGE: AlertCall = { name: 'UpdateMessage', done: 'Updated message', read: readMessage };
const DESCRIPTION: AlertCall = {
  name: 'UpdateDescription',
  done: 'Updated description',
  read: readDescription,
};
const UPDATES = { priority: PRIORITY, message: MESSAGE, description: DESCRIPTION } as const;

/** By method and the last segment of the path. */
const CALLS: Readonly<Record<string, Readonly<Record<string, AlertCall>>>> = {
  POST: {
    close: CLOSE,
    acknowledge: { name: 'Acknowledge', done: 'Acknowledged alert', read: simple('ack') },
    unacknowledge: {
      name: 'UnAcknowledge',
      done: 'Unacknowledged alert',
      read: () => ({ action: { type: 'change', change: { kind: 'unack' } } }),
    },
    escalate: { name: 'Escalate', done: 'Escalated alert to the next step', read: simple('escalate') },
    snooze: { name: 'Snooze', done: 'Snoozed alert', read: readSnooze },
    assign: { name: 'AssignOwnership', done: 'Assigned alert', read: readAssign },
    notes: {
      name: 'AddNote',
      done: 'Added note',
      read: (body) => (noteOf(body) === null ? empty('note', 'Note') : { action: { type: 'note' } }),
    },
    tags: { name: 'AddTags', done: 'Added tags', read: readTags('tags-added') },
    details: { name: 'AddDetails', done: 'Added details', read: readAddedDetails },
    ...UPDATES,
  },
  PUT: UPDATES,
  PATCH: UPDATES,
  DELETE: {
    tags: { name: 'RemoveTags', done: 'Removed tags', read: readTags('tags-removed') },
    details: { name: 'RemoveDetails', done: 'Removed details', read: readRemovedKeys },
  },
};

/** [ING117] Nothing is deleted here: the alert is closed, and the status says so. */
export const DELETE_ALERT: AlertCall = {
  ...CLOSE,
  name: 'Delete',
  done: 'Closed alert: alerts are kept here, never deleted',
};

export function alertCallOf(method: string, name: string): AlertCall | null {
  const calls = CALLS[method];
  return calls !== undefined && Object.hasOwn(calls, name) ? calls[name]! : null;
}
