/** Quotes for a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** How to try an integration from a shell. `null` where a tool's own setup page is needed, not a curl. */
export function curlCommand(origin: string, type: string, key: string, summary: string): string {
  const post = (url: string, body: unknown) =>
    `curl -X POST ${quote(url)} \\\n  -H 'Content-Type: application/json' \\\n  -d ${quote(JSON.stringify(body))}`;
  const base = `${origin}/integration/${encodeURIComponent(type)}/v1/${encodeURIComponent(key)}`;
  switch (type) {
    case 'pagerduty':
      return post(`${origin}/v2/enqueue`, {
        routing_key: key,
        event_action: 'trigger',
        dedup_key: 'first-alert',
        payload: { summary, source: 'curl', severity: 'critical' },
      });
    case 'opsgenie':
      return `curl -X POST ${quote(`${origin}/v2/alerts`)} \\\n  -H 'Content-Type: application/json' \\\n  -H ${quote(
        `Authorization: GenieKey ${key}`,
      )} \\\n  -d ${quote(JSON.stringify({ message: summary, alias: 'first-alert', priority: 'P1' }))}`;
    case 'alertmanager':
    case 'prometheus':
      return post(base, {
        version: '4',
        groupKey: 'first-alert',
        status: 'firing',
        receiver: 'watchfloor',
        alerts: [
          {
            status: 'firing',
            labels: { alertname: 'FirstAlert', severity: 'critical' },
            annotations: { summary },
            fingerprint: 'first-alert',
          },
        ],
      });
    default:
      return post(base, { summary, event_id: 'first-alert', status: 'open', urgency: 'high' });
  }
}
