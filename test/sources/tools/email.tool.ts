import type { Conformance } from './conformance.ts';

const mail = (subject: string, changes: object = {}) => ({
  subject,
  from: 'Monitor <monitor@mon.example.com>',
  to: 'k-0123@alerts.example.com',
  text: '디스크 사용률 95% (임계치 90%)\nhttps://mon.example.com/hosts/db01',
  headers: { date: 'Sat, 28 Nov 2026 18:30:00 +0900', 'x-site': 'seoul-a' },
  ...changes,
});

export const tool: Conformance = {
  type: 'email',
  courses: [
    {
      name: 'tags, as Alertmanager and Grafana write them',
      key: 'disk usage - db01',
      trigger: { name: 'problem', body: mail('[PROBLEM] Disk usage - db01') },
      urgency: null,
      summary: 'Disk usage - db01',
      repeat: { name: 'answered by a person', body: mail('Re: [PROBLEM] Disk usage - db01') },
      worse: { post: { name: 'critical', body: mail('[CRITICAL] Disk usage - db01') }, urgency: 'highest' },
      ack: { name: 'acknowledged', body: mail('[ACKNOWLEDGED] Disk usage - db01') },
      recovery: { name: 'recovery', body: mail('[RECOVERY] Disk usage - db01') },
    },
    {
      name: 'Nagios',
      key: 'service alert: db01/load',
      trigger: { name: 'problem', body: mail('** PROBLEM Service Alert: db01/Load is CRITICAL **') },
      urgency: 'highest',
      summary: 'db01/Load',
      worse: {
        post: { name: 'warning', body: mail('** PROBLEM Service Alert: db01/Load is WARNING **') },
        urgency: 'medium',
      },
      ack: { name: 'ack', body: mail('** ACKNOWLEDGEMENT Service Alert: db01/Load is CRITICAL **') },
      recovery: { name: 'recovery', body: mail('** RECOVERY Service Alert: db01/Load is OK **') },
    },
    {
      name: 'Korean tags',
      key: '결제 db 응답 지연',
      trigger: { name: 'problem', body: mail('[긴급] 결제 DB 응답 지연') },
      urgency: 'highest',
      summary: '결제 DB 응답 지연',
      recovery: { name: 'recovery', body: mail('[복구] 결제 DB 응답 지연') },
    },
    {
      name: 'leading words, as Zabbix and CloudWatch write them',
      key: 'high cpu on web03',
      trigger: {
        name: 'problem',
        body: mail('Problem: High CPU on web03', { headers: { 'X-Priority': '1 (Highest)' } }),
      },
      urgency: 'highest',
      summary: 'High CPU on web03',
      recovery: { name: 'recovery', body: mail('Resolved in 5m 3s: High CPU on web03') },
    },
    {
      name: 'a gateway with names of its own, HTML only',
      key: 'queue is full',
      trigger: {
        name: 'problem',
        body: {
          Subject: 'ALARM: Queue is full',
          FROM: 'ops@example.com',
          To: [{ address: 'k@alerts.example.com', name: '' }],
          HtmlBody: '<div dir="ltr">Queue <b>full</b></div><a href="https://q.example.com/1">open</a>',
          Headers: [{ Name: 'X-Region', Value: 'seoul' }],
        },
      },
      urgency: null,
      summary: 'Queue is full',
      recovery: { name: 'recovery', body: { subject: 'OK: Queue is full', body: '<div>ok</div>' } },
    },
  ],
  test: { opens: [{ name: 'a mail by hand', body: mail('Email Integration Test 2026-11-28') }] },
  asides: [
    { name: 'out of office', body: mail('[PROBLEM] x', { headers: { 'auto-submitted': 'auto-replied' } }) },
    { name: 'bounce', body: mail('Undelivered', { returnPath: '' }) },
    { name: 'our own page', body: mail('x', { headers: { 'X-Loop': 'watchfloor' } }) },
  ],
  malformed: [
    { post: { name: 'nothing said', body: { from: 'a@example.com' } }, field: 'subject' },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
