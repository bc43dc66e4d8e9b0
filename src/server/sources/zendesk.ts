import type { EventStatus, Urgency } from '../../shared/words.ts';
import type { ParsedEvent } from '../domain/event.ts';
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
import { parsedEvent, parsedNotice, webhookSource } from './webhook-source.ts';

/**
 * Zendesk: a webhook that is subscribed to ticket events, or one that a trigger calls with a body its user wrote
 * (`ticket_id`, `title`, `status`, `priority`, `url`). Of events only those count that change the state or the
 * priority of a ticket (ING95).
 * Source: Zendesk developer documentation, "Webhooks" and "Ticket events".
 */
export const zendeskSource: Source = webhookSource({
  type: 'zendesk',
  signature: 'zendesk',
  methods: ['POST', 'PUT'],
  parse: ({ body }: SourceRequest) => [parseTicket(body)],
});

const STATUSES: ReadonlyMap<string, EventStatus> = new Map([
  ['new', 'open'],
  ['open', 'open'],
  ['pending', 'ack'],
  ['hold', 'ack'],
  ['on-hold', 'ack'],
  ['solved', 'close'],
  ['closed', 'close'],
  ['deleted', 'close'],
]);
const URGENCIES: ReadonlyMap<string, Urgency> = new Map([
  ['urgent', 'highest'],
  ['high', 'high'],
  ['normal', 'medium'],
  ['low', 'low'],
]);
const EVENT = 'zen:event-type:';
const TELLING: ReadonlySet<string> = new Set([
  'ticket.created',
  'ticket.status_changed',
  'ticket.custom_status_changed',
  'ticket.priority_changed',
  'ticket.undeleted',
]);
/** A ticket that is gone has nobody to work on it. */
const GONE: ReadonlySet<string> = new Set([
  'ticket.deleted',
  'ticket.soft_deleted',
  'ticket.permanently_deleted',
  'ticket.marked_as_spam',
  'ticket.merged',
]);

interface Ticket {
  readonly path: string;
  readonly id: string | null;
  readonly subject: string | null;
  readonly fields: JsonObject;
  readonly eventAt: number | null;
}

function parseTicket(body: unknown): ParsedEvent {
  if (!isObject(body))
    return refuseField(
      'ING2',
      'body',
      `expected an object with type or ticket_id, found ${describeFound(body)}`,
    );
  const type = optionalLine(body.type) ?? '';
  return type.startsWith(EVENT) ? parseEvent(body, type.slice(EVENT.length)) : parseTrigger(body);
}

function parseEvent(body: JsonObject, type: string): ParsedEvent {
  const detail = isObject(body.detail) ? body.detail : {};
  const fields = isObject(detail.ticket) ? detail.ticket : detail;
  const ticket: Ticket = {
    path: 'detail.',
    id: firstLine([fields.id]) ?? /^zen:ticket:(\d+)$/.exec(optionalLine(body.subject) ?? '')?.[1] ?? null,
    subject: optionalLine(fields.subject, MAX_SUMMARY),
    fields,
    eventAt: parseTime(body.time) ?? parseTime(fields.updated_at),
  };
  if (GONE.has(type)) return makeEvent(ticket, 'close');
  if (TELLING.has(type)) return makeEvent(ticket, null);
  return parsedNotice(
    { status: 'open', summary: ticket.subject ?? type, dedupKey: ticket.id, details: copyDetails(fields) },
    'neither',
    `type: ${type} changes neither the state nor the priority of a ticket`,
  );
}

const parseTrigger = (body: JsonObject): ParsedEvent =>
  makeEvent(
    {
      path: '',
      id: firstLine([body.ticket_id, body.id]),
      subject: firstLine([body.title, body.subject], MAX_SUMMARY),
      fields: body,
      eventAt: parseTime(body.updated_at) ?? parseTime(body.created_at),
    },
    null,
  );

function makeEvent({ path, id, subject, fields, eventAt }: Ticket, known: EventStatus | null): ParsedEvent {
  if (id === null) {
    const name = path === '' ? 'ticket_id' : `${path}id`;
    return refuseField('ING2', name, `expected an id, found ${describeFound(fields.id)}`);
  }
  if (subject === null && known === null) {
    const name = path === '' ? 'title' : `${path}subject`;
    return refuseField('ING2', name, 'expected a text, found nothing');
  }
  const status = known ?? STATUSES.get(optionalLine(fields.status)?.toLowerCase() ?? '');
  if (status === undefined) {
    const problem = `expected new, open, pending, hold, solved or closed, found ${describeFound(fields.status)}`;
    return refuseField('ING6', `${path}status`, problem);
  }
  const word = optionalLine(fields.priority, 64);
  const via = isObject(fields.via) ? fields.via : {};
  const address = textOf(fields.url)?.trim() ?? '';
  // The placeholder of a trigger has no scheme.
  const link = toLink(`Ticket ${id}`, /^[a-z]+:/i.test(address) ? address : `https://${address}`);
  return parsedEvent({
    status,
    summary: subject ?? `Ticket ${id}`,
    dedupKey: id,
    urgency: URGENCIES.get(word?.toLowerCase() ?? '') ?? null,
    urgencyWord: word,
    eventAt,
    resource: firstLine([fields.organization, via.channel, fields.requester]),
    eventType: path === '' ? null : optionalLine(fields.type),
    details: copyDetails(fields),
    links: address === '' || link === null ? [] : [link],
  });
}
