import { expect, it } from 'vitest';
import { doorAt, eventOf, KEY } from './request.ts';

const door = doorAt(`/integration/zabbix/v1/${KEY}`);

it('[ING83] a problem fills its fields; its local time stays in the details', () => {
  const body = {
    subject: 'Problem: Disk is full',
    message: {
      eventDt: 'Problem started at 18:02:11 on 2026.11.22',
      eventName: 'Disk is full on app03',
      host: 'app03',
      severity: '심각',
      nseverity: '4',
      eventId: '88102',
      eventStatus: 'open',
      triggerUrl: 'https://zabbix.example.com/tr_events.php?eventid=88102',
    },
  };
  expect(eventOf(door, body)).toEqual({
    status: 'open',
    summary: 'Disk is full on app03',
    dedupKey: '88102',
    urgency: 'high',
    urgencyWord: '심각',
    eventAt: null,
    resource: 'app03',
    metricName: null,
    metricValue: null,
    threshold: null,
    eventType: null,
    details: body,
    links: [{ text: 'Zabbix', url: 'https://zabbix.example.com/tr_events.php?eventid=88102' }],
  });
});

it('[ING83] macros that Zabbix could not fill are empty', () => {
  const message = {
    eventId: '1',
    eventStatus: 'open',
    eventName: '{EVENT.NAME}',
    host: '*UNKNOWN*',
    severity: '{TRIGGER.SEVERITY}',
    triggerUrl: '{$ZABBIX.URL}',
  };
  expect(eventOf(door, { subject: 'Problem: swap', message })).toMatchObject({
    summary: 'Problem: swap',
    resource: null,
    urgency: null,
    urgencyWord: null,
    links: [],
  });
});

it('[ING83] an update of several things that has an acknowledgement is an ack', () => {
  const event = {
    event_id: '1',
    event_value: '1',
    event_update_status: '1',
    event_update_action: 'changed severity from High to Average, acknowledged',
  };
  expect(eventOf(door, event).status).toBe('ack');
});
