import type { Conformance } from './conformance.ts';

const SUB = '/subscriptions/0a0a0a0a-1111-2222-3333-444444444444';
const key = `${SUB}/providers/Microsoft.AlertsManagement/alerts/5e5e5e5e-0000-4000-8000-00000000000a`;
const VM = `${SUB}/resourceGroups/shop/providers/Microsoft.Compute/virtualMachines/shop-web-1`;

const common = (essentials: object = {}, alertContext: unknown = undefined) => ({
  schemaId: 'azureMonitorCommonAlertSchema',
  data: {
    essentials: {
      alertId: key,
      alertRule: 'cpu-high',
      severity: 'Sev2',
      signalType: 'Metric',
      monitorCondition: 'Fired',
      monitoringService: 'Platform',
      alertTargetIDs: [VM.toLowerCase()],
      configurationItems: ['shop-web-1'],
      originAlertId: 'origin-1',
      firedDateTime: '2026-11-22T08:57:24.3713213Z',
      description: '',
      essentialsVersion: '1.0',
      alertContextVersion: '1.0',
      ...essentials,
    },
    alertContext: alertContext ?? {
      conditionType: 'SingleResourceMultipleMetricCriteria',
      condition: {
        windowSize: 'PT5M',
        allOf: [
          {
            metricName: 'Percentage CPU',
            operator: 'GreaterThan',
            threshold: '90',
            timeAggregation: 'Average',
            dimensions: [],
            metricValue: 97.25,
          },
        ],
      },
    },
    customProperties: null,
  },
});
const resolved = { monitorCondition: 'Resolved', resolvedDateTime: '2026-11-22T09:03:16.2246313Z' };
const serviceHealth = (stage: string, alert: string) =>
  common(
    {
      alertId: `${SUB}/providers/Microsoft.AlertsManagement/alerts/${alert}`,
      alertRule: 'azure-itself',
      severity: 'Sev4',
      signalType: 'Activity Log',
      monitoringService: 'ServiceHealth',
      configurationItems: undefined,
    },
    {
      authorization: null,
      channels: 1,
      eventTimestamp: '2026-11-22T08:50:00.1234567Z',
      operationName: 'Microsoft.ServiceHealth/incident/action',
      properties: {
        title: 'Storage in Korea Central is slow',
        service: 'Storage',
        trackingId: 'XY12-ABC',
        stage,
      },
      status: stage,
    },
  );
const resourceHealth = (current: string, alert: string) =>
  common(
    {
      alertId: `${SUB}/providers/Microsoft.AlertsManagement/alerts/${alert}`,
      alertRule: 'vm-health',
      severity: 'Sev4',
      monitoringService: 'Resource Health',
    },
    { status: 'Active', properties: { title: 'Virtual machine', currentHealthStatus: current } },
  );
const RULE = `${SUB}/resourceGroups/shop/providers/microsoft.insights/metricAlerts/queue`;
const metricAlert = (status: string, severity = '1') => ({
  schemaId: 'AzureMonitorMetricAlert',
  data: {
    version: '2.0',
    properties: null,
    status,
    context: {
      timestamp: '2026-11-22T08:55:12.9703687Z',
      id: RULE,
      name: 'queue',
      description: 'Messages wait',
      conditionType: 'SingleResourceMultipleMetricCriteria',
      severity,
      condition: {
        windowSize: 'PT5M',
        allOf: [
          {
            metricName: 'ActiveMessages',
            operator: 'GreaterThan',
            threshold: '100',
            dimensions: [{ name: 'EntityName', value: 'orders' }],
            metricValue: 412,
          },
        ],
      },
      subscriptionId: '0a0a0a0a-1111-2222-3333-444444444444',
      resourceName: 'shop-bus',
      resourceId: '/bus',
      portalLink: 'https://portal.azure.com/#resource/bus',
    },
  },
});
const classic = (status: string) => ({
  status,
  context: {
    timestamp: '2026-11-22T08:55:41.9975398Z',
    id: `${SUB}/alertrules/requests`,
    name: 'requests',
    description: 'Too few requests',
    conditionType: 'Metric',
    condition: { metricName: 'Requests', metricValue: '1', threshold: '10', operator: 'LessThan' },
    resourceName: 'shop-site',
    resourceId: '/site',
    portalLink: 'https://portal.azure.com/#resource/site',
  },
  properties: {},
});
const logAlert = {
  schemaId: 'Microsoft.Insights/LogAlert',
  data: {
    SubscriptionId: '0a0a0a0a-1111-2222-3333-444444444444',
    AlertRuleName: 'errors in logs',
    SearchQuery: 'AppExceptions',
    SearchIntervalEndtimeUtc: '2026-11-22T08:55:00Z',
    AlertThresholdOperator: 'Greater Than',
    AlertThresholdValue: 0,
    ResultCount: 12,
    LinkToSearchResults: 'https://portal.azure.com/#search',
    Severity: 'Warning',
    AlertType: 'Number of results',
  },
};
const activity = {
  schemaId: 'Microsoft.Insights/activityLogs',
  data: {
    status: 'Activated',
    context: {
      activityLog: {
        correlationId: 'c0ffee00-0000-4000-8000-000000000001',
        description: '',
        eventSource: 'Administrative',
        eventTimestamp: '2026-11-22T08:52:08.0019532+00:00',
        level: 'Error',
        operationName: 'Microsoft.Compute/virtualMachines/restart/action',
        resourceId: VM,
        status: 'Failed',
        properties: {},
      },
    },
  },
};

export const tool: Conformance = {
  type: 'azure',
  courses: [
    {
      name: 'common schema, metric',
      key,
      trigger: { name: 'Fired', body: common() },
      urgency: 'medium',
      summary: 'cpu-high on shop-web-1',
      repeat: { name: 'Fired again', body: common() },
      worse: { post: { name: 'Sev0', body: common({ severity: 'Sev0' }) }, urgency: 'highest' },
      recovery: { name: 'Resolved', body: common(resolved) },
    },
    {
      name: 'common schema, log',
      key,
      trigger: {
        name: 'Fired',
        body: common(
          { severity: 'Sev1', signalType: 'Log', monitoringService: 'Log Alerts V2' },
          {
            conditionType: 'LogQueryCriteria',
            condition: {
              allOf: [{ searchQuery: 'Heartbeat', metricName: null, threshold: '1', metricValue: 0 }],
            },
          },
        ),
      },
      urgency: 'high',
      summary: 'cpu-high',
      recovery: { name: 'Resolved', body: common({ ...resolved, resolvedDateTime: undefined }) },
    },
    {
      name: 'common schema, log of the old API',
      key,
      trigger: {
        name: 'Fired',
        body: common(
          { severity: 'Sev3', monitoringService: 'Log Analytics' },
          {
            SearchQuery: 'Perf',
            ResultCount: 2,
            Threshold: 1,
            SearchIntervalEndtimeUtc: '11/22/2026 8:51:31 AM',
          },
        ),
      },
      urgency: 'low',
      summary: 'cpu-high',
      recovery: null,
    },
    {
      name: 'Prometheus',
      key,
      trigger: {
        name: 'Fired',
        body: common(
          { severity: 'Sev4', monitoringService: 'Prometheus' },
          { expression: 'pg_up == 0', expressionValue: '0', annotations: { summary: 'no database' } },
        ),
      },
      urgency: 'lowest',
      summary: 'no database',
      recovery: { name: 'Resolved', body: common(resolved, { expression: 'pg_up == 0' }) },
    },
    {
      name: 'Service Health, whose alerts never resolve',
      key: 'XY12-ABC',
      trigger: { name: 'Active', body: serviceHealth('Active', 'aaaa') },
      urgency: 'lowest',
      summary: 'Storage in Korea Central is slow',
      recovery: { name: 'Resolved', body: serviceHealth('Resolved', 'bbbb') },
    },
    {
      name: 'Resource Health',
      key: `resourcehealth|${VM.toLowerCase()}`,
      trigger: { name: 'Unavailable', body: resourceHealth('Unavailable', 'cccc') },
      urgency: 'lowest',
      summary: 'vm-health on shop-web-1',
      recovery: { name: 'Available', body: resourceHealth('Available', 'dddd') },
    },
    {
      name: 'metric alert without the common schema',
      key: `${RULE}|/bus|EntityName=orders`,
      trigger: { name: 'Activated', body: metricAlert('Activated') },
      urgency: 'high',
      summary: 'queue on shop-bus: Messages wait',
      worse: { post: { name: 'severity 0', body: metricAlert('Activated', '0') }, urgency: 'highest' },
      recovery: { name: 'Deactivated', body: metricAlert('Deactivated') },
    },
    {
      name: 'classic',
      key: `${SUB}/alertrules/requests|/site`,
      trigger: { name: 'Activated', body: classic('Activated') },
      urgency: null,
      summary: 'requests on shop-site',
      recovery: { name: 'Resolved', body: classic('Resolved') },
    },
    {
      name: 'log alert without the common schema',
      key: '0a0a0a0a-1111-2222-3333-444444444444|errors in logs',
      trigger: { name: 'open', body: logAlert },
      urgency: 'medium',
      summary: 'errors in logs',
      recovery: null,
    },
    {
      name: 'activity log without the common schema',
      key: 'c0ffee00-0000-4000-8000-000000000001',
      trigger: { name: 'open', body: activity },
      urgency: 'high',
      summary: 'Microsoft.Compute/virtualMachines/restart/action: Failed',
      recovery: null,
    },
  ],
  test: {
    setAside: [
      {
        name: 'a test of the action group',
        body: common({
          alertId: key.replace(/[^/]+$/, '12345678-1234-1234-1234-1234567890ab'),
          alertRule: 'test-metricAlertRule',
        }),
      },
    ],
  },
  malformed: [
    { post: { name: 'no data', body: { schemaId: 'azureMonitorCommonAlertSchema' } }, field: 'data' },
    { post: { name: 'no essentials', body: { data: {} } }, field: 'data.essentials' },
    {
      post: { name: 'no id', body: common({ alertId: '', originAlertId: null }) },
      field: 'data.essentials.alertId',
    },
    {
      post: { name: 'unknown condition', body: common({ monitorCondition: 'Paused' }) },
      field: 'data.essentials.monitorCondition',
    },
    { post: { name: 'unknown status', body: metricAlert('Paused') }, field: 'data.status' },
    {
      post: { name: 'no context', body: { data: { status: 'Activated', context: null } } },
      field: 'data.context',
    },
    { post: { name: 'a list', body: [] }, field: 'body' },
  ],
};
