import type { Preset } from '../../../src/shared/config/custom-presets.ts';
import type { Conformance } from './conformance.ts';

const preset = (name: Preset) => ({ id: name, type: 'custom', preset: name }) as const;

// ——— an own mapping: a batch whose envelope names the site

const door = (changes: object = {}) => ({
  door: 'C-12',
  state: 'FORCED',
  level: 2,
  seen: '2026-11-24T09:30:00Z',
  labels: { 'building.example.com/floor': 'B1' },
  ...changes,
});
const site = (...doors: readonly object[]) => ({ site: 'arena', kind: 'alarm', alarms: doors });
const own: Conformance = {
  type: 'custom',
  integration: {
    id: 'doors',
    type: 'custom',
    mapping: {
      items: 'alarms',
      summary: { template: 'Door {{door}} of {{root.site}} is {{state}}' },
      key: { template: '{{root.site}}/{{door}}' },
      status: { path: 'state', values: { FORCED: 'open', SEEN: 'ack', SHUT: 'close' }, ignoreCase: true },
      urgency: { path: 'level', values: { 1: 'highest', 2: 'high' } },
      eventAt: { path: 'seen' },
      resource: { path: 'labels.building.example.com/floor' },
      ignore: { field: 'state', op: 'equals', value: 'IDLE' },
      test: { field: 'root.kind', op: 'equals', value: 'drill' },
    },
  },
  courses: [
    {
      name: 'own mapping',
      key: 'arena/C-12',
      trigger: { name: 'forced', body: site(door()) },
      urgency: 'high',
      summary: 'Door C-12 of arena is FORCED',
      repeat: { name: 'forced again, in small letters', body: site(door({ state: 'forced' })) },
      worse: { post: { name: 'level 1', body: site(door({ level: '1' })) }, urgency: 'highest' },
      ack: { name: 'seen', body: site(door({ state: 'SEEN' })) },
      recovery: { name: 'shut', body: site(door({ state: 'SHUT' })) },
    },
    {
      name: 'a word of urgency that everybody knows',
      key: 'arena/9',
      trigger: { name: 'forced', body: site(door({ door: 9, level: 'warning' })) },
      urgency: 'medium',
      summary: 'Door 9 of arena',
      recovery: { name: 'closed in our own word', body: site(door({ door: 9, state: 'close' })) },
    },
  ],
  batch: {
    post: { name: 'two doors', body: site(door(), door({ door: 'D-1', state: 'SHUT' })) },
    events: [
      ['arena/C-12', 'open'],
      ['arena/D-1', 'close'],
    ],
  },
  test: { setAside: [{ name: 'a drill', body: { ...site(door()), kind: 'drill' } }] },
  asides: [{ name: 'ignored', body: site(door({ state: 'IDLE' })) }],
  malformed: [
    { post: { name: 'no list', body: { site: 'arena' } }, field: 'alarms' },
    { post: { name: 'unknown status', body: site(door({ state: 'MELTED' })) }, field: 'state' },
    { post: { name: 'no status', body: site(door({ state: null })) }, field: 'state' },
    { post: { name: 'a text in the list', body: { alarms: ['x'] } }, field: 'body' },
  ],
};

const ticket = (changes: object = {}) => ({
  freshdesk_webhook: {
    ticket_id: 3107,
    ticket_subject: 'Payment page shows an error',
    ticket_status: 'Open',
    ticket_priority: 'Medium',
    ticket_url: 'https://help.example.com/helpdesk/tickets/3107',
    ticket_group_name: 'Payments',
    ...changes,
  },
});
const freshdesk: Conformance = {
  type: 'custom',
  integration: preset('freshdesk'),
  courses: [
    {
      name: 'freshdesk, simple content',
      key: '3107',
      trigger: { name: 'created', body: ticket() },
      urgency: 'medium',
      summary: 'Payment page',
      repeat: { name: 'created, no status chosen', body: ticket({ ticket_status: undefined }) },
      worse: { post: { name: 'urgent', body: ticket({ ticket_priority: 'Urgent' }) }, urgency: 'highest' },
      ack: { name: 'pending', body: ticket({ ticket_status: 'Pending' }) },
      recovery: { name: 'resolved', body: ticket({ ticket_status: 'Resolved' }) },
    },
    {
      name: 'freshdesk, advanced content with codes',
      key: '55',
      trigger: { name: 'open', body: { id: 55, subject: 'No mail', status: 2, priority: 4 } },
      urgency: 'highest',
      summary: 'No mail',
      recovery: { name: 'closed', body: { id: 55, subject: 'No mail', status: 5, priority: 4 } },
    },
  ],
  test: { none: 'a rule runs on a ticket; a trial ticket is a ticket' },
  malformed: [
    { post: { name: 'no subject', body: { ticket_id: 1 } }, field: 'freshdesk_webhook.ticket_subject' },
    {
      post: { name: 'closed without an id', body: ticket({ ticket_id: '', ticket_status: 'Closed' }) },
      field: 'freshdesk_webhook.ticket_id',
    },
  ],
};

const monitor = (triggerType: string) => ({
  name: 'Gateway errors',
  description: 'More than 50 errors a minute',
  monitorType: 'Logs',
  queryURL: 'https://logs.example.com/ui/#/search/1',
  id: '00000000000A12BC',
  triggerType,
  triggerTime: '2026-11-24T09:35:00Z',
  triggerValue: '71',
  triggerCondition: 'Greater than 50',
  alertResponseUrl: 'https://logs.example.com/ui/#/alert/9',
});
const metric = (alertStatus: string) => ({
  alrtTypeCd: 'metric',
  searchName: 'CPU of edge',
  searchQueryUrl: 'https://logs.example.com/ui/#/metrics/2',
  triggerTime: '2026-11-24T09:36:00Z',
  alertThreshold: '> 90',
  alertSource: 'edge-2',
  alertStatus,
  alertID: 'A-77',
});
const sumologic: Conformance = {
  type: 'custom',
  integration: preset('sumologic'),
  courses: [
    {
      name: 'sumologic, monitor',
      key: '00000000000A12BC',
      trigger: { name: 'warning', body: monitor('Warning') },
      urgency: 'medium',
      summary: 'Gateway errors: More than 50',
      repeat: { name: 'warning again', body: monitor('Warning') },
      worse: { post: { name: 'critical', body: monitor('Critical') }, urgency: 'highest' },
      recovery: { name: 'resolved', body: monitor('ResolvedCritical') },
    },
    {
      name: 'sumologic, metric monitor in AlertNow’s words',
      key: 'A-77',
      trigger: { name: 'missing data', body: metric('Missing Data') },
      urgency: 'high',
      summary: 'CPU of edge: edge-2',
      recovery: { name: 'normal', body: metric('Normal') },
    },
  ],
  // “Test Connection” sends the payload as it was written.
  test: {
    unfilled: [{ post: { name: 'Test Connection', body: monitor('{{TriggerType}}') }, field: 'triggerType' }],
  },
  malformed: [
    { post: { name: 'no name', body: { triggerType: 'Critical' } }, field: '{{name}}' },
    { post: { name: 'unknown trigger', body: monitor('Sideways') }, field: 'triggerType' },
  ],
};

const check = (status: string, changes: object = {}) => ({
  node: 'db-3',
  serviceId: 'postgres-1',
  service: 'postgres',
  checkId: 'service:postgres-1',
  check: 'postgres port',
  status,
  output: 'dial tcp: connection refused',
  timestamp: '2026-11-24T09:40:00Z',
  ...changes,
});
const watched = (Status: string, CheckID = 'serfHealth') => ({
  Node: 'db-3',
  CheckID,
  Name: 'Serf Health Status',
  Status,
  Output: 'Agent not live or unreachable',
  ServiceID: '',
  ServiceName: '',
});
const consul: Conformance = {
  type: 'custom',
  integration: preset('consul'),
  courses: [
    {
      name: 'consul-alerts',
      key: 'db-3/postgres-1/service:postgres-1',
      trigger: { name: 'warning', body: check('warning') },
      urgency: 'medium',
      summary: 'postgres port on db-3 is warning',
      repeat: { name: 'warning again', body: check('warning', { output: 'dial tcp: timeout' }) },
      worse: { post: { name: 'critical', body: check('critical') }, urgency: 'highest' },
      recovery: { name: 'passing', body: check('passing') },
    },
    {
      name: 'check watch of a node, whose service is empty',
      key: 'db-3//serfHealth',
      trigger: { name: 'critical', body: [watched('critical')] },
      urgency: 'highest',
      summary: 'Serf Health Status on db-3',
      recovery: { name: 'passing', body: [watched('passing')] },
    },
  ],
  batch: {
    post: { name: 'check watch', body: [watched('critical'), watched('passing', 'disk')] },
    events: [
      ['db-3//serfHealth', 'open'],
      ['db-3//disk', 'close'],
    ],
  },
  asides: [{ name: 'maintenance', body: check('maintenance') }],
  test: { none: 'no test message is documented' },
  malformed: [
    { post: { name: 'no status', body: check('') }, field: 'status' },
    { post: { name: 'empty list', body: [] }, field: 'body' },
  ],
};

const jenniferEvent = (changes: object = {}) => ({
  time: 1_795_513_000_000,
  domainId: 1000,
  domainName: 'shop',
  instanceId: 12,
  instanceName: 'was12',
  errorType: 'SERVICE_QUEUING',
  metricsName: '',
  eventLevel: 'WARNING',
  message: 'requests are queueing',
  value: 31,
  ...changes,
});
const jennifer: Conformance = {
  type: 'custom',
  integration: preset('jennifer'),
  courses: [
    {
      name: 'jennifer event',
      key: '1000/12/SERVICE_QUEUING',
      trigger: { name: 'warning', body: jenniferEvent() },
      urgency: 'medium',
      summary: 'was12: requests are queueing',
      repeat: { name: 'warning again', body: jenniferEvent({ value: 44 }) },
      worse: { post: { name: 'fatal', body: jenniferEvent({ eventLevel: 'FATAL' }) }, urgency: 'highest' },
      recovery: null,
    },
    {
      name: 'jennifer event by its name',
      key: '1000/12/CPU_HIGH',
      trigger: {
        name: 'normal',
        body: jenniferEvent({ errorType: '', message: '', eventName: 'CPU_HIGH', eventLevel: 'NORMAL' }),
      },
      urgency: 'lowest',
      summary: 'was12: CPU_HIGH 31',
      recovery: null,
    },
  ],
  lacks: { recovery: 'it tells what happened, never that it is over' },
  test: { none: 'no test message is documented' },
  malformed: [
    { post: { name: 'another body', body: { hello: 1 } }, field: '{{instanceName}}' },
    { post: { name: 'a number', body: 7 }, field: 'body' },
  ],
};

const scouterAlert = (changes: object = {}, title = 'GC time exceed a threshold.') => ({
  summary: "/web1/tomcat1's GC time(4100 ms) exceed a threshold.",
  urgency: 'medium',
  event_time: '1795513100000',
  metric_name: 'GC_time',
  threshold: '3000 ms',
  metric_value: '4100 ms',
  resource_name: '/web1/tomcat1',
  event_type: 'WARN',
  custom_details: { type: 'TOMCAT', title },
  ...changes,
});
const scouter: Conformance = {
  type: 'custom',
  integration: preset('scouter'),
  courses: [
    {
      name: 'scouter plug-in',
      key: '/web1/tomcat1/GC time exceed a threshold.',
      trigger: { name: 'warn', body: scouterAlert() },
      urgency: 'medium',
      summary: 'GC time(4100 ms)',
      repeat: { name: 'warn again', body: scouterAlert({ metric_value: '4400 ms' }) },
      worse: { post: { name: 'fatal', body: scouterAlert({ urgency: 'highest' }) }, urgency: 'highest' },
      recovery: null,
    },
    {
      name: 'scouter alert pack',
      key: '-771/Elapsed',
      trigger: {
        name: 'error',
        body: {
          objType: 'tomcat',
          objHash: -771,
          level: 2,
          title: 'Elapsed',
          message: '9 s',
          time: 1_795_513_200_000,
        },
      },
      urgency: 'high',
      summary: 'Elapsed: 9 s',
      recovery: null,
    },
  ],
  asides: [
    { name: 'an agent came back', body: scouterAlert({ urgency: 'low' }, 'An object has been activated.') },
  ],
  lacks: { recovery: 'it tells what happened, never that it is over' },
  test: { none: 'the plug-in has none' },
  malformed: [
    { post: { name: 'no summary', body: { urgency: 'high' } }, field: 'summary' },
    { post: { name: 'a text', body: 'alert' }, field: 'body' },
  ],
};

const zenius: Conformance = {
  type: 'custom',
  integration: preset('zenius'),
  courses: [
    {
      name: 'zenius in the words of the Standard integration',
      key: 'Z-1',
      trigger: {
        name: 'open',
        body: {
          summary: 'CPU 사용률 95 %',
          event_id: 'Z-1',
          status: 'open',
          urgency: '경고',
          resource_name: 'db-3',
        },
      },
      urgency: 'medium',
      summary: 'CPU 사용률',
      recovery: { name: 'close', body: { summary: 'CPU 사용률', event_id: 'Z-1', status: 'close' } },
    },
    {
      name: 'zenius in Korean',
      key: 'Z-2',
      trigger: {
        name: '장애',
        body: { message: '디스크 가득', eventId: 'Z-2', status: '장애', level: '경고' },
      },
      urgency: 'medium',
      summary: '디스크 가득',
      repeat: {
        name: '장애, 다시',
        body: { message: '디스크 가득', eventId: 'Z-2', status: '장애', level: '경고' },
      },
      worse: {
        post: {
          name: '심각',
          body: { message: '디스크 가득', eventId: 'Z-2', status: '장애', level: '심각' },
        },
        urgency: 'highest',
      },
      recovery: { name: '복구', body: { message: '디스크 가득', eventId: 'Z-2', status: '복구' } },
    },
  ],
  test: { none: 'the format is the user’s own' },
  malformed: [
    { post: { name: 'no summary', body: { status: 'open' } }, field: 'summary' },
    { post: { name: 'unknown status', body: { summary: 's', status: '점검' } }, field: 'status' },
  ],
};

export const tools: readonly Conformance[] = [own, freshdesk, sumologic, consul, jennifer, scouter, zenius];
