import type { Conformance } from './conformance.ts';

/** As JSON.parse hands it on: of 555000000000040017 only the first 16 or so digits are left. */
const ROUNDED = Number('555000000000040017');
const monitor = (changes: object = {}) => ({
  MONITOR_ID: ROUNDED,
  MONITOR_DASHBOARD_LINK:
    'https://monitoring.example.com/app/client#/home/monitors/555000000000040017/Summary',
  MONITORTYPE: 'URL',
  MONITORNAME: 'ticket gate',
  MONITORURL: 'https://gate.example.com',
  MONITOR_GROUPNAME: 'venue',
  INCIDENT_REASON: 'Connection timed out',
  INCIDENT_TIME: 'November 24, 2026 5:55 PM KST',
  INCIDENT_TIME_ISO: '2026-11-24T17:55:00+0900',
  POLLFREQUENCY: 1,
  STATUS: 'TROUBLE',
  FAILED_LOCATIONS: 'Seoul,Osaka',
  GROUP_TAGS: ['env:live'],
  TAGS: ['team:gate'],
  RCA_LINK: 'https://monitoring.example.com/rca?id=77',
  OUTAGE_TIME_UNIX_FORMAT: '1795510500000',
  ...changes,
});
const asForm = (body: object): Record<string, string> =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, String(value)]));
const up = { STATUS: 'UP', INCIDENT_REASON: '', FAILED_LOCATIONS: '' };

export const tools: readonly Conformance[] = [
  {
    type: 'site24x7',
    courses: [
      {
        name: 'JSON, its id rounded and the whole one in the link',
        key: '555000000000040017',
        trigger: { name: 'trouble', body: monitor() },
        urgency: 'medium',
        summary: 'ticket gate is TROUBLE: Connection timed out',
        repeat: { name: 'trouble again', body: monitor({ POLLFREQUENCY: 5 }) },
        worse: { post: { name: 'down', body: monitor({ STATUS: 'DOWN' }) }, urgency: 'highest' },
        recovery: { name: 'up', body: monitor(up) },
      },
      {
        name: 'form, its tags a text',
        key: '555000000000040021',
        trigger: {
          name: 'critical',
          body: asForm(monitor({ MONITOR_ID: '555000000000040021', STATUS: 'CRITICAL' })),
        },
        urgency: 'high',
        summary: 'ticket gate is CRITICAL',
        recovery: { name: 'up', body: asForm(monitor({ MONITOR_ID: '555000000000040021', ...up })) },
      },
      {
        name: 'JSON without a link: the name keeps rounded ids apart',
        key: `${ROUNDED}/ticket gate`,
        trigger: { name: 'down', body: monitor({ MONITOR_DASHBOARD_LINK: '', STATUS: 'DOWN' }) },
        urgency: 'highest',
        summary: 'ticket gate',
        recovery: { name: 'up', body: monitor({ MONITOR_DASHBOARD_LINK: '', ...up }) },
      },
    ],
    test: { none: 'no test message is documented' },
    asides: ['MAINTENANCE', 'SUSPENDED', 'DISCOVERY'].map((STATUS) => ({
      name: STATUS,
      body: monitor({ STATUS }),
    })),
    malformed: [
      {
        post: { name: 'no id and no name', body: monitor({ MONITOR_ID: null, MONITORNAME: ' ' }) },
        field: 'MONITOR_ID',
      },
      { post: { name: 'no status', body: monitor({ STATUS: undefined }) }, field: 'STATUS' },
      { post: { name: 'unknown status', body: monitor({ STATUS: 'DIZZY' }) }, field: 'STATUS' },
      { post: { name: 'nothing', body: 'x' }, field: 'body' },
    ],
  },
  {
    type: 'site24x7',
    method: 'GET',
    courses: ['9001', '9002'].map((MONITOR_ID) => ({
      name: `query of monitor ${MONITOR_ID}`,
      key: MONITOR_ID,
      trigger: { name: 'trouble', body: null, query: { MONITOR_ID, MONITORNAME: 'gate', STATUS: 'TROUBLE' } },
      urgency: 'medium' as const,
      summary: 'gate is TROUBLE',
      repeat: {
        name: 'trouble again',
        body: null,
        query: { MONITOR_ID, MONITORNAME: 'gate', STATUS: 'TROUBLE', POLLFREQUENCY: '5' },
      },
      worse: {
        post: { name: 'down', body: null, query: { MONITOR_ID, MONITORNAME: 'gate', STATUS: 'DOWN' } },
        urgency: 'highest' as const,
      },
      recovery: { name: 'up', body: null, query: { MONITOR_ID, MONITORNAME: 'gate', STATUS: 'UP' } },
    })),
    test: { none: 'no test message is documented' },
    malformed: [
      { post: { name: 'empty query', body: null }, field: 'MONITOR_ID' },
      { post: { name: 'no status', body: null, query: { MONITOR_ID: '1' } }, field: 'STATUS' },
    ],
  },
];
