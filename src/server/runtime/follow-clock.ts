import { reason, SYSTEM } from '../../shared/reason.ts';
import { shiftElapsed } from '../domain/incident/advance.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { OutboxRow } from './ports.ts';
import type { Turn } from './turn.ts';

/**
 * [ESC15] The wall clock was set by `byMs`: everything that counts elapsed time moves with it, in the first turn
 * after the jump and before anything else is decided there. What that turn then decides counts from the new time.
 */
export function followClock(
  turn: Turn,
  byMs: number,
  incidents: Iterable<Incident>,
  pending: Iterable<OutboxRow>,
): void {
  for (const incident of incidents) {
    if (incident.status !== 'closed') turn.incidents.set(incident.id, shiftElapsed(incident, byMs));
  }
  // The creation of a message that is still tried moves too: giving up counts from it.
  for (const row of pending) {
    turn.outbox.set(row.message.id, {
      ...row,
      createdAt: row.createdAt + byMs,
      nextAttemptAt: row.nextAttemptAt === null ? null : row.nextAttemptAt + byMs,
    });
  }
  turn.clockSetByMs = byMs;
  turn.record(SYSTEM, 'clock.set', 'server', {
    after: { byMs },
    reason: reason('ESC15', 'the wall clock was set', { byMs }),
  });
}
