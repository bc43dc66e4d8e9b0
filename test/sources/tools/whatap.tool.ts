import type { Conformance } from './conformance.ts';

const alert = (changes: object = {}) => ({
  pcode: 30_712,
  projectName: '예매 서비스',
  time: 1_795_510_800_000,
  oid: -1_912_004_221,
  oname: 'was-07',
  title: 'CPU 사용률 초과',
  message: 'was-07 CPU 97.1 %',
  level: 'Warning',
  status: 'on',
  metricName: 'cpu',
  metricValue: '97.1',
  metricThreshold: '90',
  uuid: '0b7e1c52-9b1d-4c7e-8a55-61f0c2a9e410',
  ...changes,
});
const old = (changes: object = {}) => ({
  pcode: 9,
  time: 1_795_510_800_000,
  oid: 55,
  title: 'ACTIVE_TRANSACTION',
  message: 'active transactions above 200',
  level: 'Critical',
  ...changes,
});

export const tool: Conformance = {
  type: 'whatap',
  courses: [
    {
      name: 'with a uuid',
      key: '0b7e1c52-9b1d-4c7e-8a55-61f0c2a9e410',
      trigger: { name: 'on', body: alert() },
      urgency: 'medium',
      summary: 'CPU 사용률 초과: was-07 CPU 97.1 %',
      repeat: { name: 'on again', body: alert({ metricValue: '98.0' }) },
      worse: { post: { name: 'fatal', body: alert({ level: 'Fatal' }) }, urgency: 'highest' },
      recovery: { name: 'off', body: alert({ status: 'off' }) },
    },
    {
      name: 'without a uuid',
      key: '30712/-1912004221/CPU 사용률 초과',
      trigger: { name: 'on', body: alert({ uuid: undefined, level: 'Info' }) },
      urgency: 'lowest',
      summary: 'CPU 사용률 초과',
      recovery: { name: 'off', body: alert({ uuid: undefined, status: 'off' }) },
    },
    {
      name: 'old version without a status',
      key: '9/55/ACTIVE_TRANSACTION',
      trigger: { name: 'critical', body: old() },
      urgency: 'highest',
      summary: 'active transactions above 200',
      recovery: { name: 'recovered', body: old({ level: 'None', message: 'RECOVERED: 12 active' }) },
    },
  ],
  test: { none: 'no test message is documented' },
  malformed: [
    { post: { name: 'no project', body: alert({ pcode: null }) }, field: 'pcode' },
    { post: { name: 'no title', body: alert({ title: '', metricName: '' }) }, field: 'title' },
    { post: { name: 'unknown status', body: alert({ status: 'maybe' }) }, field: 'status' },
    { post: { name: 'neither status nor level', body: old({ level: undefined }) }, field: 'status' },
    { post: { name: 'a list', body: [alert()] }, field: 'body' },
  ],
};
