import type { Conformance } from './conformance.ts';

const check = (changes: object) => ({
  check_id: 7_310_042,
  check_name: 'Booking front page',
  check_type: 'HTTP',
  check_params: {
    hostname: 'booking.example.com',
    full_url: 'https://booking.example.com/',
    encryption: true,
    port: 443,
  },
  tags: ['web', 'seoul'],
  previous_state: 'UP',
  current_state: 'DOWN',
  importance_level: 'HIGH',
  state_changed_timestamp: 1_795_510_000,
  state_changed_utc_time: '2026-11-24T08:46:40',
  long_description: 'Timeout after 30 s',
  description: 'Timeout',
  custom_message: '',
  first_probe: { ip: '192.0.2.10', ipv6: '', location: 'Tokyo, Japan' },
  second_probe: { ip: '192.0.2.77', ipv6: '', location: 'Sydney, Australia', version: 1 },
  version: 1,
  ...changes,
});
const up = {
  previous_state: 'DOWN',
  current_state: 'UP',
  long_description: 'OK',
  description: 'OK',
  second_probe: {},
};

export const tool: Conformance = {
  type: 'pingdom',
  courses: [
    {
      name: 'uptime check',
      key: '7310042',
      trigger: { name: 'down', body: check({ importance_level: 'LOW' }) },
      urgency: 'low',
      summary: 'Booking front page is DOWN: Timeout after 30 s',
      repeat: { name: 'down again', body: check({ importance_level: 'LOW' }) },
      worse: { post: { name: 'made important', body: check({}) }, urgency: 'high' },
      recovery: { name: 'up', body: check(up) },
    },
    {
      name: 'transaction check',
      key: '88',
      trigger: {
        name: 'failing',
        body: check({
          check_id: 88,
          check_type: 'TRANSACTION',
          check_params: { url: 'https://booking.example.com/login' },
          current_state: 'FAILING',
          previous_state: 'SUCCESS',
          long_description: 'step 3: no element "#pay"',
        }),
      },
      urgency: 'high',
      summary: 'step 3',
      recovery: { name: 'success', body: check({ ...up, check_id: 88, current_state: 'SUCCESS' }) },
    },
    {
      name: 'body without a state',
      key: '7310042',
      trigger: { name: 'trouble', body: check({ current_state: undefined }) },
      urgency: 'high',
      summary: 'Timeout after 30 s',
      recovery: { name: 'ok', body: check({ ...up, current_state: undefined }) },
    },
  ],
  test: { none: 'no test message is documented' },
  asides: [
    { name: 'paused', body: check({ current_state: 'PAUSED' }) },
    { name: 'unknown', body: check({ current_state: 'UNKNOWN' }) },
  ],
  malformed: [
    { post: { name: 'no id', body: check({ check_id: null }) }, field: 'check_id' },
    {
      post: {
        name: 'no state and no words',
        body: check({ current_state: '', long_description: '', description: '' }),
      },
      field: 'current_state',
    },
    { post: { name: 'unknown state', body: check({ current_state: 'SLOW' }) }, field: 'current_state' },
    { post: { name: 'a text', body: 'down' }, field: 'body' },
    { post: { name: 'another tool', body: { alerts: [] } }, field: 'check_id' },
  ],
};
