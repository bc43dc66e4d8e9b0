import type { Conformance } from './conformance.ts';

const event = (changes: object) => ({
  summary: 'disk 91 % full on db01',
  event_id: 'disk-db01',
  status: 'open',
  urgency: 'high',
  event_time: '2026-11-22T08:59:00Z',
  metric_name: 'disk.used',
  metric_value: '91',
  threshold: '90',
  resource_name: 'db01',
  event_type: 'disk',
  custom_details: { room: '3', runbook: 'https://wiki.example/disk' },
  ...changes,
});

export const tool: Conformance = {
  type: 'standard',
  courses: [
    {
      name: 'all fields',
      key: 'disk-db01',
      trigger: { name: 'open', body: event({}) },
      urgency: 'high',
      summary: 'disk 91 %',
      repeat: { name: 'open again', body: event({ metric_value: '92' }) },
      worse: { post: { name: 'critical', body: event({ urgency: 'highest' }) }, urgency: 'highest' },
      ack: { name: 'ack', body: event({ status: 'ack' }) },
      recovery: { name: 'close', body: event({ status: 'close' }) },
    },
    {
      name: 'in Korean, few fields',
      key: '디스크-db02',
      trigger: {
        name: 'open',
        body: { summary: '디스크 가득 참', event_id: '디스크-db02', urgency: '긴급' },
      },
      urgency: 'highest',
      summary: '디스크 가득 참',
      recovery: { name: 'close', body: { summary: '해소', event_id: '디스크-db02', status: 'close' } },
    },
  ],
  batch: {
    post: { name: 'a list', body: [event({}), event({ event_id: 'b', status: 'close' })] },
    events: [
      ['disk-db01', 'open'],
      ['b', 'close'],
    ],
  },
  test: { opens: [{ name: 'the command of the integration’s page', body: event({ event_id: 'test-1' }) }] },
  malformed: [
    { post: { name: 'no summary', body: { event_id: 'x' } }, field: 'summary' },
    { post: { name: 'unknown status', body: event({ status: 'paused' }) }, field: 'status' },
    { post: { name: 'close without a key', body: { summary: 's', status: 'close' } }, field: 'event_id' },
    { post: { name: 'a text', body: 'disk full' }, field: 'body' },
  ],
};
