import type { Conformance } from './conformance.ts';

const issue = (changes: object) => ({
  issue: {
    id: '7d1c2f0e-55aa-4f5e-9f0b-3a1f0c9d2b11',
    type: 'issue',
    state: 'OPEN',
    start: 1_795_500_000_000,
    severity: 5,
    text: 'Heap usage above 90 %',
    suggestion: 'Look for a leak, or raise the heap.',
    link: 'https://noc.instana.example/#/events;eventId=7d1c2f0e',
    zone: 'seoul-a',
    fqdn: 'pay03.example.com',
    entity: 'jvm',
    entityLabel: 'payments',
    tags: 'production, payments',
    container: 'payments-3',
    ...changes,
  },
});
const key = '7d1c2f0e-55aa-4f5e-9f0b-3a1f0c9d2b11';

export const tool: Conformance = {
  type: 'instana',
  courses: [
    {
      name: 'issue',
      key,
      trigger: { name: 'open', body: issue({}) },
      urgency: 'medium',
      summary: 'Heap usage above 90 %',
      repeat: { name: 'open again', body: issue({}) },
      worse: { post: { name: 'critical', body: issue({ severity: 10 }) }, urgency: 'highest' },
      recovery: { name: 'closed', body: issue({ state: 'CLOSED', end: 1_795_500_600_000 }) },
    },
    {
      name: 'incident',
      key: 'inc-9',
      trigger: {
        name: 'open',
        body: issue({ id: 'inc-9', type: 'incident', severity: 10, text: 'Checkout is slow' }),
      },
      urgency: 'highest',
      summary: 'Checkout is slow',
      recovery: {
        name: 'closed',
        body: issue({ id: 'inc-9', type: 'incident', state: 'CLOSED', end: 1_795_500_600_000 }),
      },
    },
  ],
  test: { none: 'no test message is documented' },
  asides: [
    { name: 'a change', body: issue({ id: 'chg-1', type: 'change', state: undefined, severity: -1 }) },
  ],
  malformed: [
    { post: { name: 'no issue', body: { id: 'x' } }, field: 'issue' },
    { post: { name: 'no id', body: issue({ id: '' }) }, field: 'issue.id' },
    { post: { name: 'unknown state', body: issue({ state: 'PAUSED' }) }, field: 'issue.state' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
