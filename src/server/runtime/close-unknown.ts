import { reason } from '../../shared/reason.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { EventResult } from '../sources/source.ts';
import { type Passage, settle } from './decide-event.ts';
import { keyId } from './incident-index.ts';
import type { Turn } from './turn.ts';

/**
 * An ack or close of a key with no open incident: `ignored` (DED4). [SUP17] A close passes through every suppression: what
 * was kept quiet or held back is over, and nothing of it will be told.
 */
export function closeKeyless(passage: Passage, latestClosed: Incident | null): EventResult {
  const { deps, turn, compiled, context, arrival } = passage;
  const { event, dedupKey } = arrival;
  const id = keyId(compiled.domain, dedupKey);
  if (event.status === 'close') {
    const muted = deps.noise.getById(turn, 'muted', id);
    if (muted) {
      turn.remove('muted', id);
      const why = reason('SUP17', 'over while it was kept quiet', { by: muted.by.kind });
      return settle(passage, 'ignored', why, null, null);
    }
    if (deps.noise.getById(turn, 'held', id)) {
      turn.remove('held', id);
      return settle(
        passage,
        'ignored',
        reason('SUP17', 'over while it was held back', { by: 'held' }),
        null,
        null,
      );
    }
  }
  rememberSendersClose(turn, event, latestClosed, context.now);
  const why = reason('DED4', `${event.status} of a key with no open incident`, { status: event.status });
  return settle(passage, 'ignored', why, latestClosed?.id ?? null, null);
}

/** A person closed it, and now the tool says so too: its next open is a new firing, not one still firing (DED6). */
function rememberSendersClose(
  turn: Turn,
  event: SourceEvent,
  latestClosed: Incident | null,
  now: number,
): void {
  if (event.status !== 'close' || latestClosed === null) return;
  if (latestClosed.closedBy === 'sender' || latestClosed.closeEventAt !== null) return;
  turn.incidents.set(latestClosed.id, { ...latestClosed, closeEventAt: Math.min(event.eventAt ?? now, now) });
}
