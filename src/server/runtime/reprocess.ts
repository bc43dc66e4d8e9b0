import { type Reason, reason } from '../../shared/reason.ts';
import { closeQuietly } from '../domain/incident/close-quietly.ts';
import { judgeUrgency } from '../domain/matching/judge-urgency.ts';
import { eventSubject } from '../domain/matching/subject.ts';
import type { Passage, Routed } from './decide-event.ts';
import type { IngestDeps } from './ingest-job.ts';
import { findMuting } from './mute-event.ts';
import type { Muted } from './noise-book.ts';
import { createFrom } from './open-incident.ts';
import type { Turn } from './turn.ts';

/**
 * [SUP8] [SUP12] [SUP16] What kept these keys quiet is over. What still fires becomes an incident (`reprocess`), or one that
 * is closed at once, for the record (`close`); what something else keeps quiet now goes on so. A key that its tool said was
 * over is not among them any more. No event is counted: each had its outcome.
 */
export function reprocess(
  deps: IngestDeps,
  turn: Turn,
  ids: readonly string[],
  how: 'reprocess' | 'close',
  why: (muted: Muted) => Reason,
): number {
  let made = 0;
  for (const id of ids) {
    const muted = deps.noise.getById(turn, 'muted', id);
    const compiled = muted && deps.catalog().integrations.get(muted.integration);
    if (!muted) continue;
    turn.remove('muted', id);
    if (!compiled || turn.findOpen(muted.domain, muted.dedupKey)) continue;
    const context = deps.contextAt(turn.at);
    const arrival = {
      integration: muted.integration,
      event: muted.event,
      dedupKey: muted.dedupKey,
      raw: null,
    };
    const passage: Passage = { deps, turn, compiled, context, arrival };
    const routed = routeAgain(passage, muted);
    const muting = how === 'reprocess' ? findMuting(passage, routed, id) : null;
    if (muting !== null) {
      deps.noise.put(turn, 'muted', id, { ...muted, by: muting.by, reason: muting.reason });
      continue;
    }
    made += 1;
    if (how === 'reprocess') createFrom(passage, routed, muted.count, why(muted));
    else closeAtOnce(passage, routed, muted, why(muted));
  }
  return made;
}

function routeAgain({ deps, turn, context, compiled, arrival }: Passage, muted: Muted): Routed {
  const services = deps.catalog().services;
  const serviceId = services.has(muted.service) ? muted.service : compiled.integration.service;
  const service = services.get(serviceId);
  const { event, integration } = arrival;
  const subject = eventSubject(event, { integration, urgency: event.urgency ?? event.urgencyUnset ?? null });
  return {
    service: service?.service,
    serviceId,
    why: muted.reason,
    urgency: judgeUrgency(event, service?.service, service?.urgencyRules ?? null, () => subject, context.now),
    subject,
    latestClosed: deps.findLatestClosed(turn, muted.domain, muted.dedupKey),
  };
}

function closeAtOnce(
  { turn, deps, context, arrival, compiled }: Passage,
  routed: Routed,
  muted: Muted,
  why: Reason,
) {
  turn.apply(
    closeQuietly(
      {
        id: deps.newId(),
        number: turn.nextNumber++,
        summary: arrival.event.summary,
        urgency: routed.urgency.urgency,
        service: routed.serviceId,
        integration: arrival.integration,
        domain: compiled.domain,
        dedupKey: arrival.dedupKey,
        createdBy: { kind: 'integration', id: arrival.integration },
        why,
        count: muted.count,
      },
      context,
      reason('SUP12', 'closed with its maintenance, without telling anybody', { cause: 'closed' }),
    ),
  );
}
