import type { SourceEvent } from '../../../src/server/domain/event.ts';
import { eventSubject, type Subject } from '../../../src/server/domain/matching/subject.ts';
import type { Urgency } from '../../../src/shared/words.ts';

export const sampleEvent: SourceEvent = {
  status: 'open',
  summary: 'RDS disk full on db-7',
  dedupKey: 'db-7/disk',
  urgency: 'high',
  urgencyWord: 'P2',
  eventAt: Date.UTC(2026, 10, 22, 8),
  resource: 'db-7',
  metricName: 'disk.used',
  metricValue: '93.1',
  threshold: '90',
  eventType: null,
  details: {
    team: 'dba',
    load: 0.75,
    up: false,
    empty: null,
    tags: ['prod', { zone: 'kr-1' }],
    labels: { 'app.kubernetes.io/name': 'payments' },
  },
  links: [],
};

/** The sample with some fields replaced, as a condition sees it. */
export function subjectOf(
  changes: Partial<SourceEvent> = {},
  urgency: Urgency | null = changes.urgency === undefined ? sampleEvent.urgency : changes.urgency,
): Subject {
  return eventSubject({ ...sampleEvent, ...changes }, { integration: 'std', urgency });
}
