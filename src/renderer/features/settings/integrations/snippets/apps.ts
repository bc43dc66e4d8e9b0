import { type Guide, json, pasteAddress, text } from './guide.ts';

/** Names of the webhook's fields and the variables that fill them, as the adapter reads them. */
const DATADOG_FIELDS = {
  id: '$ID',
  email: '$EMAIL',
  eventTitle: '$EVENT_TITLE',
  eventMsg: '$EVENT_MSG',
  textOnlyMsg: '$TEXT_ONLY_MSG',
  eventType: '$EVENT_TYPE',
  date: '$DATE',
  datePosix: '$DATE_POSIX',
  alertId: '$ALERT_ID',
  alertType: '$ALERT_TYPE',
  aggregKey: '$AGGREG_KEY',
  orgId: '$ORG_ID',
  alertStatus: '$ALERT_STATUS',
  alertScope: '$ALERT_SCOPE',
  hostname: '$HOSTNAME',
  user: '$USER',
  username: '$USERNAME',
  snapshot: '$SNAPSHOT',
  link: '$LINK',
  priority: '$PRIORITY',
  tags: '$TAGS',
  lastUpdated: '$LAST_UPDATED',
  lastUpdatedPosix: '$LAST_UPDATED_POSIX',
  alertMetric: '$ALERT_METRIC',
  metricNamespace: '$METRIC_NAMESPACE',
  alertTransition: '$ALERT_TRANSITION',
  orgName: '$ORG_NAME',
  alertQuery: '$ALERT_QUERY',
  alertTitle: '$ALERT_TITLE',
  alertCycleKey: '$ALERT_CYCLE_KEY',
};

const datadog: Guide = {
  snippets: ({ address }) => [
    text('Integrations → Webhooks → New → URL', address),
    json('Integrations → Webhooks → New → Payload', DATADOG_FIELDS),
    text('Monitor → Notify your team', '@webhook-watchfloor'),
  ],
  sample: (summary) => ({
    body: {
      id: '1',
      eventTitle: summary,
      alertTitle: summary,
      alertType: 'error',
      alertTransition: 'Triggered',
      alertId: '1',
      aggregKey: 'first-alert',
      alertCycleKey: 'first-alert',
      hostname: 'shell',
      priority: 'normal',
    },
  }),
};

const newrelic: Guide = {
  snippets: ({ address }) => [
    text('Alerts → Destinations → Webhook → Endpoint URL', address),
    text(
      'Workflow → Channel → Payload',
      `{
  "id": {{ json issueId }},
  "issueUrl": {{ json issuePageUrl }},
  "title": {{ json annotations.title.[0] }},
  "priority": {{ json priority }},
  "impactedEntities": {{ json entitiesData.names }},
  "totalIncidents": {{ json totalIncidents }},
  "state": {{ json state }},
  "trigger": {{ json triggerEvent }},
  "isCorrelated": {{ json isCorrelated }},
  "createdAt": {{ createdAt }},
  "updatedAt": {{ updatedAt }},
  "sources": {{ json accumulations.source }},
  "alertPolicyNames": {{ json accumulations.policyName }},
  "alertConditionNames": {{ json accumulations.conditionName }},
  "workflowName": {{ json workflowName }}
}`,
    ),
  ],
  sample: (summary) => ({
    body: {
      id: 'first-alert',
      title: summary,
      priority: 'CRITICAL',
      state: 'ACTIVATED',
      trigger: 'INCIDENT_ADDED',
      impactedEntities: ['shell'],
    },
  }),
};

const dynatrace: Guide = {
  snippets: ({ address }) => [
    text('Problem notifications → Custom integration → Webhook URL', address),
    // Two placeholders are objects of their own and stand without quotes.
    text(
      'Problem notifications → Custom integration → Custom payload',
      `{
  "State": "{State}",
  "PID": "{PID}",
  "ProblemID": "{ProblemID}",
  "ProblemTitle": "{ProblemTitle}",
  "ProblemSeverity": "{ProblemSeverity}",
  "ProblemImpact": "{ProblemImpact}",
  "ProblemURL": "{ProblemURL}",
  "ProblemDetailsText": "{ProblemDetailsText}",
  "ProblemDetailsJSON": {ProblemDetailsJSON},
  "ImpactedEntity": "{ImpactedEntity}",
  "ImpactedEntities": {ImpactedEntities},
  "Tags": "{Tags}"
}`,
    ),
  ],
  sample: (summary) => ({
    body: {
      State: 'OPEN',
      PID: 'first-alert',
      ProblemID: 'P-1',
      ProblemTitle: summary,
      ProblemSeverity: 'ERROR',
      ImpactedEntity: 'shell',
    },
  }),
};

const appdynamics: Guide = {
  snippets: ({ address }) => [
    text('HTTP Request Templates → Raw URL (POST)', address),
    text(
      'HTTP Request Templates → Payload (application/json)',
      `{
  "event_type": "\${latestEvent.eventType}",
  "event_name": "\${latestEvent.displayName}",
  "event_id": "\${latestEvent.id}",
  "event_guid": "\${latestEvent.guid}",
  "event_time": "\${latestEvent.eventTime}",
  "event_message": "\${latestEvent.eventMessage}",
  "event_deep_link": "\${latestEvent.deepLink}",
  "summary": "\${latestEvent.summaryMessage}",
  "severity": "\${latestEvent.severity}",
  "policy": "\${policy.name}",
  "app_id": "\${latestEvent.application.id}",
  "app_name": "\${latestEvent.application.name}",
  "tier_id": "\${latestEvent.tier.id}",
  "tier_name": "\${latestEvent.tier.name}",
  "node_id": "\${latestEvent.node.id}",
  "node_name": "\${latestEvent.node.name}",
  "health_rule_id": "\${latestEvent.healthRule.id}",
  "health_rule_name": "\${latestEvent.healthRule.name}",
  "incident_id": "\${latestEvent.incident.id}",
  "incident_name": "\${latestEvent.incident.name}"
}`,
    ),
  ],
  sample: (summary) => ({
    body: {
      event_type: 'POLICY_OPEN_CRITICAL',
      event_name: 'First alert',
      summary,
      severity: 'ERROR',
      incident_id: '1',
      app_name: 'shell',
    },
  }),
};

const sentry: Guide = {
  snippets: pasteAddress('Settings → Custom Integrations → Webhook URL'),
  sample: (summary) => ({
    headers: { 'Sentry-Hook-Resource': 'event_alert' },
    body: {
      action: 'triggered',
      data: {
        event: { event_id: 'first-alert', issue_id: '1', title: summary, level: 'error', project: 1 },
        triggered_rule: 'First alert',
      },
    },
  }),
};

const honeycomb: Guide = {
  snippets: pasteAddress('Team Settings → Integrations → Webhook → URL'),
  sample: (summary) => ({
    body: {
      version: 'v0.1.0',
      id: 'first-alert',
      name: 'First alert',
      status: 'TRIGGERED',
      summary,
      description: summary,
      is_test: false,
    },
  }),
};

const instana: Guide = {
  snippets: pasteAddress('Settings → Alert Channels → Generic Webhook → Webhook URLs'),
  sample: (summary) => ({
    body: {
      issue: { id: 'first-alert', type: 'issue', state: 'OPEN', severity: 10, text: summary, fqdn: 'shell' },
    },
  }),
};

/** What watches applications. */
export const APPS: Readonly<Record<string, Guide>> = {
  datadog,
  newrelic,
  dynatrace,
  appdynamics,
  sentry,
  honeycomb,
  instana,
};
