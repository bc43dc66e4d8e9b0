import type { Conformance } from './conformance.ts';

const message = (changes: object = {}) => ({
  eventDt: 'Problem started at 18:02:11 on 2026.11.22',
  eventName: 'Free swap below 10 % on app03',
  host: 'app03',
  severity: 'Average',
  nseverity: '3',
  eventId: '88102',
  eventStatus: 'open',
  triggerUrl: 'https://zabbix.example.com/tr_events.php?triggerid=20114&eventid=88102',
  ...changes,
});
const webhook = (changes: object = {}) => ({
  subject: 'Problem: Free swap below 10 % on app03',
  message: message(changes),
});
const close = { subject: 'Resolved in 3m: Free swap', message: { eventId: '88102', eventStatus: 'close' } };

/** The stock parameters of the media types, as a script of one's own sends them on. */
const flat = (changes: object = {}) => ({
  event_source: '0',
  event_value: '1',
  event_update_status: '0',
  event_id: '90417',
  event_name: 'Interface ge-0/0/1 is down',
  event_nseverity: '5',
  event_severity: 'Katastrophe',
  event_opdata: 'down (2)',
  host_name: 'sw1',
  trigger_id: '31007',
  alert_subject: 'Problem: Interface ge-0/0/1 is down',
  zabbix_url: '{$ZABBIX.URL}',
  ...changes,
});

export const tool: Conformance = {
  type: 'zabbix',
  courses: [
    {
      name: 'webhook of the guide',
      key: '88102',
      trigger: { name: 'problem', body: webhook() },
      urgency: 'medium',
      summary: 'Free swap below 10 %',
      repeat: { name: 'problem again', body: webhook() },
      worse: {
        post: { name: 'disaster', body: webhook({ severity: 'Disaster', nseverity: '5' }) },
        urgency: 'highest',
      },
      ack: { name: 'ack', body: { subject: 'Updated', message: { eventId: '88102', eventStatus: 'ack' } } },
      recovery: { name: 'recovery', body: close },
    },
    {
      name: 'alert script, severity as text only, message as text',
      key: '88103',
      trigger: {
        name: 'problem',
        body: {
          subject: 'Problem',
          message: JSON.stringify(message({ eventId: '88103', nseverity: undefined, severity: 'Warning' })),
        },
      },
      urgency: 'low',
      summary: 'Free swap below 10 %',
      recovery: {
        name: 'recovery',
        body: { subject: 'OK', message: '{"eventId":"88103","eventStatus":"close"}' },
      },
    },
    {
      name: 'stock parameters, severities renamed',
      key: '90417',
      trigger: { name: 'problem', body: flat() },
      urgency: 'highest',
      summary: 'Interface ge-0/0/1 is down',
      worse: {
        post: {
          name: 'severity changed',
          body: flat({
            event_update_status: '1',
            event_update_action: 'changed severity from Disaster to High',
            event_nseverity: '4',
          }),
        },
        urgency: 'high',
      },
      ack: {
        name: 'acknowledged',
        body: flat({ event_update_status: '1', event_update_action: 'acknowledged, commented' }),
      },
      recovery: { name: 'recovery', body: flat({ event_value: '0' }) },
    },
  ],
  test: {
    unfilled: [
      {
        post: { name: 'Test of the media type, macros left', body: webhook({ eventId: '{EVENT.ID}' }) },
        field: 'message.eventId',
      },
    ],
    // The dialog asks for each value: what is typed there is an event like any other.
    opens: [{ name: 'Test of the media type, filled in', body: webhook({ eventId: '1' }) }],
  },
  asides: [
    {
      name: 'a comment',
      body: flat({ event_update_status: '1', event_update_action: 'commented' }),
    },
    {
      name: 'an acknowledgement taken back',
      body: flat({ event_update_status: '1', event_update_action: 'unacknowledged' }),
    },
  ],
  malformed: [
    { post: { name: 'a list', body: [] }, field: 'body' },
    { post: { name: 'no message', body: { subject: 'Problem' } }, field: 'message' },
    { post: { name: 'message is prose', body: { subject: 's', message: 'swap is low' } }, field: 'message' },
    { post: { name: 'no id', body: { message: { eventStatus: 'open' } } }, field: 'message.eventId' },
    { post: { name: 'no status', body: { message: { eventId: '1' } } }, field: 'message.eventStatus' },
    {
      post: { name: 'unknown status', body: webhook({ eventStatus: 'paused' }) },
      field: 'message.eventStatus',
    },
    { post: { name: 'flat, no status', body: { event_id: '1' } }, field: 'eventStatus' },
  ],
};
