import type { ConfigInput } from '../../src/shared/config/document.ts';
import { PEOPLE } from './people.ts';

export interface DemoSecrets {
  /** Ingestion keys by integration. */
  readonly keys: Readonly<Record<'prometheus' | 'scripts' | 'vendor', string>>;
  readonly display: string;
}

const DAY_MS = 86_400_000;

/** The Monday at least 100 days before `now`, 09:00 local: every rotation of the demo counts from there. */
function anchorBefore(now: number): string {
  const day = new Date(now - 100 * DAY_MS);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return `${day.toISOString().slice(0, 10)}T09:00`;
}

/**
 * The demo's floor: six services, nine people, three teams, three schedules, three policies, an integration of each
 * kind of tool, one display with every view. All contacts lead to the demo's own receiver, except that with `toasts`
 * the newcomer is also told on this desktop.
 */
export function demoConfig(input: {
  readonly now: number;
  readonly zone: string;
  readonly receiver: string;
  readonly secrets: DemoSecrets;
  readonly toasts: string | null;
}): ConfigInput {
  const { zone, receiver, secrets } = input;
  const start = anchorBefore(input.now);
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
  return {
    version: 1,
    timeZone: zone,
    users: PEOPLE.map(({ id, name, role, locale }) => {
      const hasToast = id === input.toasts;
      return {
        id,
        name,
        role,
        locale,
        email: `${id}@example.com`,
        phone: `+82 2 555 01${PEOPLE.findIndex((one) => one.id === id) + 10}`,
        contacts: [
          { id: 'chat', channel: 'webhook' as const, url: `${receiver}/chat/${id}` },
          { id: 'call', channel: 'webhook' as const, url: `${receiver}/call/${id}` },
          ...(hasToast ? [{ id: 'desk', channel: 'desktop' as const }] : []),
        ],
        notificationRules: [
          { when: {}, notify: hasToast ? ['chat', 'desk'] : ['chat'] },
          { when: { urgency: ['highest', 'high'] }, notify: ['call'], after: 'PT1M' },
        ],
        quietHours:
          id === 'sora' ? [{ from: '23:00', to: '06:00', exceptUrgency: ['highest', 'high'] as const }] : [],
      };
    }) as ConfigInput['users'],
    teams: [
      { id: 'noc', name: '관제팀 NOC', members: ['minseo', 'dohyun', 'jiwoo', 'sora'] },
      { id: 'platform', name: 'Platform', members: ['alex', 'priya', 'tom'] },
      { id: 'leads', name: 'Shift leads', members: ['minseo', 'alex'] },
    ],
    schedules: [
      {
        id: 'noc-shifts',
        name: '관제 교대 NOC shifts',
        timeZone: zone,
        layers: [
          {
            id: 'day',
            name: 'Day 주간',
            users: ['dohyun', 'jiwoo', 'sora'],
            rotation: { start, every: 'P1D' },
            restrictions: [{ from: '09:00', to: '21:00' }],
          },
          {
            id: 'night',
            name: 'Night 야간',
            users: ['sora', 'dohyun', 'jiwoo'],
            rotation: { start, every: 'P1D' },
            restrictions: [{ from: '21:00', to: '09:00' }],
          },
        ],
        overrides: [],
      },
      {
        id: 'platform-oncall',
        name: 'Platform on call',
        timeZone: zone,
        layers: [
          { id: 'week', name: 'Week', users: ['alex', 'priya', 'tom'], rotation: { start, every: 'P1W' } },
        ],
      },
      {
        id: 'leads',
        name: 'Shift leads',
        timeZone: zone,
        layers: [
          {
            id: 'office',
            name: 'Office hours',
            users: ['minseo', 'alex'],
            rotation: { start, every: 'P1W' },
            restrictions: [{ days: [...weekdays], from: '09:00', to: '18:00' }],
          },
          { id: 'backup', name: 'Backup', users: ['alex', 'minseo'], rotation: { start, every: 'P1W' } },
        ],
      },
    ],
    escalationPolicies: [
      {
        id: 'critical',
        name: 'Critical',
        passes: 2,
        steps: [
          { targets: [{ schedule: 'noc-shifts' }], delay: 'PT2M' },
          { targets: [{ schedule: 'platform-oncall' }], delay: 'PT3M', includePrevious: true },
          { targets: [{ schedule: 'leads' }, { team: 'leads' }], delay: 'PT5M' },
        ],
        final: { delay: 'PT5M', times: 1 },
      },
      {
        id: 'standard',
        name: 'Standard',
        steps: [
          { targets: [{ schedule: 'noc-shifts' }], delay: 'PT10M' },
          { targets: [{ team: 'platform', mode: 'random' }], delay: 'PT15M' },
          { targets: [{ schedule: 'leads' }], delay: 'PT30M' },
        ],
      },
      {
        id: 'platform',
        name: 'Platform first',
        steps: [
          { targets: [{ schedule: 'platform-oncall' }], delay: 'PT10M' },
          { targets: [{ schedule: 'platform-oncall', who: 'next' }], delay: 'PT20M' },
        ],
      },
    ],
    fallback: { users: ['minseo', 'alex'] },
    services: [
      {
        id: 'payments',
        name: '결제 Payments',
        target: { escalation: 'critical' },
        team: 'noc',
        group: 'shop',
        category: 'payment',
        owner: 'Payments squad',
        runbook: 'https://runbooks.example.com/payments',
        contacts: ['Card network desk +82 2 555 0142'],
        dependsOn: ['database', 'network'],
      },
      {
        id: 'checkout',
        name: 'Checkout',
        target: { escalation: 'critical' },
        team: 'platform',
        group: 'shop',
        category: 'web',
        runbook: 'https://runbooks.example.com/checkout',
        dependsOn: ['payments'],
      },
      {
        id: 'network',
        name: '백본 네트워크 Network',
        target: { escalation: 'standard' },
        team: 'noc',
        group: 'infrastructure',
        category: 'network',
        onRecovery: 'close',
        flap: {},
      },
      {
        id: 'database',
        name: 'Database',
        target: { escalation: 'platform' },
        team: 'platform',
        group: 'infrastructure',
        category: 'data',
        onRecovery: 'hold',
        runbook: 'https://runbooks.example.com/database',
      },
      {
        id: 'batch',
        name: '야간 배치 Nightly batch',
        target: { schedule: 'noc-shifts' },
        team: 'noc',
        group: 'data',
        category: 'batch',
      },
      { id: 'office-it', name: 'Office IT', target: null, group: 'office', category: 'it' },
    ],
    integrations: [
      {
        id: 'prometheus',
        name: 'Prometheus',
        type: 'alertmanager',
        key: secrets.keys.prometheus,
        service: 'network',
        routes: [
          { when: { field: 'details.labels.team', op: 'equals', value: 'data' }, service: 'database' },
          { when: { field: 'details.labels.job', op: 'startsWith', value: 'checkout' }, service: 'checkout' },
        ],
      },
      {
        id: 'scripts',
        name: 'Cron and scripts',
        type: 'standard',
        key: secrets.keys.scripts,
        service: 'batch',
        routes: [
          { when: { field: 'resource', op: 'startsWith', value: 'printer' }, service: 'office-it' },
          { when: { field: 'summary', op: 'contains', value: '승인' }, service: 'payments' },
        ],
      },
      {
        id: 'vendor',
        name: 'Payment gateway (PagerDuty Events)',
        type: 'pagerduty',
        key: secrets.keys.vendor,
        service: 'payments',
      },
    ],
    extensions: [
      {
        id: 'status-bot',
        type: 'webhook',
        services: ['payments', 'checkout'],
        events: ['created', 'acked', 'closed'],
        url: `${receiver}/status-bot`,
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the server fills these in
        body: '{"text":"${SERVICE_NAME}: ${INCIDENT_NAME} — ${STATUS}","url":"${INCIDENT_URL}"}',
      },
    ],
    displays: [
      {
        id: 'wall-1',
        name: 'NOC wall',
        token: secrets.display,
        views: ['board', 'heatmap', 'oncall', 'metrics', 'audit'],
        rotateEvery: 'PT30S',
        // Seen from a desk: a newcomer stands closer than operators do.
        distance: 3,
      },
    ],
    heartbeats: [
      { name: 'backup-nightly', integration: 'scripts', every: 'P1D', grace: 'PT30M', service: 'batch' },
      // Nothing ever pings it: a newcomer sees what silence looks like after a few minutes.
      {
        name: 'edge-collector',
        integration: 'scripts',
        every: 'PT4M',
        grace: 'PT1M',
        service: 'network',
        urgency: 'medium',
      },
    ],
    // On while somebody looks at it, today and every day.
    maintenance: [
      {
        id: 'office-move',
        services: ['office-it'],
        from: localMinute(input.now - DAY_MS - 20 * 60_000, zone),
        to: localMinute(input.now - DAY_MS + 100 * 60_000, zone),
        repeat: { every: 'P1D' },
        note: 'Printers move to the third floor',
      },
    ],
    settings: { floodThreshold: 16 },
  };
}

/** Wall-clock minute of a zone. */
const localMinute = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T');
