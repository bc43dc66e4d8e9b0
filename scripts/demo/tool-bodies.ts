import type { Fault, Tool } from './faults.ts';

const SEVERITY_OF = {
  highest: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  lowest: 'info',
  none: 'info',
};

/** Path of a tool's door. */
export const doorOf = (tool: Tool, key: string): string =>
  tool === 'prometheus'
    ? `/integration/alertmanager/v1/${key}/api/v2/alerts`
    : tool === 'scripts'
      ? `/integration/standard/v1/${key}`
      : '/v2/enqueue';

/** What the fault's tool posts: `firing` again and again, then once that it is over. */
export function bodyOf(fault: Fault, isFiring: boolean, at: number, key: string): unknown {
  const { kind, host } = fault;
  const value = fault.value + (Math.floor(at / 60_000) % 3);
  const summary = kind.summary(host, value);
  switch (kind.tool) {
    case 'prometheus':
      return [
        {
          labels: {
            alertname: kind.name,
            instance: host,
            severity:
              kind.urgency === 'low' || kind.urgency === 'lowest' ? kind.urgency : SEVERITY_OF[kind.urgency],
            ...kind.labels,
          },
          annotations: {
            summary,
            value: String(value),
            threshold: String(kind.limit),
            runbook_url: `https://runbooks.example.com/${kind.name}`,
          },
          startsAt: new Date(fault.startsAt).toISOString(),
          ...(isFiring ? {} : { endsAt: new Date(at).toISOString() }),
          generatorURL: 'http://prometheus.example.com/graph',
        },
      ];
    case 'scripts':
      return {
        summary,
        event_id: fault.key,
        status: isFiring ? 'open' : 'close',
        urgency: kind.urgency,
        event_time: new Date(at).toISOString(),
        metric_name: kind.name,
        metric_value: String(value),
        threshold: String(kind.limit),
        resource_name: host,
        custom_details: { source: 'cron', log: `https://logs.example.com/?q=${encodeURIComponent(host)}` },
      };
    case 'vendor':
      return {
        routing_key: key,
        event_action: isFiring ? 'trigger' : 'resolve',
        dedup_key: fault.key,
        payload: {
          summary,
          source: host,
          severity: SEVERITY_OF[kind.urgency],
          component: kind.name,
          timestamp: new Date(at).toISOString(),
          custom_details: { value, limit: kind.limit },
        },
      };
  }
}
