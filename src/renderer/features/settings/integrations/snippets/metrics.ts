import { type Guide, json, pasteAddress, text, yaml } from './guide.ts';

/** Alerts of labelled series, in the shape of Alertmanager's webhook of version 4. */
const labelled = (summary: string) => ({
  body: {
    version: '4',
    groupKey: 'first-alert',
    status: 'firing',
    receiver: 'watchfloor',
    alerts: [
      {
        status: 'firing',
        labels: { alertname: 'FirstAlert', severity: 'critical', instance: 'shell' },
        annotations: { summary },
        fingerprint: 'first-alert',
      },
    ],
  },
});

const alertmanager: Guide = {
  snippets: ({ address, origin, key }) => [
    yaml(
      'alertmanager.yml',
      `route:
  receiver: watchfloor
  repeat_interval: 1h
receivers:
  - name: watchfloor
    webhook_configs:
      - url: '${address}'
        send_resolved: true`,
    ),
    // Without an Alertmanager between: Prometheus takes us for one.
    yaml(
      'prometheus.yml',
      `alerting:
  alertmanagers:
    - scheme: ${origin.startsWith('https:') ? 'https' : 'http'}
      path_prefix: /integration/alertmanager/v1/${key}
      api_version: v2
      static_configs:
        - targets: ['${origin.replace(/^https?:\/\//, '')}']`,
    ),
  ],
  sample: labelled,
};

const grafana: Guide = {
  snippets: ({ address }) => [
    yaml(
      'provisioning/alerting/watchfloor.yaml',
      `apiVersion: 1
contactPoints:
  - orgId: 1
    name: Watchfloor
    receivers:
      - uid: watchfloor
        type: webhook
        settings:
          url: '${address}'
          httpMethod: POST
        disableResolveMessage: false`,
    ),
    text('Contact points → Webhook → URL', address),
  ],
  sample: labelled,
};

const kapacitor: Guide = {
  snippets: ({ address }) => [
    text(
      'TICKscript',
      `|alert()
  .id('{{ .Name }}/{{ index .Tags "host" }}')
  .message('{{ .ID }} is {{ .Level }}')
  .warn(lambda: "used_percent" > 80)
  .crit(lambda: "used_percent" > 90)
  .stateChangesOnly()
  .post('${address}')`,
    ),
  ],
  sample: (summary) => ({
    body: { id: 'first-alert', message: summary, level: 'CRITICAL', previousLevel: 'OK', details: '' },
  }),
};

const netdata: Guide = {
  snippets: pasteAddress('Space settings → Alerts & Notifications → Webhook → URL'),
  sample: (summary) => ({
    body: {
      message: summary,
      alert: 'first_alert',
      chart: 'shell.test',
      space: 'test',
      severity: 'critical',
      duration: '0s',
    },
  }),
};

const splunk: Guide = {
  snippets: pasteAddress('Alert → Trigger Actions → Webhook → URL'),
  sample: (summary) => ({
    body: {
      result: { host: 'shell', severity: 'error', message: summary },
      sid: 'first-alert',
      search_name: summary,
      owner: 'admin',
      app: 'search',
    },
  }),
};

const elastic: Guide = {
  snippets: ({ address }) => {
    const url = new URL(address);
    return [
      json('Watcher → actions', {
        watchfloor: {
          webhook: {
            scheme: url.protocol.slice(0, -1),
            host: url.hostname,
            port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
            method: 'post',
            path: url.pathname,
            headers: { 'Content-Type': 'application/json' },
            body: '{"id":"{{ctx.id}}","watchId":"{{ctx.watch_id}}","triggeredTime":"{{ctx.trigger.triggered_time}}","details":{{#toJson}}ctx.payload{{/toJson}}}',
          },
        },
      }),
      json('Kibana connector → Body', {
        webhook_body: {
          context_info: '{{context}}',
          alert_info: '{{alert}}',
          rule_info: '{{rule}}',
        },
      }),
    ];
  },
  sample: (summary) => ({
    body: { id: 'first-alert-1', watchId: summary, triggeredTime: '2026-01-05T09:00:00.000Z', details: {} },
  }),
};

/** What watches series of figures. */
export const METRICS: Readonly<Record<string, Guide>> = {
  alertmanager,
  prometheus: alertmanager,
  grafana,
  kapacitor,
  netdata,
  splunk,
  elastic,
};
