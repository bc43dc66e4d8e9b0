/** Products' own names, the same in every language. */
const NAMES: Readonly<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  appdynamics: 'AppDynamics',
  azure: 'Azure Monitor',
  checkmk: 'Checkmk',
  cloudwatch: 'AWS CloudWatch (SNS)',
  datadog: 'Datadog',
  dynatrace: 'Dynatrace',
  elastic: 'Elastic, Kibana',
  eventbridge: 'AWS EventBridge',
  gcp: 'Google Cloud Monitoring',
  github: 'GitHub',
  grafana: 'Grafana',
  honeycomb: 'Honeycomb',
  icinga2: 'Icinga 2',
  instana: 'Instana',
  jira: 'Jira',
  kapacitor: 'Kapacitor (InfluxDB)',
  kubernetes: 'Kubernetes (Robusta, Botkube)',
  librenms: 'LibreNMS',
  nagios: 'Nagios',
  netdata: 'Netdata',
  newrelic: 'New Relic',
  opsgenie: 'Opsgenie API',
  pagerduty: 'PagerDuty Events API',
  pingdom: 'Pingdom',
  prometheus: 'Prometheus',
  prtg: 'PRTG',
  sentry: 'Sentry',
  site24x7: 'Site24x7',
  solarwinds: 'SolarWinds',
  splunk: 'Splunk',
  statuscake: 'StatusCake',
  uptimekuma: 'Uptime Kuma',
  uptimerobot: 'UptimeRobot',
  whatap: 'WhaTap',
  zabbix: 'Zabbix',
  zendesk: 'Zendesk',
};

/** Types that are no product: their words are the catalogue's. */
export const WORDED_TYPES = ['standard', 'email', 'custom'] as const;

/** A tool's name; `null` where the catalogue has it (`integrations.tool.…`). A type nobody knows is its own name. */
export function productName(type: string): string | null {
  if ((WORDED_TYPES as readonly string[]).includes(type)) return null;
  return NAMES[type] ?? type.charAt(0).toUpperCase() + type.slice(1);
}
