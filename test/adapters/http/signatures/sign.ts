import { createHmac } from 'node:crypto';

const mac = (encoding: 'hex' | 'base64', secret: string, text: string | Buffer) =>
  createHmac('sha256', secret).update(text).digest(encoding);

/** Headers that each tool would send; `now` epoch ms, `grafana-timed` is Grafana with a header for the time. */
export const SIGN: Readonly<
  Record<string, (secret: string, body: string, now: number) => Record<string, string>>
> = {
  github: (secret, body) => ({ 'x-hub-signature-256': `sha256=${mac('hex', secret, body)}` }),
  jira: (secret, body) => ({ 'x-hub-signature': `sha256=${mac('hex', secret, body)}` }),
  sentry: (secret, body) => ({ 'sentry-hook-signature': mac('hex', secret, body) }),
  grafana: (secret, body) => ({ 'x-grafana-alerting-signature': mac('hex', secret, body) }),
  'grafana-timed': (secret, body, now) => {
    const at = String(Math.floor(now / 1000));
    return {
      'x-grafana-alerting-timestamp': at,
      'x-grafana-alerting-signature': mac('hex', secret, `${at}:${body}`),
    };
  },
  zendesk: (secret, body, now) => {
    const at = new Date(now).toISOString();
    return {
      'x-zendesk-webhook-signature-timestamp': at,
      'x-zendesk-webhook-signature': mac('base64', secret, at + body),
    };
  },
  honeycomb: (secret) => ({ 'x-honeycomb-webhook-token': secret }),
  pagerduty: (secret, body) => ({
    'x-pagerduty-signature': `v1=${mac('hex', 'the-one-before', body)},v1=${mac('hex', secret, body)}`,
  }),
};
