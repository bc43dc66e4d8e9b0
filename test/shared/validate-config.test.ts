import { describe, expect, it } from 'vitest';
import { validateConfig } from '../../src/shared/config/validate.ts';

const TYPES = ['standard'];
const problemsOf = (document: unknown) => {
  const result = validateConfig(document, TYPES);
  return result.ok ? [] : result.problems.map((problem) => problem.path);
};

describe('validateConfig', () => {
  it('[STO55] retention is a duration of at least seven days, or null, the default', () => {
    const retention = (details: unknown) => problemsOf({ version: 1, retention: { details } });
    for (const good of [null, undefined, 'P7D', 'P90D', 'P13W', 'PT168H'])
      expect(retention(good)).toEqual([]);
    for (const bad of ['P6D', 'PT167H', 'P3M', '90 days', 90, '', 'P11Y'])
      expect(retention(bad), String(bad)).toEqual(['retention.details']);
    expect(problemsOf({ version: 1, retention: { events: 'P90D' } })).toEqual(['retention.events']);
    const result = validateConfig({ version: 1 }, TYPES);
    expect(result).toMatchObject({ ok: true, config: { retention: { details: null } } });
  });

  it('[STO55] names every bad path at once: shapes, unknown fields and references', () => {
    const paths = problemsOf({
      version: 1,
      colour: 'blue',
      users: [
        { id: 'an', name: '김하늘', contacts: [{ id: 'mail', channel: 'email', address: 'nobody' }] },
        { id: 'lee', name: 'Lee', notificationRules: [{ when: { urgency: ['loud'] }, notify: ['pager'] }] },
        { id: 'park', name: 'Park', notificationRules: [{ when: {}, notify: ['pager'] }] },
      ],
      schedules: [
        { id: 's', name: 'S', timeZone: 'Mars/Base', layers: [] },
        {
          id: 't',
          name: 'T',
          timeZone: 'Asia/Seoul',
          layers: [{ id: 'l', users: ['ghost'], rotation: { start: '2026-11-31T09:00', every: 'P1D' } }],
        },
      ],
      services: [{ id: 'pay', name: 'Pay', target: { escalation: 'std' }, dependsOn: ['db'] }],
      integrations: [{ id: 'i', name: 'I', type: 'smoke-signals', key: 'k'.repeat(24), service: 'nowhere' }],
    });
    expect(paths).toEqual(
      expect.arrayContaining([
        'colour',
        'users[0].contacts[0].address',
        'users[1].notificationRules[0].when.urgency[0]',
        'users[2].notificationRules[0].notify[0]',
        'schedules[0].timeZone',
        'schedules[0].layers',
        'schedules[1].layers[0].rotation.start',
        'services[0].target.escalation',
        'services[0].dependsOn[0]',
        'integrations[0].type',
        'integrations[0].service',
      ]),
    );
  });

  it('[STO55] a reference to an element that is itself wrong is no second mistake', () => {
    const paths = problemsOf({
      version: 1,
      users: [{ id: 'an' }],
      teams: [{ id: 'noc', name: 'NOC', members: ['an'] }],
    });
    expect(paths).toEqual(['users[0].name']);
  });

  it('[ING170] heartbeats: names once, and integrations and services that are there', () => {
    const one = { name: 'backup', integration: 'i', every: 'P1D' };
    const integration = { id: 'i', name: 'I', type: 'standard', key: 'k'.repeat(24), service: 'a' };
    const base = { version: 1, services: [{ id: 'a', name: 'A' }] };
    const own = (heartbeat: object) => ({ ...integration, heartbeat });
    expect(
      problemsOf({
        ...base,
        integrations: [integration],
        heartbeats: [one, one, { ...one, name: 'b', integration: 'gone', service: 'gone' }],
      }),
    ).toEqual(['heartbeats[1].name', 'heartbeats[2].integration', 'heartbeats[2].service']);
    expect(
      problemsOf({
        ...base,
        integrations: [own({ every: 'PT5M', service: 'gone' })],
        heartbeats: [{ ...one, every: 'PT0S', name: 'integration:i', urgency: 'loud', colour: 'red' }],
      }),
    ).toEqual([
      'heartbeats[0].name',
      'heartbeats[0].every',
      'heartbeats[0].urgency',
      'heartbeats[0].colour',
      'integrations[0].heartbeat.service',
    ]);
    const result = validateConfig(
      {
        ...base,
        integrations: [own({ every: 'PT5M', service: 'a', urgency: 'low' })],
        heartbeats: [{ ...one, name: '야간 정산 1.5_x' }],
      },
      TYPES,
    );
    expect(result).toMatchObject({
      ok: true,
      config: {
        integrations: [{ heartbeat: { every: 'PT5M', grace: 'PT1M' } }],
        heartbeats: [{ grace: 'PT1M', enabled: true, note: '' }],
      },
    });
  });

  it('[STO57] a secret is never shown in a problem', () => {
    const result = validateConfig(
      {
        version: 1,
        services: [{ id: 'a', name: 'A' }],
        integrations: [{ id: 'i', name: 'I', type: 'standard', key: 'short-secret', service: 'a' }],
      },
      TYPES,
    );
    expect(JSON.stringify(result)).not.toContain('short-secret');
    expect(JSON.stringify(result)).toContain('integrations[0].key');
  });

  it('[STO55] anything that is no document is refused with words', () => {
    for (const value of [null, 1, 'x', [], { version: 2 }])
      expect(validateConfig(value, TYPES).ok).toBe(false);
  });
});
