import type { Incident, Run } from '../../src/server/domain/incident/incident.ts';
import { EMPTY_BATCH } from '../../src/server/runtime/empty-batch.ts';
import type { Batch, NewAuditEntry, NewEvent, OutboxRow } from '../../src/server/runtime/ports.ts';
import type { EscalationPolicy } from '../../src/shared/config/policy.ts';
import { escalationPolicySchema } from '../../src/shared/config/policy.ts';
import { reason, SYSTEM } from '../../src/shared/reason.ts';

/** 2026-11-22T03:00:00Z */
export const T0 = Date.UTC(2026, 10, 22, 3);

export const batch = (part: Partial<Batch>): Batch => ({ ...EMPTY_BATCH, ...part });

export const POLICY: EscalationPolicy = escalationPolicySchema.parse({
  id: 'std',
  name: '표준',
  steps: [{ targets: [{ user: 'an' }], delay: 'PT5M' }],
});

export const run = (part: Partial<Run> = {}): Run => ({
  number: 1,
  policy: POLICY,
  position: { pass: 1, step: 0, repetition: 1 },
  dueAt: T0 + 300_000,
  waitingSince: T0,
  told: ['an'],
  passReached: true,
  reachedBefore: false,
  keepsDelays: false,
  firing: null,
  people: ['an'],
  planned: [],
  fallbackAt: null,
  fallbackTold: 0,
  state: 'running',
  remainingMs: null,
  pausedAt: null,
  heldNotices: [],
  ...part,
});

export function incident(number: number, part: Partial<Incident> = {}): Incident {
  return {
    id: `inc-${number}`,
    number,
    version: 1,
    status: 'open',
    urgency: 'high',
    latestUrgency: 'high',
    severity: null,
    summary: `disk full on db-${number}`,
    service: 'payments',
    integration: 'std',
    domain: 'std',
    dedupKey: `key-${number}`,
    count: 1,
    createdAt: T0 + number * 1000,
    createdBy: SYSTEM,
    lastEventAt: T0 + number * 1000,
    firstAckedAt: null,
    ackedAt: null,
    closedAt: null,
    closedBy: null,
    closeEventAt: null,
    assignee: null,
    responders: ['an'],
    toldContacts: [{ user: 'an', contact: 'mail' }],
    cleared: false,
    unseen: false,
    exhausted: false,
    silent: false,
    run: run(),
    runs: 1,
    pause: null,
    ackTimer: null,
    autoCloseAt: null,
    notices: [],
    marks: [],
    ...part,
  };
}

export const closed = (number: number, part: Partial<Incident> = {}): Incident =>
  incident(number, { status: 'closed', closedAt: T0 + number * 1000 + 600_000, closedBy: 'person', ...part });

export function event(id: string, part: Partial<NewEvent> = {}): NewEvent {
  return {
    id,
    receivedAt: T0,
    eventAt: T0 - 1000,
    integration: 'std',
    dedupKey: 'key-1',
    status: 'open',
    urgency: 'high',
    summary: 'disk full',
    outcome: 'created',
    reason: reason('ING1', 'it opens an incident'),
    incident: null,
    count: 1,
    fields: null,
    raw: null,
    ...part,
  };
}

export function outboxRow(
  id: string,
  part: Partial<OutboxRow> = {},
  incidentId: string | null = null,
): OutboxRow {
  return {
    message: {
      to: 'person',
      id,
      kind: 'page',
      incident: incidentId,
      user: 'an',
      contact: 'mail',
      firing: { run: 1, pass: 1, step: 0, repetition: 0 },
      urgency: 'high',
      body: { channel: 'email', title: '디스크 가득' },
    },
    state: 'pending',
    attempts: 0,
    createdAt: T0,
    lastAttemptAt: null,
    nextAttemptAt: T0,
    error: null,
    ...part,
  };
}

export const auditEntry = (part: Partial<NewAuditEntry> = {}): NewAuditEntry => ({
  at: T0,
  actor: { kind: 'user', id: 'an' },
  action: 'incident.ack',
  target: 'incident:inc-1',
  before: { status: 'open' },
  after: { status: 'acked', b: 1, a: [undefined, 2] },
  reason: null,
  ...part,
});
