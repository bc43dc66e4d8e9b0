import type { Conformance } from './conformance.ts';

const action = (changes: object = {}) => ({
  message_type: 'CRITICAL',
  monitor_name: 'SolarWinds',
  alert_name: 'High packet loss',
  alert_def_id: '5c0e9a11-0000-4000-8000-0000000000aa',
  alert_object_id: '1290',
  alert_active_id: '5120',
  severity: 'Serious',
  acknowledged: 'False',
  acknowledged_by: '',
  object_type: 'Node',
  node: 'br-busan-1',
  ip_address: '192.0.2.90',
  status: 'Up',
  alert_message: 'br-busan-1 loses 22 % of its packets',
  alert_details_url: 'http://orion.example.com/Orion/View.aspx?NetObject=AAT:1290',
  trigger_time: 'Sunday, November 22, 2026 6:01 PM',
  ...changes,
});
const form = (changes: object = {}) => ({
  iLertEventType: 'ALERT',
  iLertIncidentKey: '1291-5121',
  iLertEventSummary: 'br-jeju-1 (192.0.2.91): Node status is Down.',
  iLertUrl: 'http://orion.example.com/Orion',
  AlertName: 'Node is down',
  AlertActiveID: '5121',
  AlertObjectID: '1291',
  ObjectType: 'Node',
  Severity: '1',
  ...changes,
});

export const tool: Conformance = {
  type: 'solarwinds',
  courses: [
    {
      name: 'template of Splunk On-Call',
      key: '1290',
      trigger: { name: 'trigger action', body: action() },
      urgency: 'high',
      summary: 'br-busan-1 loses 22 %',
      repeat: { name: 'trigger action again', body: action() },
      worse: { post: { name: 'Critical', body: action({ severity: 'Critical' }) }, urgency: 'highest' },
      ack: { name: 'acknowledged', body: action({ acknowledged: 'True', acknowledged_by: 'mina' }) },
      recovery: {
        name: 'reset action, still acknowledged, no active id',
        body: action({ message_type: 'RECOVERY', acknowledged: 'True', alert_active_id: '' }),
      },
    },
    {
      name: 'form of iLert, severity as a number',
      key: '1291',
      trigger: { name: 'ALERT', body: form() },
      urgency: 'medium',
      summary: 'br-jeju-1 (192.0.2.91): Node status is Down.',
      worse: { post: { name: 'serious', body: form({ Severity: '3' }) }, urgency: 'high' },
      ack: { name: 'ACCEPT', body: form({ iLertEventType: 'ACCEPT' }) },
      recovery: {
        name: 'RESOLVE',
        body: form({ iLertEventType: 'RESOLVE', AlertActiveID: '', iLertIncidentKey: '1291-' }),
      },
    },
    {
      name: 'variables unknown to Orion',
      key: '1292',
      trigger: {
        name: 'trigger action',
        body: action({
          alert_object_id: 1292,
          severity: `\${N=Alerting;M=Severity}`,
          alert_message: 'Macro not defined - AlertMessage',
        }),
      },
      urgency: 'highest',
      summary: 'High packet loss',
      recovery: { name: 'reset action', body: action({ alert_object_id: 1292, message_type: 'reset' }) },
    },
  ],
  // “Simulate” runs the action on an object that was chosen, with its own values.
  test: { opens: [{ name: 'Simulate', body: action({ trigger_time: '' }) }] },
  asides: [{ name: 'INFO', body: action({ message_type: 'INFO' }) }],
  malformed: [
    { post: { name: 'null', body: null }, field: 'body' },
    { post: { name: 'no key', body: { message_type: 'CRITICAL' } }, field: 'alert_object_id' },
    {
      post: { name: 'key left', body: action({ alert_object_id: `\${N=Alerting;M=AlertObjectID}` }) },
      field: 'alert_object_id',
    },
    { post: { name: 'no action', body: { alert_object_id: '1' } }, field: 'message_type' },
    { post: { name: 'unknown action', body: action({ message_type: 'PARTY' }) }, field: 'message_type' },
  ],
};
