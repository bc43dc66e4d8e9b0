import { type Guide, json, pasteAddress, text } from './guide.ts';

const uptimekuma: Guide = {
  snippets: ({ address }) => [
    text('Notifications → Webhook → Post URL', address),
    text('Notifications → Webhook → Request Body', 'Preset - application/json'),
  ],
  sample: (summary) => ({
    body: {
      heartbeat: { monitorID: 1, status: 0, msg: summary, important: true },
      monitor: { id: 1, name: 'shell', type: 'http', url: 'https://shop.example.com' },
      msg: summary,
    },
  }),
};

const pingdom: Guide = {
  snippets: pasteAddress('Integrations → Webhook → URL'),
  sample: (summary) => ({
    body: {
      check_id: 1,
      check_name: summary,
      check_type: 'HTTP',
      check_params: { hostname: 'shop.example.com' },
      previous_state: 'UP',
      current_state: 'DOWN',
      importance_level: 'HIGH',
      description: summary,
      version: 1,
    },
  }),
};

const UPTIMEROBOT_FIELDS = {
  monitorID: '*monitorID*',
  monitorURL: '*monitorURL*',
  monitorFriendlyName: '*monitorFriendlyName*',
  alertType: '*alertType*',
  alertTypeFriendlyName: '*alertTypeFriendlyName*',
  alertDetails: '*alertDetails*',
  alertDuration: '*alertDuration*',
  alertDateTime: '*alertDateTime*',
};
const uptimerobot: Guide = {
  snippets: ({ address }) => [
    // UptimeRobot puts its own fields behind the question mark.
    text('Integrations → Webhook → URL', `${address}?`),
    json('Integrations → Webhook → POST value (JSON)', UPTIMEROBOT_FIELDS),
  ],
  sample: (summary) => ({
    body: {
      monitorID: '1',
      monitorURL: 'https://shop.example.com',
      monitorFriendlyName: 'shell',
      alertType: '1',
      alertTypeFriendlyName: 'Down',
      alertDetails: summary,
    },
  }),
};

const statuscake: Guide = {
  snippets: pasteAddress('Contact Groups → Webhook URL'),
  sample: (summary) => ({
    as: 'form',
    body: {
      Status: 'Down',
      StatusCode: '503',
      Name: summary,
      TestID: '1',
      URL: 'https://shop.example.com',
      Method: 'HTTP',
    },
  }),
};

const site24x7: Guide = {
  snippets: ({ address }) => [
    text('Admin → Third-Party Integrations → Webhooks → Hook URL', address),
    text(
      'Admin → Third-Party Integrations → Webhooks → HTTP Method',
      'POST, Send as JSON, default parameters',
    ),
  ],
  sample: (summary) => ({
    body: {
      MONITOR_ID: '1',
      MONITORNAME: 'shell',
      MONITORTYPE: 'URL',
      MONITORURL: 'https://shop.example.com',
      STATUS: 'DOWN',
      INCIDENT_REASON: summary,
    },
  }),
};

/** What looks at services from outside. */
export const UPTIME: Readonly<Record<string, Guide>> = {
  uptimekuma,
  pingdom,
  uptimerobot,
  statuscake,
  site24x7,
};
