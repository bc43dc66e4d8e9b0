import { KEY } from '../request.ts';
import type { Conformance } from './conformance.ts';

const event = (changes: object, payload: object = {}) => ({
  routing_key: KEY,
  event_action: 'trigger',
  dedup_key: 'srv01/cpu',
  payload: {
    summary: 'CPU above 95 % on srv01',
    source: 'srv01.example.com',
    severity: 'error',
    timestamp: '2026-11-22T08:59:00.000+0000',
    component: 'cpu',
    group: 'compute',
    class: 'cpu load',
    custom_details: { load: 38.2 },
    ...payload,
  },
  links: [{ href: 'https://graphs.example/cpu', text: 'graph' }],
  client: 'watchdog',
  client_url: 'https://watchdog.example/',
  ...changes,
});
const courses: Conformance['courses'] = [
  {
    name: 'all fields',
    key: 'srv01/cpu',
    trigger: { name: 'trigger', body: event({}) },
    urgency: 'high',
    summary: 'CPU above 95 %',
    repeat: { name: 'trigger again', body: event({}, { custom_details: { load: 40 } }) },
    worse: { post: { name: 'critical', body: event({}, { severity: 'critical' }) }, urgency: 'highest' },
    ack: { name: 'acknowledge', body: event({ event_action: 'acknowledge' }) },
    recovery: { name: 'resolve', body: event({ event_action: 'resolve' }) },
  },
  {
    name: 'required fields only',
    key: 'k2',
    trigger: {
      name: 'trigger',
      body: {
        routing_key: KEY,
        event_action: 'trigger',
        dedup_key: 'k2',
        payload: { summary: 'queue grows', source: 'mq1', severity: 'warning' },
      },
    },
    urgency: 'medium',
    summary: 'queue grows',
    recovery: { name: 'resolve', body: { routing_key: KEY, event_action: 'resolve', dedup_key: 'k2' } },
  },
];
/** Tried with an event made by hand, as PagerDuty's documentation does. */
const tested: Conformance['test'] = { opens: [{ name: 'by hand', body: event({ dedup_key: 'test-1' }) }] };
const malformed: Conformance['malformed'] = [
  {
    post: { name: 'no payload', body: { routing_key: KEY, event_action: 'trigger' } },
    field: "'payload' is missing or blank",
  },
  {
    post: { name: 'unknown action', body: event({ event_action: 'mute' }) },
    field: "'event_action' is invalid",
  },
];
export const tools: readonly Conformance[] = [
  {
    type: 'pagerduty',
    courses,
    test: tested,
    malformed,
    batch: {
      post: { name: 'a list', body: [event({}), event({ event_action: 'resolve' })] },
      events: [
        ['srv01/cpu', 'open'],
        ['srv01/cpu', 'close'],
      ],
    },
  },
  { type: 'pagerduty', path: '/v2/enqueue', courses, test: tested, malformed },
];
