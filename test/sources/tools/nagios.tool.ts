import type { Conformance } from './conformance.ts';

const service = (changes: object = {}) => ({
  alertType: 'service',
  notificationType: 'PROBLEM',
  serviceDesc: 'Swap Usage',
  serviceState: 'WARNING',
  hostName: 'app05',
  hostDisplayName: 'app05.example.com',
  serviceDisplayName: 'Swap Usage',
  serviceProblemId: '731',
  serviceOutput: 'SWAP WARNING - 18% free (368 MB out of 2047 MB)',
  lastServiceProblemId: '0',
  ...changes,
});
const host = (changes: object = {}) => ({
  alertType: 'host',
  notificationType: 'PROBLEM',
  hostState: 'DOWN',
  hostName: 'core-sw2',
  hostDisplayName: 'core-sw2',
  hostProblemId: '732',
  lastHostProblemId: '0',
  ...changes,
});
/** Macros as a form, `curl -d NAME=…`; a host's notification leaves the service's macros unrendered. */
const form = (changes: object = {}) => ({
  NOTIFICATIONTYPE: 'PROBLEM',
  SERVICEDESC: 'HTTP',
  SERVICESTATE: 'CRITICAL',
  HOSTNAME: 'web9',
  HOSTADDRESS: '192.0.2.9',
  SERVICEOUTPUT: 'CRITICAL - Socket timeout after 10 seconds',
  SERVICEPERFDATA: "'time taken'=10.01s;2;5;0;10 size=0B",
  SERVICENOTESURL: 'https://wiki.example.com/http',
  LONGDATETIME: 'Sun Nov 22 17:59:50 KST 2026',
  SERVICEPROBLEMID: '733',
  LASTSERVICEPROBLEMID: '0',
  ...changes,
});
const icinga = (changes: object = {}) => ({
  notification_type: 'PROBLEM',
  host_name: 'lb1',
  service_description: 'certificate',
  state: 'UNKNOWN',
  plugin_output: 'no answer',
  timestamp: '1795337990',
  ...changes,
});

const courses: Conformance['courses'] = [
  {
    name: 'service, script of the guide',
    key: 'app05|Swap Usage',
    trigger: { name: 'PROBLEM', body: service() },
    urgency: 'medium',
    summary: 'app05/Swap Usage is WARNING: SWAP WARNING - 18% free',
    repeat: { name: 'PROBLEM again', body: service() },
    worse: { post: { name: 'CRITICAL', body: service({ serviceState: 'CRITICAL' }) }, urgency: 'high' },
    ack: { name: 'ACKNOWLEDGEMENT', body: service({ notificationType: 'ACKNOWLEDGEMENT' }) },
    recovery: {
      name: 'RECOVERY, problem id 0',
      body: service({
        notificationType: 'RECOVERY',
        serviceState: 'OK',
        serviceProblemId: '0',
        lastServiceProblemId: '731',
      }),
    },
  },
  {
    name: 'host, script of the guide',
    key: 'core-sw2',
    trigger: { name: 'PROBLEM', body: host() },
    urgency: 'highest',
    summary: 'core-sw2 is DOWN',
    worse: { post: { name: 'UNREACHABLE', body: host({ hostState: 'UNREACHABLE' }) }, urgency: 'high' },
    ack: { name: 'ACKNOWLEDGEMENT', body: host({ notificationType: 'ACKNOWLEDGEMENT' }) },
    recovery: { name: 'RECOVERY', body: host({ notificationType: 'RECOVERY', hostState: 'UP' }) },
  },
  {
    name: 'form of macros, service',
    key: 'web9|HTTP',
    trigger: { name: 'PROBLEM', body: form() },
    urgency: 'high',
    summary: 'web9/HTTP is CRITICAL: CRITICAL - Socket timeout',
    recovery: { name: 'RECOVERY', body: form({ NOTIFICATIONTYPE: 'RECOVERY', SERVICESTATE: 'OK' }) },
  },
  {
    name: 'form of macros, host',
    key: 'web9',
    trigger: {
      name: 'PROBLEM',
      body: form({ SERVICEDESC: '$SERVICEDESC$', SERVICESTATE: '$SERVICESTATE$', HOSTSTATE: 'DOWN' }),
    },
    urgency: 'highest',
    summary: 'web9 is DOWN',
    recovery: {
      name: 'RECOVERY',
      body: form({ NOTIFICATIONTYPE: 'RECOVERY', SERVICEDESC: '$SERVICEDESC$', HOSTSTATE: 'UP' }),
    },
  },
  {
    name: 'snake case',
    key: 'lb1|certificate',
    trigger: { name: 'PROBLEM', body: icinga() },
    urgency: 'low',
    summary: 'lb1/certificate is UNKNOWN: no answer',
    ack: { name: 'Acknowledgement', body: icinga({ notification_type: 'Acknowledgement' }) },
    recovery: { name: 'Recovery', body: icinga({ notification_type: 'Recovery', state: 'OK' }) },
  },
];
/** “Send custom notification” is the other way to try it without a problem: among the asides. */
const tested: Conformance['test'] = {
  unfilled: [
    {
      post: { name: 'macros left', body: form({ NOTIFICATIONTYPE: '$NOTIFICATIONTYPE$' }) },
      field: 'notificationType',
    },
  ],
};
const asides: Conformance['asides'] = [
  'FLAPPINGSTART',
  'FLAPPINGSTOP',
  'FLAPPINGDISABLED',
  'DOWNTIMESTART',
  'DOWNTIMEEND',
  'DOWNTIMECANCELLED',
  'CUSTOM',
].map((type) => ({ name: type, body: service({ notificationType: type }) }));
const malformed: Conformance['malformed'] = [
  { post: { name: 'a text', body: 'app05 is down' }, field: 'body' },
  { post: { name: 'no type', body: { hostName: 'app05' } }, field: 'notificationType' },
  { post: { name: 'no host', body: { notificationType: 'PROBLEM' } }, field: 'hostName' },
  { post: { name: 'unknown type', body: service({ notificationType: 'PANIC' }) }, field: 'notificationType' },
];

export const tools: readonly Conformance[] = [
  { type: 'nagios', courses, test: tested, asides, malformed },
  { type: 'nagios', path: '/integration/icinga2/v1/{key}', courses, test: tested, asides, malformed },
];
