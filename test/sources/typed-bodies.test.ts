import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY, requestOf } from './request.ts';

const prtg = doorAt(`/integration/prtg/v1/${KEY}`);
const solarwinds = doorAt(`/integration/solarwinds/v1/${KEY}`);
const sensor = (changes: object) => ({
  sensorid: '7',
  device: 'fw1',
  sensor: 'Ping',
  status: 'Down',
  ...changes,
});

it('[ING86] PRTG: a form fills its fields, with the zone beside its time', () => {
  const body = sensor({
    datetime: '22.11.2026 18:01:50',
    timezone: 'KST',
    lastvalue: '97 %',
    message: '<b>Timeout</b> (code: PE018)',
    priority: '5',
    linksensor: 'https://prtg.example.com/sensor.htm?id=7',
    parenttags: '%parenttags',
  });
  expect(eventOf(prtg, body)).toEqual({
    status: 'open',
    summary: 'fw1 Ping is Down: Timeout (code: PE018)',
    dedupKey: '7',
    urgency: 'highest',
    urgencyWord: 'Down',
    eventAt: Date.UTC(2026, 10, 22, 9, 1, 50),
    resource: 'fw1',
    metricName: 'Ping',
    metricValue: '97 %',
    threshold: null,
    eventType: null,
    details: body,
    links: [{ text: 'PRTG', url: 'https://prtg.example.com/sensor.htm?id=7' }],
  });
});

it.each([
  ['Down', 'open', 'Down', 'high'],
  ['Down (Partial)', 'open', 'Down', 'high'],
  ['Down ESCALATION (at least 5 min)', 'open', 'Down', 'high'],
  ['Down (Acknowledged)', 'ack', 'Down (Acknowledged)', 'high'],
  ['Warning ENDED (now: Down)', 'open', 'Down', 'high'],
  ['Down ENDED (now: Warning)', 'open', 'Warning', 'medium'],
  ['Down ENDED (now: Up)', 'close', 'Up', 'none'],
  ['Up (was: Down)', 'close', 'Up', 'none'],
  ['Unknown', 'open', 'Unknown', 'low'],
  ['Warnung', 'open', 'Warnung', 'medium'],
])('[ING86] PRTG: "%s" is %s', (word, status, urgencyWord, urgency) => {
  expect(eventOf(prtg, sensor({ status: word }))).toMatchObject({ status, urgencyWord, urgency });
});

it('[ING86] PRTG: stars raise what is down and nothing else', () => {
  expect(eventOf(prtg, sensor({ priority: '*****' })).urgency).toBe('highest');
  expect(eventOf(prtg, sensor({ priority: '**' })).urgency).toBe('high');
  expect(eventOf(prtg, sensor({ status: 'Warning', priority: '5' })).urgency).toBe('medium');
  // An object that cannot be made a number.
  expect(eventOf(prtg, sensor({ priority: { toString: {} } })).urgency).toBe('high');
});

it('[ING86] PRTG: a message of open brackets costs nothing', () => {
  expect(eventOf(prtg, sensor({ message: '<'.repeat(900_000) })).summary).toContain('<<<');
});

const action = (changes: object) => ({
  message_type: 'CRITICAL',
  alert_object_id: '1290',
  alert_name: 'Packet loss',
  ...changes,
});

it('[ING86] SolarWinds: a template fills its fields; its local time stays in the details', () => {
  const body = action({
    severity: 'Notice',
    object_type: 'Node',
    node: 'br-1',
    alert_message: 'br-1 loses packets',
    alert_details_url: 'http://orion.example.com/Orion/View.aspx?NetObject=AAT:1290',
    trigger_time: 'Sunday, November 22, 2026 6:01 PM',
  });
  expect(eventOf(solarwinds, body)).toEqual({
    status: 'open',
    summary: 'br-1 loses packets',
    dedupKey: '1290',
    urgency: 'low',
    urgencyWord: 'Notice',
    eventAt: null,
    resource: 'br-1',
    metricName: 'Node',
    metricValue: null,
    threshold: null,
    eventType: 'Packet loss',
    details: body,
    links: [{ text: 'SolarWinds', url: 'http://orion.example.com/Orion/View.aspx?NetObject=AAT:1290' }],
  });
});

it('[ING86] SolarWinds: the reset of an acknowledged alert closes, the trigger of one acks', () => {
  expect(eventOf(solarwinds, action({ acknowledged: 'True' })).status).toBe('ack');
  expect(eventOf(solarwinds, action({ acknowledged: 'True', message_type: 'RECOVERY' })).status).toBe(
    'close',
  );
});

it('[ING86] SolarWinds: the template itself, unrendered, is refused', () => {
  const body = action({ alert_object_id: `\${N=Alerting;M=AlertObjectID}` });
  expect(solarwinds.parse(requestOf(body))).toMatchObject([{ ok: false, reason: { code: 'ING2' } }]);
});
