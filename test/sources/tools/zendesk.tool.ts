import type { Conformance } from './conformance.ts';

const ticket = (changes: object = {}) => ({
  id: '90431',
  subject: 'Cannot log in to the press portal',
  status: 'NEW',
  priority: 'NORMAL',
  type: 'INCIDENT',
  requester_id: '11',
  assignee_id: null,
  organization_id: '12',
  group_id: '13',
  tags: ['press'],
  created_at: '2026-11-24T09:00:00Z',
  updated_at: '2026-11-24T09:02:00Z',
  via: { channel: 'web' },
  ...changes,
});
const event = (type: string, changes: object = {}, event: object = {}) => ({
  type: `zen:event-type:ticket.${type}`,
  id: '01K9ZZ00AA11BB22CC33DD44EE',
  time: '2026-11-24T09:03:00Z',
  subject: 'zen:ticket:90431',
  account_id: 777,
  zendesk_event_version: '2022-11-06',
  event,
  detail: ticket(changes),
});
/** Older captures have the ticket one level deeper, its id a number. */
const nested = (type: string, changes: object = {}) => {
  const { detail, ...rest } = event(type, changes);
  return { ...rest, detail: { ticket: { ...detail, id: 90_431 } } };
};
const custom = (changes: object = {}) => ({
  ticket_id: '5120',
  title: 'Scoreboard is dark',
  status: 'Open',
  priority: 'High',
  url: 'venue.zendesk.example/agent/tickets/5120',
  requester: 'Yuna',
  updated_at: '2026-11-24T09:05:00Z',
  ...changes,
});

export const tool: Conformance = {
  type: 'zendesk',
  courses: [
    {
      name: 'event subscription',
      key: '90431',
      trigger: { name: 'created', body: event('created') },
      urgency: 'medium',
      summary: 'press portal',
      repeat: { name: 'opened', body: event('status_changed', { status: 'OPEN' }) },
      worse: {
        post: { name: 'urgent', body: event('priority_changed', { status: 'OPEN', priority: 'URGENT' }) },
        urgency: 'highest',
      },
      ack: { name: 'pending', body: event('status_changed', { status: 'PENDING' }) },
      recovery: { name: 'solved', body: event('status_changed', { status: 'SOLVED' }) },
    },
    {
      name: 'ticket one level deeper, then deleted',
      key: '90431',
      trigger: { name: 'created', body: nested('created', { priority: 'LOW' }) },
      urgency: 'low',
      summary: 'press portal',
      recovery: { name: 'deleted', body: { ...event('soft_deleted'), detail: {} } },
    },
    {
      name: 'trigger webhook',
      key: '5120',
      trigger: { name: 'open', body: custom() },
      urgency: 'high',
      summary: 'Scoreboard is dark',
      repeat: { name: 'new', body: custom({ status: 'New', ticket_id: 5120 }) },
      ack: { name: 'on hold', body: custom({ status: 'On-hold' }) },
      recovery: { name: 'closed', body: custom({ status: 'Closed' }) },
    },
    {
      name: 'no priority',
      key: '5120',
      trigger: { name: 'open', body: custom({ priority: '' }) },
      urgency: null,
      summary: 'Scoreboard',
      recovery: { name: 'solved', body: custom({ status: 'Solved', priority: '' }) },
    },
  ],
  // “Test webhook” sends the body that its user types: its placeholders are nobody's.
  test: {
    unfilled: [
      {
        post: { name: 'Test webhook, placeholders left', body: custom({ status: '{{ticket.status}}' }) },
        field: 'status',
      },
    ],
    opens: [{ name: 'Test webhook, filled in', body: custom({ ticket_id: '1' }) }],
  },
  asides: [
    { name: 'a comment', body: event('comment_added', {}, { comment: { id: '1' } }) },
    {
      name: 'a user',
      body: { ...event('created'), type: 'zen:event-type:user.created', detail: { id: '3' } },
    },
  ],
  malformed: [
    { post: { name: 'neither event nor ticket', body: { hello: 1 } }, field: 'ticket_id' },
    { post: { name: 'no title', body: custom({ title: '' }) }, field: 'title' },
    {
      post: { name: 'no id', body: { ...event('created', { id: null }), subject: 'x' } },
      field: 'detail.id',
    },
    { post: { name: 'no subject', body: event('created', { subject: ' ' }) }, field: 'detail.subject' },
    { post: { name: 'unknown status', body: event('created', { status: 'LOST' }) }, field: 'detail.status' },
    { post: { name: 'unknown word of a trigger', body: custom({ status: 'lost' }) }, field: 'status' },
    { post: { name: 'a list', body: [custom()] }, field: 'body' },
  ],
};
