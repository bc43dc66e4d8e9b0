import type { IncidentItem } from '../../../src/shared/incident.ts';
import type { Directory } from '../../../src/shared/stream.ts';

/** An open incident of the given number; `change` overrides its fields. */
export function incidentItem(number: number, change: Partial<IncidentItem> = {}): IncidentItem {
  const at = new Date(Date.UTC(2026, 10, 22, 3, 0, number)).toISOString();
  return {
    id: `i${number}`,
    number,
    version: 1,
    status: 'open',
    urgency: 'high',
    severity: null,
    summary: `disk ${number} full`,
    service: 'db',
    integration: 'std',
    dedupKey: `key-${number}`,
    count: 1,
    assignee: null,
    responders: [],
    createdAt: at,
    ackedAt: null,
    closedAt: null,
    lastEventAt: at,
    cleared: false,
    next: null,
    band: 'open',
    exhausted: false,
    unseen: false,
    handedTo: null,
    snoozedUntil: null,
    maintenance: null,
    keys: 1,
    firing: 1,
    ackTimeout: null,
    marks: [],
    ...change,
  };
}

export const DIRECTORY: Directory = {
  users: { an: { name: '김하늘' }, lee: { name: '이서준' } },
  services: { db: { name: '주문 DB' }, pay: { name: 'Payments' } },
  integrations: { std: { name: 'Scripts', type: 'standard' } },
  schedules: {},
  teams: {},
};
