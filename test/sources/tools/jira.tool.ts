import type { Conformance } from './conformance.ts';

const status = (name: string, category?: string) => ({
  id: '9',
  name,
  ...(category === undefined ? {} : { statusCategory: { id: 1, key: category, name: category } }),
});
const issue = (fields: object = {}) => ({
  id: '20771',
  self: 'https://desk.example.com/jira/rest/api/2/issue/20771',
  key: 'NOC-77',
  fields: {
    summary: 'Turnstiles at gate C do not open',
    issuetype: { id: '10', name: 'Incident', subtask: false },
    project: { id: '5', key: 'NOC', name: 'Network operations' },
    priority: { id: '3', name: 'Medium' },
    status: status('열림', 'new'),
    resolution: null,
    created: '2026-11-24T18:00:00.000+0900',
    updated: '2026-11-24T18:00:00.000+0900',
    reporter: { accountId: 'r-1', displayName: 'Han' },
    assignee: null,
    labels: ['venue'],
    components: [{ name: 'gate-c' }],
    description: 'Since five minutes.',
    customfield_10050: { a: ['lot', 'of', 'other', 'things'] },
    ...fields,
  },
});
const hook = (event: string, fields: object = {}, changed?: readonly string[]) => ({
  timestamp: 1_795_510_900_123,
  webhookEvent: event,
  issue_event_type_name: 'issue_generic',
  user: { accountId: 'r-1', displayName: 'Han' },
  issue: issue(fields),
  ...(changed === undefined
    ? {}
    : {
        changelog: {
          id: '1',
          items: changed.map((field) => ({ field, fieldId: field, from: '1', to: '2' })),
        },
      }),
});
const created = 'jira:issue_created';
const updated = 'jira:issue_updated';

export const tool: Conformance = {
  type: 'jira',
  courses: [
    {
      name: 'issue of the cloud',
      key: 'NOC-77',
      trigger: { name: 'created', body: hook(created) },
      urgency: 'medium',
      summary: 'Turnstiles at gate C',
      repeat: { name: 'reopened', body: hook(updated, {}, ['status']) },
      worse: {
        post: {
          name: 'priority raised',
          body: hook(updated, { priority: { name: 'Critical' } }, ['priority']),
        },
        urgency: 'high',
      },
      ack: {
        name: 'in progress',
        body: hook(updated, { status: status('진행 중', 'indeterminate') }, ['status']),
      },
      recovery: {
        name: 'done',
        body: hook(updated, { status: status('완료', 'done'), resolution: { name: 'Done' } }, [
          'resolution',
          'status',
        ]),
      },
    },
    {
      name: 'begun at once, then deleted',
      key: 'NOC-77',
      trigger: {
        name: 'created in progress',
        body: hook(created, {
          status: status('In Progress', 'indeterminate'),
          priority: { name: 'Blocker' },
        }),
      },
      urgency: 'highest',
      summary: 'Turnstiles',
      recovery: { name: 'deleted', body: hook('jira:issue_deleted') },
    },
    {
      name: 'old server without categories, by an automation',
      key: 'NOC-77',
      trigger: { name: 'to do', body: issue({ status: status('To Do'), priority: { name: 'Trivial' } }) },
      urgency: 'lowest',
      summary: 'Turnstiles',
      ack: { name: 'in progress', body: issue({ status: status('In Progress') }) },
      recovery: {
        name: 'resolved',
        body: issue({ status: status('Strange word'), resolution: { name: 'Fixed' } }),
      },
    },
  ],
  test: { none: 'a webhook of Jira has no test; a trial issue is an issue' },
  asides: [
    {
      name: 'a comment',
      body: {
        timestamp: 1,
        webhookEvent: 'comment_created',
        comment: { id: '1', body: 'looking' },
        issue: issue(),
      },
    },
    { name: 'a label changed', body: hook(updated, {}, ['labels']) },
  ],
  malformed: [
    { post: { name: 'no issue', body: { webhookEvent: created } }, field: 'issue' },
    {
      post: { name: 'no key', body: { webhookEvent: created, issue: { ...issue(), key: null, id: ' ' } } },
      field: 'issue.key',
    },
    { post: { name: 'no summary', body: hook(created, { summary: '' }) }, field: 'issue.fields.summary' },
    {
      post: { name: 'unknown status', body: hook(created, { status: status('Limbo') }) },
      field: 'issue.fields.status',
    },
    { post: { name: 'a text', body: 'NOC-77' }, field: 'body' },
  ],
};
