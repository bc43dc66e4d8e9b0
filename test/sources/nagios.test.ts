import { expect, it } from 'vitest';
import { readPerfdata } from '../../src/server/sources/nagios-words.ts';
import { doorAt, eventOf, KEY } from './request.ts';

const nagios = doorAt(`/integration/nagios/v1/${KEY}`);
const checkmk = doorAt(`/integration/checkmk/v1/${KEY}`);

it('[ING82] a form of macros fills every field', () => {
  const body = {
    NOTIFICATIONTYPE: 'PROBLEM',
    SERVICEDESC: 'Load',
    SERVICESTATE: 'CRITICAL',
    HOSTNAME: 'app1',
    SERVICEOUTPUT: 'CRITICAL - load average: 31.20',
    SERVICEPERFDATA: "'load 1'=31.200;15.000;30.000;0; load5=20;10;20;0;",
    SERVICENOTESURL: 'https://wiki.example.com/load',
    HOSTNOTESURL: '$HOSTNOTESURL$',
    LONGDATETIME: 'Sun Nov 22 18:01:50 KST 2026',
    SERVICEPROBLEMID: '12',
  };
  expect(eventOf(nagios, body)).toEqual({
    status: 'open',
    summary: 'app1/Load is CRITICAL: CRITICAL - load average: 31.20',
    dedupKey: 'app1|Load',
    urgency: 'high',
    urgencyWord: 'CRITICAL',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'app1',
    metricName: 'Load',
    metricValue: '31.200',
    threshold: '30.000',
    eventType: 'service',
    details: body,
    links: [{ text: 'SERVICENOTESURL', url: 'https://wiki.example.com/load' }],
  });
});

it('[ING82] a host’s notification that names its service templates is the host’s', () => {
  const body = {
    alertType: 'host',
    notificationType: 'PROBLEM',
    hostName: 'app1',
    hostState: 'DOWN',
    serviceDesc: 'left over',
  };
  expect(eventOf(nagios, body)).toMatchObject({ dedupKey: 'app1', eventType: 'host', metricName: null });
});

it('[ING82] an end of a host has no urgency that nobody knows', () => {
  const body = { notificationType: 'RECOVERY', hostName: 'app1', hostState: 'UP' };
  expect(eventOf(nagios, body)).toMatchObject({ status: 'close', urgency: 'none', urgencyWord: 'UP' });
});

it('[ING82] Checkmk: time to the microsecond, the site in the key, a path is no link', () => {
  const body = {
    WHAT: 'HOST',
    NOTIFICATIONTYPE: 'PROBLEM',
    HOSTNAME: 'app1',
    HOSTSTATE: 'DOWN',
    HOSTOUTPUT: '$HOSTOUTPUT$',
    HOSTPERFDATA: 'pl=100%;80;;0;100',
    HOSTURL: '/check_mk/index.py?host=app1',
    MICROTIME: '1795338110123456',
    SHORTDATETIME: '2026-11-22 18:01:50',
    OMD_SITE: 'seoul',
  };
  expect(eventOf(checkmk, body)).toMatchObject({
    summary: 'app1 is DOWN',
    dedupKey: 'seoul|app1',
    eventAt: 1_795_338_110_123,
    metricValue: '100%',
    threshold: '80',
    links: [],
  });
});

it.each([
  ['time=0.5s;1;2;0;', { value: '0.5s', threshold: '2' }],
  [' rta=1.2ms', { value: '1.2ms', threshold: null }],
  ["'a=b c'=3;;", { value: '3', threshold: null }],
  ['', { value: null, threshold: null }],
  ['no data', { value: null, threshold: null }],
  [`${"'".repeat(100_000)}`, { value: null, threshold: null }],
  [undefined, { value: null, threshold: null }],
])('[ING82] performance data: %.30s', (text, expected) => {
  expect(readPerfdata(text)).toEqual(expected);
});
