import { expect, it } from 'vitest';
import { matchEndpoint } from '../../src/server/sources/registry.ts';
import { doorAt, eventOf, KEY } from './request.ts';

const librenms = doorAt(`/integration/librenms/v1/${KEY}`);
const netdata = doorAt(`/integration/netdata/v1/${KEY}`);

it('[ING87] LibreNMS: state decides, and the device’s status never', () => {
  const alert = {
    title: 'Alert for device sw1 - Down',
    alert_id: '26',
    id: '38',
    uid: '41',
    hostname: 'sw1',
    name: 'Down',
    severity: 'critical',
    timestamp: '2026-11-22 18:01:50',
    status: '0',
    state: '1',
  };
  expect(eventOf(librenms, alert)).toMatchObject({
    status: 'open',
    summary: 'Alert for device sw1 - Down',
    dedupKey: '26',
    urgency: 'highest',
    urgencyWord: 'critical',
    eventAt: null,
    resource: 'sw1',
    metricName: 'Down',
    details: alert,
  });
  expect(eventOf(librenms, { ...alert, state: '0', status: '0', id: '39' })).toMatchObject({
    status: 'close',
    dedupKey: '26',
  });
});

it('[ING87] LibreNMS comes by GET, POST and PUT', () => {
  for (const method of ['GET', 'POST', 'PUT'])
    expect(matchEndpoint(method, `/integration/librenms/v1/${KEY}`)?.endpoint).toBe(librenms);
});

const cloud = (changes: object) => ({
  message: 'Critical alert: 10min_cpu = 97.3% on app1.example.com',
  alert: '10min_cpu',
  chart: 'system.cpu',
  space: 'prod',
  severity: 'critical',
  date: '2026-11-22T09:01:50Z',
  alert_url: 'https://app.netdata.cloud/alerts/1',
  ...changes,
});

it('[ING87] Netdata Cloud: the node and the value stand in the message alone', () => {
  expect(eventOf(netdata, cloud({}))).toMatchObject({
    status: 'open',
    dedupKey: 'prod/app1.example.com/system.cpu/10min_cpu',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'app1.example.com',
    metricName: '10min_cpu',
    metricValue: '97.3%',
    links: [{ text: 'Netdata', url: 'https://app.netdata.cloud/alerts/1' }],
  });
});

it.each([
  ['the message names none', { message: 'CPU is busy' }, 'prod/system.cpu/10min_cpu'],
  ['the message ends in the chart', { message: 'busy on system.cpu' }, 'prod/system.cpu/10min_cpu'],
  ['a field names it', { host: 'app9' }, 'prod/app9/system.cpu/10min_cpu'],
])('[ING87] Netdata Cloud: key where %s', (_name, changes, key) => {
  expect(eventOf(netdata, cloud(changes)).dedupKey).toBe(key);
});

it('[ING87] Netdata: two nodes with one alert are two incidents', () => {
  const other = cloud({ message: 'Critical alert: 10min_cpu = 99% on app2.example.com' });
  expect(eventOf(netdata, cloud({})).dedupKey).not.toBe(eventOf(netdata, other).dedupKey);
});
