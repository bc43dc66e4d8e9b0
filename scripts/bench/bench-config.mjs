export const KEYS = {
  standard: 'k-bench-standard-0123456789abcdef',
  alertmanager: 'k-bench-alertmanager-0123456789ab',
};

export const DISPLAY_TOKEN = 'd-bench-wall-0123456789abcdef0123';

/**
 * A config that makes every event take the whole way: routes, a policy of three steps, a schedule that turns daily,
 * personal rules. Everybody's rules wait ten minutes, so that no message leaves while ingestion is measured:
 * the program beside tells nobody either.
 */
export function benchConfig() {
  const people = ['ha', 'kim', 'lee', 'park'];
  return {
    version: 1,
    timeZone: 'Asia/Seoul',
    users: people.map((id) => ({
      id,
      name: `Person ${id}`,
      role: 'responder',
      contacts: [{ id: 'hook', channel: 'webhook', url: 'http://127.0.0.1:9/bench' }],
      notificationRules: [{ when: {}, notify: ['hook'], after: 'PT10M' }],
    })),
    teams: [{ id: 'noc', name: 'NOC', members: people }],
    schedules: [
      {
        id: 'primary',
        name: 'Primary',
        timeZone: 'Asia/Seoul',
        layers: [{ id: 'l1', users: people, rotation: { start: '2026-01-05T09:00', every: 'P1D' } }],
      },
    ],
    escalationPolicies: [
      {
        id: 'std',
        name: 'Standard',
        passes: 2,
        steps: [
          { targets: [{ schedule: 'primary' }], delay: 'PT30M' },
          { targets: [{ schedule: 'primary', who: 'next' }], delay: 'PT30M' },
          { targets: [{ team: 'noc' }], delay: 'PT30M', includePrevious: true },
        ],
      },
    ],
    fallback: { users: ['ha'] },
    services: [
      { id: 'infra', name: 'Infrastructure', target: { escalation: 'std' } },
      { id: 'database', name: 'Database', target: { escalation: 'std' } },
    ],
    integrations: ['standard', 'alertmanager'].map((type) => ({
      id: type,
      name: type,
      type,
      key: KEYS[type],
      service: 'infra',
      routes: [
        { when: { field: 'summary', op: 'contains', value: 'replication' }, service: 'database' },
        { when: { field: 'resource', op: 'matches', value: '^db-[0-9]+\\.' }, service: 'database' },
      ],
    })),
    displays: [{ id: 'wall-1', token: DISPLAY_TOKEN, views: ['board'], rotateEvery: null }],
  };
}
