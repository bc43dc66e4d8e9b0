import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY } from './request.ts';

const splunk = doorAt(`/integration/splunk/v1/${KEY}`);
const elastic = doorAt(`/integration/elastic/v1/${KEY}`);
const kubernetes = doorAt(`/integration/kubernetes/v1/${KEY}`);

it('[ING84] Splunk: a row fills every field; the run’s id is no key', () => {
  const body = {
    result: { _time: '1795338110.250', host: 'gw1', count: '9', latency: '812.5', severity: 'ERROR' },
    sid: 'scheduler__1',
    results_link: 'https://splunk.example.com/app/search',
    search_name: 'Slow gateway',
    app: 'search',
  };
  const event = eventOf(splunk, body);
  expect(event).toEqual({
    status: 'open',
    summary: 'Slow gateway',
    dedupKey: 'search/Slow gateway/gw1',
    urgency: 'high',
    urgencyWord: 'ERROR',
    eventAt: 1_795_338_110_250,
    resource: 'gw1',
    metricName: 'latency',
    metricValue: '812.5',
    threshold: null,
    eventType: null,
    details: body,
    links: [{ text: 'Splunk', url: 'https://splunk.example.com/app/search' }],
  });
  expect(eventOf(splunk, { ...body, sid: 'scheduler__2' }).dedupKey).toBe(event.dedupKey);
});

it.each([
  ['a number', 12, '12'],
  ['an object', { value: 12, relation: 'gte' }, '12'],
  ['nothing', undefined, null],
])('[ING84] Watcher: hits.total is %s', (_name, total, value) => {
  const body = {
    id: 'w_1-2026',
    watchId: 'w_1',
    triggeredTime: '2026-11-22T09:01:50.120Z',
    details: { hits: { total, hits: [{ _source: { host: { name: 'app1' } } }] } },
  };
  expect(eventOf(elastic, body)).toMatchObject({
    status: 'open',
    dedupKey: 'w_1',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50, 120),
    resource: 'app1',
    metricValue: value,
  });
});

it('[ING84] Botkube: the time inside counts, that around is the zero time', () => {
  const data = {
    Kind: 'Deployment',
    Name: 'cart',
    Namespace: 'shop',
    Cluster: 'busan',
    Type: 'error',
    Reason: 'ReplicaFailure',
    Level: 'error',
    TimeStamp: '2026-11-22T09:01:50Z',
    Count: 3,
    Messages: null,
  };
  expect(eventOf(kubernetes, { source: 's', data, timeStamp: '0001-01-01T00:00:00Z' })).toMatchObject({
    status: 'open',
    summary: 'ReplicaFailure: Deployment cart',
    dedupKey: 'busan/shop/Deployment/cart/ReplicaFailure',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'cart',
    metricName: 'ReplicaFailure',
    metricValue: '3',
    eventType: 'error',
  });
});
