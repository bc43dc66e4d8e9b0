import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY } from './request.ts';

const door = doorAt(`/integration/instana/v1/${KEY}`);
const issue = (changes: object) => ({
  issue: {
    id: 'i-1',
    type: 'issue',
    state: 'OPEN',
    start: 1_795_338_110_000,
    severity: 5,
    text: 'Garbage collection activity high (11%)',
    link: 'https://noc.instana.example/#/events;eventId=i-1',
    fqdn: 'app1.example.com',
    entity: 'jvm',
    ...changes,
  },
});

it('[ING16] an issue fills its fields, with the value behind its text', () => {
  const body = issue({});
  expect(eventOf(door, body)).toEqual({
    status: 'open',
    summary: 'Garbage collection activity high (11%)',
    dedupKey: 'i-1',
    urgency: 'medium',
    urgencyWord: '5',
    eventAt: 1_795_338_110_000,
    resource: 'app1.example.com',
    metricName: 'jvm',
    metricValue: '11%',
    threshold: null,
    eventType: 'issue',
    details: body.issue,
    links: [{ text: 'Instana', url: 'https://noc.instana.example/#/events;eventId=i-1' }],
  });
});

it('[ING16] a limit in the text is not the value; a metric named is the metric', () => {
  expect(eventOf(door, issue({ text: 'Heap above 90 %', metricNames: ['jvm.heap.used'] }))).toMatchObject({
    metricName: 'jvm.heap.used',
    metricValue: null,
  });
});

it('[ING16] an open issue has the time of its start, a closed one that of its end', () => {
  const end = 1_795_338_900_000;
  expect(eventOf(door, issue({ end })).eventAt).toBe(1_795_338_110_000);
  expect(eventOf(door, issue({ end, state: 'CLOSED' })).eventAt).toBe(end);
});
