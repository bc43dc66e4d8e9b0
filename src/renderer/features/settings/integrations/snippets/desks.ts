import { type Guide, json, pasteAddress, shell, text, yaml } from './guide.ts';

const pdjs = (origin: string, key: string) =>
  text(
    'pdjs',
    `import { event } from '@pagerduty/pdjs';

await event({
  server: '${origin.replace(/^https?:\/\//, '')}',
  data: {
    routing_key: '${key}',
    event_action: 'trigger',
    dedup_key: 'db01/disk',
    payload: { summary: 'disk full', source: 'db01', severity: 'critical' },
  },
});`,
  );

const pagerduty: Guide = {
  snippets: ({ origin, key }) => [
    text('routing_key, service_key, Integration Key', key),
    text('Events API v2 URL', `${origin}/v2/enqueue`),
    // PagerDuty's own client for JavaScript knows no other scheme.
    ...(origin.startsWith('https:') ? [pdjs(origin, key)] : []),
    yaml(
      'alertmanager.yml',
      `receivers:
  - name: watchfloor
    pagerduty_configs:
      - routing_key: '${key}'
        url: '${origin}/v2/enqueue'`,
    ),
  ],
  sample: (summary, { origin, key }) => ({
    to: `${origin}/v2/enqueue`,
    body: {
      routing_key: key,
      event_action: 'trigger',
      dedup_key: 'first-alert',
      payload: { summary, source: 'curl', severity: 'critical' },
    },
  }),
};

const opsgenie: Guide = {
  snippets: ({ origin, key }) => [
    text('API URL', origin),
    text('API Key (GenieKey)', key),
    text(
      'opsgenie-sdk',
      `const opsgenie = require('opsgenie-sdk');

opsgenie.configure({ host: '${origin}', api_key: '${key}' });
opsgenie.alertV2.create({ message: 'disk full', alias: 'db01/disk', priority: 'P1' }, console.log);`,
    ),
    yaml(
      'alertmanager.yml',
      `receivers:
  - name: watchfloor
    opsgenie_configs:
      - api_key: '${key}'
        api_url: '${origin}/'`,
    ),
  ],
  sample: (summary, { origin, key }) => ({
    to: `${origin}/v2/alerts`,
    headers: { Authorization: `GenieKey ${key}` },
    body: { message: summary, alias: 'first-alert', priority: 'P1' },
  }),
};

const jira: Guide = {
  snippets: ({ address }) => [
    text('System → WebHooks → URL', address),
    text(
      'System → WebHooks → Issue related events',
      'jira:issue_created, jira:issue_updated, jira:issue_deleted',
    ),
    text('System → WebHooks → JQL', 'issuetype = Incident'),
  ],
  sample: (summary) => ({
    body: {
      webhookEvent: 'jira:issue_created',
      issue: {
        id: '1',
        key: 'TEST-1',
        fields: {
          summary,
          priority: { name: 'Highest' },
          status: { name: 'Open', statusCategory: { key: 'new' } },
          issuetype: { name: 'Incident' },
        },
      },
    },
  }),
};

const zendesk: Guide = {
  snippets: pasteAddress('Apps and integrations → Webhooks → Endpoint URL'),
  sample: (summary) => ({
    body: {
      type: 'zen:event-type:ticket.created',
      id: 'first-alert',
      time: '2026-01-05T09:00:00Z',
      subject: 'zen:ticket:1',
      event: {},
      detail: { id: '1', subject: summary, status: 'NEW', priority: 'URGENT', type: 'INCIDENT' },
    },
  }),
};

const email: Guide = {
  snippets: ({ key }) => [text('To', `${key}@MAIL_HOST`)],
  sample: null,
};

const standard: Guide = {
  snippets: ({ address }) => [
    shell(
      'close',
      `curl -sS -X POST '${address}' \\
  -H 'Content-Type: application/json' \\
  -d '{"summary":"disk full on db01","event_id":"db01/disk","status":"close"}'`,
    ),
    json('body', {
      summary: 'disk full on db01',
      event_id: 'db01/disk',
      status: 'open',
      urgency: 'high',
      event_time: '2026-01-05T09:00:00Z',
      metric_name: 'disk_used_percent',
      metric_value: '97',
      threshold: '90',
      resource_name: 'db01',
      event_type: 'disk',
      custom_details: { mount: '/' },
    }),
  ],
  sample: (summary) => ({
    body: { summary, event_id: 'first-alert', status: 'open', urgency: 'high' },
  }),
};

/** A tool that is not named here, or teaches its fields itself (`custom`): the address, and any JSON body. */
export const GENERIC: Guide = {
  snippets: ({ address }) => [
    text('Webhook URL', address),
    shell(
      'curl',
      `curl -sS -X POST '${address}' -H 'Content-Type: application/json' --data-binary @body.json`,
    ),
  ],
  sample: null,
};

/** Other alerting products, ticket desks, mail and scripts. */
export const DESKS: Readonly<Record<string, Guide>> = {
  standard,
  pagerduty,
  opsgenie,
  jira,
  zendesk,
  email,
  custom: GENERIC,
};
