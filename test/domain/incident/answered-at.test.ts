import { expect, test } from 'vitest';
import { answeredAt } from '../../../src/server/domain/incident/answered-at.ts';
import { closed, incident, T0 } from '../../contracts/ledger-samples.ts';

test('[STR141] an incident is answered at its last ack, its snooze, or a close that nobody had acked', () => {
  expect(answeredAt(incident(1))).toBe(null);
  expect(answeredAt(incident(1, { status: 'acked', firstAckedAt: T0, ackedAt: T0 + 5 }))).toBe(T0 + 5);
  expect(answeredAt(closed(2, { firstAckedAt: T0, ackedAt: T0, closedAt: T0 + 9 }))).toBe(T0);
  // Re-alarmed after its ack and closed so: it waited until the close.
  expect(answeredAt(closed(3, { firstAckedAt: T0, ackedAt: null, closedAt: T0 + 9 }))).toBe(T0 + 9);
  const by = { kind: 'user', id: 'an' } as const;
  expect(answeredAt(incident(4, { pause: { kind: 'snoozed', since: T0 + 2, until: T0 + 90, by } }))).toBe(
    T0 + 2,
  );
  expect(answeredAt(closed(5, { silent: true, closedAt: T0 }))).toBe(null);
});
