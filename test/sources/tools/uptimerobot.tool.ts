import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}): Record<string, string> => ({
  monitorID: '800123456',
  monitorURL: 'https://ticket.example.com/health',
  monitorFriendlyName: 'ticket shop',
  alertType: '1',
  alertTypeFriendlyName: 'Down',
  alertDetails: 'Connection refused',
  alertDuration: '0',
  alertDateTime: '1795510100',
  monitorAlertContacts: '12;5;https://noc.example.com',
  sslExpiryDate: '*sslExpiryDate*',
  sslExpiryDaysLeft: '*sslExpiryDaysLeft*',
  ...changes,
});
const up = {
  alertType: '2',
  alertTypeFriendlyName: 'Up',
  alertDetails: 'HTTP 200 - OK',
  alertDuration: '411',
};
const ssl = {
  alertType: '3',
  alertTypeFriendlyName: 'SSL expiry',
  alertDetails: 'The certificate runs out in 7 days',
  sslExpiryDate: '2026-12-05',
  sslExpiryDaysLeft: '7',
};
const snake = (status: string) => ({
  monitor_id: 42,
  monitor_url: 'https://api.example.com',
  monitor_friendly_name: 'api',
  alert_type: status,
  alert_details: 'HTTP 502',
  alert_date_time: '2026-11-24 08:48:20',
});
const NO_SEVERITY = { worse: 'up, down or a certificate is all it says' };
const courses: Conformance['courses'] = [
  {
    name: 'JSON',
    key: '800123456',
    trigger: { name: 'down', body: alert() },
    urgency: null,
    summary: 'ticket shop is Down: Connection refused',
    repeat: { name: 'down again', body: alert({ alertDuration: '300' }) },
    recovery: { name: 'up', body: alert(up) },
  },
  {
    name: 'certificate',
    key: '800123456/ssl',
    trigger: { name: 'runs out', body: alert(ssl) },
    urgency: 'low',
    summary: 'ticket shop is SSL expiry',
    repeat: { name: 'runs out sooner', body: alert({ ...ssl, sslExpiryDaysLeft: '1' }) },
    recovery: null,
  },
  {
    name: 'JSON in snake case, its numbers as numbers',
    key: '42',
    trigger: { name: 'down', body: snake('1') },
    urgency: null,
    summary: 'api is Down: HTTP 502',
    recovery: { name: 'up', body: snake('2') },
  },
  {
    name: 'a body typed by hand, the rest in the query',
    key: '800123456',
    trigger: { name: 'down', body: { note: 'from the robot' }, query: alert() },
    urgency: null,
    summary: 'ticket shop is Down',
    recovery: { name: 'up', body: { note: 'from the robot' }, query: alert(up) },
  },
];
/** A body whose variables nothing filled in; what its test alert fills in is not documented. */
const unfilled = alert({
  monitorID: '*monitorID*',
  monitorFriendlyName: '*monitorFriendlyName*',
  alertType: '*alertType*',
});
const malformed: Conformance['malformed'] = [
  { post: { name: 'no id', body: alert({ monitorID: '' }) }, field: 'monitorID' },
  { post: { name: 'no type', body: alert({ alertType: '' }) }, field: 'alertType' },
  { post: { name: 'unknown type', body: alert({ alertType: '9' }) }, field: 'alertType' },
  { post: { name: 'nothing at all', body: null }, field: 'body' },
];

export const tools: readonly Conformance[] = [
  {
    type: 'uptimerobot',
    lacks: NO_SEVERITY,
    courses,
    test: { unfilled: [{ post: { name: 'variables left', body: unfilled }, field: 'monitorID' }] },
    malformed,
  },
  {
    type: 'uptimerobot',
    lacks: NO_SEVERITY,
    method: 'GET',
    courses: [
      {
        name: 'query',
        key: '800123456',
        trigger: { name: 'down', body: null, query: alert() },
        urgency: null,
        summary: 'Connection refused',
        repeat: { name: 'down again', body: null, query: alert({ alertDuration: '300' }) },
        recovery: { name: 'up', body: null, query: alert(up) },
      },
      {
        name: 'query of a monitor without a name',
        key: '7',
        trigger: {
          name: 'down',
          body: null,
          query: { monitorID: '7', monitorURL: '198.51.100.7', alertType: '1' },
        },
        urgency: null,
        summary: '198.51.100.7 is Down',
        recovery: { name: 'up', body: null, query: { monitorID: '7', alertType: '2' } },
      },
    ],
    test: {
      unfilled: [{ post: { name: 'variables left', body: null, query: unfilled }, field: 'monitorID' }],
    },
    malformed: [
      { post: { name: 'empty query', body: null }, field: 'body' },
      { post: { name: 'no type', body: null, query: { monitorID: '7' } }, field: 'alertType' },
    ],
  },
];
