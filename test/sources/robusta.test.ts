import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY, requestOf } from './request.ts';

const door = doorAt(`/integration/kubernetes/v1/${KEY}`);
const finding = (changes: object) => ({
  title: 'Pod cart-5c9 is crash looping',
  severity: 'HIGH',
  finding_type: 'ISSUE',
  aggregation_key: 'KubePodCrashLooping',
  failure: true,
  fingerprint: 'f0',
  starts_at: '2026-11-22T09:01:50.500000+00:00',
  ends_at: null,
  investigate_uri: 'https://robusta.example.com/1',
  subject: { name: 'cart-5c9', kind: 'pod', namespace: 'shop' },
  links: [
    { name: 'Graph', url: 'http://prom.example.com/graph' },
    { name: 'bad', url: 'javascript:x' },
    null,
  ],
  ...changes,
});

it('[ING89] a finding fills its fields', () => {
  expect(eventOf(door, finding({}))).toMatchObject({
    status: 'open',
    summary: 'Pod cart-5c9 is crash looping',
    dedupKey: 'f0',
    urgency: 'high',
    urgencyWord: 'HIGH',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50, 500),
    resource: 'cart-5c9',
    metricName: 'KubePodCrashLooping',
    eventType: 'ISSUE',
    links: [
      { text: 'Robusta', url: 'https://robusta.example.com/1' },
      { text: 'Graph', url: 'http://prom.example.com/graph' },
    ],
  });
});

it.each([
  ['failure is false', { failure: false }],
  ['it has an end', { ends_at: '2026-11-22T09:05:00+00:00', failure: undefined }],
  ['its title says so', { title: '[RESOLVED] crash', failure: undefined }],
])('[ING89] a finding is over when %s', (_name, changes) => {
  expect(eventOf(door, finding(changes))).toMatchObject({ status: 'close', dedupKey: 'f0' });
});

it('[ING89] the zero time is no end', () => {
  expect(eventOf(door, finding({ ends_at: '0001-01-01T00:00:00Z' })).status).toBe('open');
});

it('[ING89] what went well without having failed is neither', () => {
  const change = finding({ failure: false, finding_type: 'CONFIGURATION_CHANGE' });
  expect(door.parse(requestOf(change))).toMatchObject([
    { ok: true, setAside: { code: 'ING16', params: { cause: 'neither' } } },
  ]);
});
