import { durationMs } from '../../shared/duration.ts';
import { reason } from '../../shared/reason.ts';
import { creationKeyOf } from '../domain/noise/creation-key.ts';
import { holdEvent } from '../domain/noise/hold.ts';
import type { EventResult } from '../sources/source.ts';
import { type Passage, type Routed, settle } from './decide-event.ts';
import { keyId } from './incident-index.ts';
import { openIncident } from './open-incident.ts';

/**
 * [SUP4] The service delays creation: held until the key has come more than `moreThan` times `within` the span. Where the
 * creation rule has a key of its own, that one is counted. Null: the service delays nothing.
 */
export function holdBack(passage: Passage, routed: Routed): EventResult | null {
  const { deps, turn, compiled, context, arrival } = passage;
  const { service, serviceId, urgency, subject } = routed;
  const delay = service?.creation.delay;
  if (!service || !delay) return null;
  const creation = creationKeyOf(service.creation, arrival.event, subject);
  const own = keyId(compiled.domain, arrival.dedupKey);
  const id =
    creation === null || service.creation.rule === 'key' ? own : keyId(`service:${serviceId}`, creation.key);
  const before = deps.noise.getById(turn, 'held', id) ?? null;
  const { held, create } = holdEvent(
    before,
    delay,
    {
      service: serviceId,
      integration: arrival.integration,
      summary: arrival.event.summary,
      urgency: urgency.urgency,
    },
    context.now,
  );
  if (create !== null) {
    if (before) turn.remove('held', id);
    return openIncident(passage, routed, create.count);
  }
  deps.noise.put(turn, 'held', id, held);
  const why = reason(
    'SUP4',
    `held: ${held.times.length} of more than ${delay.moreThan} within ${delay.within}`,
    {
      count: held.times.length,
      moreThan: delay.moreThan,
      seconds: Math.round(durationMs(delay.within) / 1000),
    },
  );
  return settle(passage, 'held', why, null, urgency.urgency);
}
