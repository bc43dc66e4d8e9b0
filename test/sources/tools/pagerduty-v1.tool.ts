import { KEY } from '../request.ts';
import type { Conformance } from './conformance.ts';

const event = (changes: object = {}) => ({
  service_key: KEY,
  event_type: 'trigger',
  incident_key: 'edge4/BGP',
  description: 'BGP session of edge4 with AS64500 is gone',
  client: 'netwatch',
  client_url: 'https://netwatch.example.com/edge4',
  details: { peer: '192.0.2.1', 'flaps today': 3 },
  contexts: [
    { type: 'link', href: 'https://graphs.example.com/edge4', text: 'Graph' },
    { type: 'image', src: 'https://graphs.example.com/edge4.png', alt: 'Last hour' },
  ],
  ...changes,
});
const courses: Conformance['courses'] = [
  {
    name: 'all fields',
    key: 'edge4/BGP',
    trigger: { name: 'trigger', body: event() },
    urgency: null,
    summary: 'BGP session of edge4',
    repeat: { name: 'trigger again', body: event({ details: 'a plain text, as old clients send' }) },
    ack: {
      name: 'acknowledge',
      body: { service_key: KEY, event_type: 'acknowledge', incident_key: 'edge4/BGP' },
    },
    recovery: {
      name: 'resolve',
      body: { service_key: KEY, event_type: 'resolve', incident_key: 'edge4/BGP' },
    },
  },
  {
    name: 'required fields only: a key is made',
    key: 'id-1',
    trigger: { name: 'trigger', body: { service_key: KEY, event_type: 'trigger', description: 'tape full' } },
    urgency: null,
    summary: 'tape full',
    recovery: null,
  },
];
/** Tried with an event made by hand, as PagerDuty's documentation does. */
const tested: Conformance['test'] = { opens: [{ name: 'by hand', body: event({ incident_key: 'test-1' }) }] };
const malformed: Conformance['malformed'] = [
  {
    post: { name: 'no description', body: event({ description: ' ' }) },
    field: 'description is missing or blank',
  },
  { post: { name: 'unknown type', body: event({ event_type: 'mute' }) }, field: 'event_type is invalid' },
  {
    post: { name: 'resolve without a key', body: { service_key: KEY, event_type: 'resolve' } },
    field: 'incident_key is missing or blank',
  },
  {
    post: { name: 'a key that is too long', body: event({ incident_key: 'k'.repeat(256) }) },
    field: 'incident_key is too long',
  },
];
export const tools: readonly Conformance[] = [
  {
    type: 'pagerduty',
    path: '/generic/2010-04-15/create_event.json',
    courses,
    lacks: { worse: 'an event of v1 has no severity' },
    test: tested,
    malformed: [
      ...malformed,
      {
        post: { name: 'no type', body: event({ event_type: undefined }) },
        field: 'event_type is missing or blank',
      },
    ],
  },
  {
    type: 'pagerduty',
    path: '/integration/pagerduty/v1/{key}',
    courses,
    lacks: { worse: 'an event of v1 has no severity' },
    test: tested,
    malformed,
    batch: {
      post: {
        name: 'v1 and v2 in one list',
        body: [event(), { event_action: 'resolve', dedup_key: 'other' }, event({ event_type: 'resolve' })],
      },
      events: [
        ['edge4/BGP', 'open'],
        ['other', 'close'],
        ['edge4/BGP', 'close'],
      ],
    },
  },
];
