import { type Guide, json, pasteAddress, shell, yaml } from './guide.ts';

const protocolOf = (address: string): string => (address.startsWith('https:') ? 'https' : 'http');

const cloudwatch: Guide = {
  snippets: ({ address }) => [
    shell(
      'AWS CLI',
      `TOPIC=$(aws sns create-topic --name watchfloor --query TopicArn --output text)
aws sns subscribe --topic-arn "$TOPIC" --protocol ${protocolOf(address)} \\
  --notification-endpoint '${address}'`,
    ),
    shell(
      'AWS CLI, alarm',
      `aws cloudwatch put-metric-alarm --alarm-name high-cpu \\
  --namespace AWS/EC2 --metric-name CPUUtilization --statistic Average --period 300 \\
  --evaluation-periods 1 --threshold 90 --comparison-operator GreaterThanThreshold \\
  --alarm-actions "$TOPIC" --ok-actions "$TOPIC"`,
    ),
    shell(
      'AWS CLI, test',
      'aws cloudwatch set-alarm-state --alarm-name high-cpu --state-value ALARM --state-reason test',
    ),
  ],
  // Messages of a topic are signed: nobody but AWS can send one.
  sample: null,
};

const eventbridge: Guide = {
  snippets: ({ address }) => [
    json('Rule → Event pattern', {
      source: ['aws.cloudwatch'],
      'detail-type': ['CloudWatch Alarm State Change'],
    }),
    shell(
      'AWS CLI',
      `CONNECTION=$(aws events create-connection --name watchfloor --authorization-type API_KEY \\
  --auth-parameters 'ApiKeyAuthParameters={ApiKeyName=X-Watchfloor,ApiKeyValue=unused}' \\
  --query ConnectionArn --output text)
aws events create-api-destination --name watchfloor --http-method POST \\
  --connection-arn "$CONNECTION" --invocation-endpoint '${address}'`,
    ),
  ],
  sample: (summary) => ({
    body: {
      version: '0',
      id: 'first-alert',
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account: '111122223333',
      time: '2026-01-05T09:00:00Z',
      region: 'ap-northeast-2',
      resources: ['arn:aws:cloudwatch:ap-northeast-2:111122223333:alarm:first-alert'],
      detail: { alarmName: summary, state: { value: 'ALARM', reason: summary } },
    },
  }),
};

const azure: Guide = {
  snippets: ({ address }) => [
    shell(
      'Azure CLI',
      `az monitor action-group create --resource-group RESOURCE_GROUP --name watchfloor --short-name watchfloor \\
  --action webhook watchfloor '${address}' usecommonalertschema`,
    ),
  ],
  sample: (summary) => ({
    body: {
      schemaId: 'azureMonitorCommonAlertSchema',
      data: {
        essentials: {
          alertId: '/subscriptions/test/providers/Microsoft.AlertsManagement/alerts/first-alert',
          alertRule: summary,
          severity: 'Sev1',
          signalType: 'Metric',
          monitorCondition: 'Fired',
          monitoringService: 'Platform',
          alertTargetIDs: [],
          configurationItems: ['shell'],
          firedDateTime: '2026-01-05T09:00:00.0000000Z',
          description: summary,
          essentialsVersion: '1.0',
          alertContextVersion: '1.0',
        },
        alertContext: {},
      },
    },
  }),
};

const gcp: Guide = {
  snippets: ({ address }) => [
    shell(
      'gcloud',
      `gcloud beta monitoring channels create --display-name=Watchfloor --type=webhook_tokenauth \\
  --channel-labels='url=${address}'`,
    ),
  ],
  sample: (summary) => ({
    body: {
      version: '1.2',
      incident: {
        incident_id: 'first-alert',
        state: 'open',
        severity: 'Critical',
        policy_name: 'First alert',
        condition_name: summary,
        summary,
        started_at: 1767603600,
        ended_at: null,
        resource_display_name: 'shell',
      },
    },
  }),
};

const kubernetes: Guide = {
  snippets: ({ address }) => [
    yaml(
      'Robusta, generated_values.yaml',
      `sinksConfig:
  - webhook_sink:
      name: watchfloor
      url: '${address}'
      format: json`,
    ),
    yaml(
      'Botkube, values.yaml',
      `communications:
  default-group:
    webhook:
      enabled: true
      url: '${address}'
      bindings:
        sources:
          - k8s-err-events`,
    ),
  ],
  sample: (summary) => ({
    body: {
      title: summary,
      description: summary,
      cluster_name: 'shell',
      severity: 'HIGH',
      source: 'KUBERNETES_API_SERVER',
      finding_type: 'ISSUE',
      aggregation_key: 'FirstAlert',
      failure: true,
      fingerprint: 'first-alert',
      starts_at: '2026-01-05T09:00:00.000000+00:00',
      ends_at: null,
      subject: { name: 'shell', kind: 'pod', namespace: 'default' },
    },
  }),
};

const github: Guide = {
  snippets: ({ address }) => [
    ...pasteAddress('Settings → Webhooks → Payload URL')({ address, origin: '', key: '' }),
    shell(
      'gh',
      `gh api repos/OWNER/REPOSITORY/hooks -f name=web -F active=true -f 'events[]=workflow_run' \\
  -f 'events[]=deployment_status' -f 'config[url]=${address}' -f 'config[content_type]=json'`,
    ),
  ],
  sample: (summary) => ({
    headers: { 'X-GitHub-Event': 'workflow_run' },
    body: {
      action: 'completed',
      repository: { id: 1, name: 'shell', full_name: 'example/shell' },
      workflow: { id: 1, name: summary },
      workflow_run: {
        id: 1,
        name: summary,
        head_branch: 'main',
        status: 'completed',
        conclusion: 'failure',
        workflow_id: 1,
        display_title: summary,
        html_url: 'https://example.com/runs/1',
      },
    },
  }),
};

/** Clouds, clusters and pipelines. */
export const CLOUD: Readonly<Record<string, Guide>> = {
  cloudwatch,
  eventbridge,
  azure,
  gcp,
  kubernetes,
  github,
};
