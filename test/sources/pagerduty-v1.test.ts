import { expect, it } from 'vitest';
import { matchEndpoint } from '../../src/server/sources/registry.ts';
import { createdResult, doorAt, eventOf, KEY, refusal, refusalOf, requestOf } from './request.ts';

const PATH = '/generic/2010-04-15/create_event.json';
const door = doorAt(PATH);
const trigger = {
  service_key: KEY,
  event_type: 'trigger',
  incident_key: 'db2/replica',
  description: 'replica is behind',
  client: 'dbwatch',
  client_url: 'https://dbwatch.example.com/db2',
  details: { lag: '90 s', runbook: 'https://wiki.example.com/replica' },
  contexts: [
    { type: 'link', href: 'https://graphs.example.com/db2', text: 'Graph' },
    { type: 'image', src: 'https://graphs.example.com/db2.png', alt: 'Picture' },
    { type: 'link', href: 'javascript:alert(1)', text: 'no' },
    'not a context',
  ],
};

it('[ING90] the service key is the key, on both paths that clients use', () => {
  expect(door.keyOf?.(requestOf(trigger))).toBe(KEY);
  expect(door.keyOf?.(requestOf([trigger]))).toBeNull();
  expect(matchEndpoint('POST', `/api${PATH}`)?.endpoint.keyOf?.(requestOf(trigger))).toBe(KEY);
  expect(matchEndpoint('GET', PATH)).toBeNull();
});

it('[ING90] a trigger keeps details, client and every link that is one', () => {
  const event = eventOf(door, trigger);
  expect(event).toMatchObject({
    status: 'open',
    summary: 'replica is behind',
    urgency: null,
    urgencyWord: null,
  });
  expect(event.details).toEqual({
    lag: '90 s',
    runbook: 'https://wiki.example.com/replica',
    client: 'dbwatch',
  });
  expect(event.links.map(({ text, url }) => `${text} ${url}`)).toEqual([
    'dbwatch https://dbwatch.example.com/db2',
    'Graph https://graphs.example.com/db2',
    'Picture https://graphs.example.com/db2.png',
    'runbook https://wiki.example.com/replica',
  ]);
  expect(eventOf(door, { ...trigger, details: 'plain' }).details).toEqual({
    value: 'plain',
    client: 'dbwatch',
  });
});

it('[ING90] is answered exactly 200 with the key, the one made for it where none was sent', () => {
  expect(door.accept([createdResult], requestOf(trigger))).toEqual({
    status: 200,
    body: { status: 'success', message: 'Event processed', incident_key: 'db2/replica' },
  });
  const { incident_key, ...keyless } = trigger;
  expect(door.accept([createdResult], requestOf(keyless)).body).toMatchObject({ incident_key: 'id-1' });
});

it('[ING90] faults are named one by one, wrong keys are 401, too fast is 403 and the disk 503', () => {
  const bad = { service_key: KEY, event_type: 'shout', incident_key: [1] };
  expect(refusalOf(door, bad)).toBe(
    'ING90 event_type is invalid (must be one of: trigger acknowledge resolve); incident_key is invalid (must be a string)',
  );
  expect(door.refuse(refusal('body'), requestOf(bad))).toEqual({
    status: 400,
    body: {
      status: 'invalid event',
      message: 'Event object is invalid',
      errors: [
        'event_type is invalid (must be one of: trigger acknowledge resolve)',
        'incident_key is invalid (must be a string)',
      ],
    },
  });
  expect(door.refuse(refusal('key'), null)).toMatchObject({ status: 401, body: { status: 'invalid event' } });
  expect(door.refuse(refusal('overload'), null)).toMatchObject({
    status: 403,
    headers: { 'Retry-After': '1' },
  });
  expect(door.refuse(refusal('storage'), null)).toMatchObject({
    status: 503,
    headers: { 'Retry-After': '1' },
  });
  expect(door.refuse(refusal('too-large', 'body: over'), null)).toMatchObject({
    status: 413,
    body: { errors: ['body: over'] },
  });
});

it('[ING90] at the path of v2 each body is read by what it names its action', () => {
  const either = doorAt(`/integration/pagerduty/v1/${KEY}`);
  expect(eventOf(either, trigger).dedupKey).toBe('db2/replica');
  expect(eventOf(either, { event_action: 'resolve', dedup_key: 'k' }).status).toBe('close');
  expect(refusalOf(either, { hello: 1 })).toMatch(/^ING12 'event_action' is missing/);
});
