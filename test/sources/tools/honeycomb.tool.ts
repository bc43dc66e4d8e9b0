import type { Conformance } from './conformance.ts';

const trigger = (changes: object = {}) => ({
  version: 'v0.1.0',
  name: 'slow checkout',
  id: 'Kq3vT9xY2Za',
  trigger_description: 'p99 of the checkout',
  trigger_url: 'https://ui.honeycomb.example/shop/datasets/web/triggers/Kq3vT9xY2Za',
  status: 'TRIGGERED',
  alert_type: 'on_change',
  summary: 'Triggered: slow checkout',
  description: 'Currently greater than threshold value (2) for region:seoul (value 3.5)',
  operator: 'greater than',
  threshold: 2,
  result_url: 'https://ui.honeycomb.example/shop/datasets/web/result/aa11',
  result_groups: [
    { Group: { region: 'seoul', zone: null }, Result: 3.5 },
    { Group: { region: 'busan' }, Result: 1 },
  ],
  result_groups_triggered: [{ Group: { region: 'seoul', zone: null }, Result: 3.5 }],
  is_test: false,
  ...changes,
});
const burn = (changes: object = {}) => ({
  version: 'v0.1.0',
  name: 'checkout budget',
  id: 'BurnA1',
  slo_description: 'Budget of the checkout is gone in four hours',
  slo_url: 'https://ui.honeycomb.example/shop/slos/1',
  status: 'TRIGGERED',
  summary: 'Triggered: checkout budget',
  is_test: false,
  ...changes,
});

export const tool: Conformance = {
  type: 'honeycomb',
  courses: [
    {
      name: 'trigger',
      key: 'Kq3vT9xY2Za',
      trigger: { name: 'TRIGGERED', body: trigger() },
      urgency: null,
      summary: 'slow checkout',
      repeat: { name: 'TRIGGERED again', body: trigger({ status: 'triggered' }) },
      worse: {
        post: { name: "a severity of the user's template", body: trigger({ severity: 'critical' }) },
        urgency: 'highest',
      },
      recovery: {
        name: 'OK',
        body: trigger({ status: 'OK', summary: 'Resolved: slow checkout', result_groups_triggered: [] }),
      },
    },
    {
      name: 'burn alert of an SLO',
      key: 'BurnA1',
      trigger: { name: 'TRIGGERED', body: burn() },
      urgency: null,
      summary: 'Budget of the checkout is gone',
      recovery: { name: 'OK', body: burn({ status: 'OK' }) },
    },
    {
      name: 'no id',
      key: 'slow checkout',
      trigger: {
        name: 'TRIGGERED',
        body: trigger({ id: '', result_groups: null, result_groups_triggered: null }),
      },
      urgency: null,
      summary: 'slow checkout',
      recovery: { name: 'OK', body: trigger({ id: undefined, status: 'OK' }) },
    },
  ],
  test: {
    setAside: [
      {
        name: 'a test',
        body: trigger({ id: '', status: 'triggered', summary: '', result_groups: null, is_test: true }),
      },
    ],
  },
  malformed: [
    { post: { name: 'neither id nor name', body: { status: 'OK' } }, field: 'id' },
    { post: { name: 'no status', body: trigger({ status: undefined }) }, field: 'status' },
    { post: { name: 'unknown status', body: trigger({ status: 'PAUSED' }) }, field: 'status' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
