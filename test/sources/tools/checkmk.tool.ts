import type { Conformance } from './conformance.ts';

const variables = (changes: object = {}) => ({
  CONTACTNAME: 'watchfloor',
  DATE: '2026-11-22',
  SHORTDATETIME: '2026-11-22 17:59:50',
  LONGDATETIME: 'Sun Nov 22 17:59:50 KST 2026',
  MICROTIME: '1795337990123456',
  HOSTNAME: 'nas2',
  HOSTALIAS: 'nas2',
  HOSTADDRESS: '192.0.2.22',
  HOSTSTATE: 'UP',
  HOSTURL: '/check_mk/index.py?start_url=view.py?view_name%3Dhoststatus%26host%3Dnas2%26site%3Dseoul',
  HOSTPROBLEMID: '0',
  SERVICEDESC: 'Temperature Bay 3',
  SERVICESTATE: 'WARNING',
  LASTSERVICESTATE: 'OK',
  SERVICESHORTSTATE: 'WARN',
  SERVICEOUTPUT: '46 °C (warn/crit at 45 °C/55 °C)(!)',
  LONGSERVICEOUTPUT: '',
  SERVICEPERFDATA: 'temp=46;45;55;;',
  SERVICEPROBLEMID: '204',
  SERVICEURL: '/check_mk/index.py?start_url=view.py?view_name%3Dservice%26host%3Dnas2%26site%3Dseoul',
  NOTIFICATIONTYPE: 'PROBLEM',
  NOTIFICATIONAUTHOR: '',
  NOTIFICATIONCOMMENT: '',
  OMD_SITE: 'seoul',
  MONITORING_HOST: 'mon2',
  WHAT: 'SERVICE',
  ...changes,
});
const host = (changes: object = {}) =>
  variables({
    WHAT: 'HOST',
    SERVICEDESC: '',
    SERVICESTATE: '',
    SERVICEOUTPUT: '',
    SERVICEPERFDATA: '',
    HOSTSTATE: 'DOWN',
    HOSTOUTPUT: 'CRITICAL - 192.0.2.22: rta nan, lost 100%',
    HOSTPERFDATA: 'pl=100%;80;100;;',
    ...changes,
  });

export const tool: Conformance = {
  type: 'checkmk',
  courses: [
    {
      name: 'service',
      key: 'seoul|nas2|Temperature Bay 3',
      trigger: { name: 'PROBLEM', body: variables() },
      urgency: 'medium',
      summary: 'nas2/Temperature Bay 3 is WARNING: 46 °C',
      repeat: { name: 'PROBLEM again', body: variables({ SERVICEOUTPUT: '47 °C' }) },
      worse: { post: { name: 'CRITICAL', body: variables({ SERVICESTATE: 'CRITICAL' }) }, urgency: 'high' },
      ack: {
        name: 'ACKNOWLEDGEMENT',
        body: variables({ NOTIFICATIONTYPE: 'ACKNOWLEDGEMENT', NOTIFICATIONAUTHOR: 'mina' }),
      },
      recovery: { name: 'RECOVERY', body: variables({ NOTIFICATIONTYPE: 'RECOVERY', SERVICESTATE: 'OK' }) },
    },
    {
      name: 'host',
      key: 'seoul|nas2',
      trigger: { name: 'PROBLEM', body: host() },
      urgency: 'highest',
      summary: 'nas2 is DOWN: CRITICAL - 192.0.2.22',
      worse: { post: { name: 'UNREACHABLE', body: host({ HOSTSTATE: 'UNREACHABLE' }) }, urgency: 'high' },
      recovery: { name: 'RECOVERY', body: host({ NOTIFICATIONTYPE: 'RECOVERY', HOSTSTATE: 'UP' }) },
    },
    {
      name: 'service, a version without OMD_SITE',
      key: 'nas2|Uptime',
      trigger: {
        name: 'PROBLEM',
        body: variables({ OMD_SITE: undefined, SERVICEDESC: 'Uptime', SERVICESTATE: 'UNKNOWN' }),
      },
      urgency: 'low',
      summary: 'nas2/Uptime is UNKNOWN',
      recovery: {
        name: 'RECOVERY',
        body: variables({ OMD_SITE: '$OMD_SITE$', SERVICEDESC: 'Uptime', NOTIFICATIONTYPE: 'RECOVERY' }),
      },
    },
  ],
  // How its handbook tries ways other than mail: a check result that was made up, and the real one after it.
  test: {
    opens: [
      {
        name: 'Fake check results',
        body: variables({ SERVICESTATE: 'CRITICAL', SERVICEOUTPUT: 'Manually set to Critical by cmkadmin' }),
      },
    ],
  },
  asides: ['FLAPPINGSTART', 'DOWNTIMESTART', 'DOWNTIMEEND', 'CUSTOM', 'ALERTHANDLER (OK)'].map((type) => ({
    name: type,
    body: variables({ NOTIFICATIONTYPE: type }),
  })),
  malformed: [
    { post: { name: 'null', body: null }, field: 'body' },
    { post: { name: 'no type', body: { HOSTNAME: 'nas2' } }, field: 'NOTIFICATIONTYPE' },
    { post: { name: 'no host', body: { NOTIFICATIONTYPE: 'PROBLEM' } }, field: 'HOSTNAME' },
    {
      post: { name: 'unknown type', body: variables({ NOTIFICATIONTYPE: 'NEWS' }) },
      field: 'NOTIFICATIONTYPE',
    },
  ],
};
