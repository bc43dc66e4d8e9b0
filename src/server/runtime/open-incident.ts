import { durationMs } from '../../shared/duration.ts';
import { type Reason, reason } from '../../shared/reason.ts';
import { createIncident } from '../domain/incident/create.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { stillFiringMark } from '../domain/incident/receive.ts';
import { flapReason, noteChange } from '../domain/noise/flap.ts';
import type { EventResult } from '../sources/source.ts';
import { noteCreationKey, type Passage, type Routed, settle } from './decide-event.ts';

/** A new incident of an event; `count`: events it stands for, those held before it included (SUP4). */
export function openIncident(passage: Passage, routed: Routed, count: number): EventResult {
  const incident = createFrom(passage, routed, count, routed.why);
  return settle(passage, 'created', routed.why, incident.id, routed.urgency.urgency);
}

/** Makes the incident and notes what else finds it; writes no event. */
export function createFrom(passage: Passage, routed: Routed, count: number, why: Reason): Incident {
  const { deps, turn, compiled, context, arrival } = passage;
  const { service, serviceId, urgency, subject, latestClosed } = routed;
  const id = deps.newId();
  const sharesKey = service?.creation.rule === 'always';
  const flap = service?.flap ? noteChange(latestClosed?.flap, service.flap, false, context.now) : undefined;
  const inhibits = deps.catalog().inhibitions.sourcesOf(subject, context.now);
  const autoCloseMs = autoCloseOf(passage, serviceId);
  const decision = createIncident(
    {
      id,
      number: turn.nextNumber++,
      summary: arrival.event.summary,
      urgency: urgency.urgency,
      service: serviceId,
      integration: arrival.integration,
      // Each of a shared key is found by its own id, and by the key through `shares`.
      domain: sharesKey ? `always:${id}` : compiled.domain,
      dedupKey: arrival.dedupKey,
      createdBy: { kind: 'integration', id: arrival.integration },
      why,
      count,
      marks: [
        ...stillFiringMark(latestClosed),
        ...(urgency.mapping === null ? [] : [{ mark: 'mapping' as const, reason: urgency.mapping }]),
        ...(count > 1 ? [{ mark: 'held-before' as const, reason: heldReason(count) }] : []),
        ...(service?.flap && flap?.since != null
          ? [{ mark: 'flapping' as const, reason: flapReason(service.flap, flap.changes.length) }]
          : []),
      ],
      noise: {
        ...(autoCloseMs === null ? {} : { autoCloseMs }),
        ...(sharesKey ? { shares: compiled.domain } : {}),
        ...(flap === undefined ? {} : { flap }),
        ...(inhibits.length === 0 ? {} : { inhibits }),
      },
    },
    context,
  );
  turn.apply(decision);
  noteCreationKey(passage, routed, id);
  return decision.incident;
}

const heldReason = (count: number): Reason =>
  reason('SUP4', `created by its event number ${count}; those before it were held`, {
    count,
    cause: 'created',
  });

/** [SUP30] Of the integration, else of the service; null: only one that tells nobody closes by silence. */
function autoCloseOf({ deps, compiled }: Passage, service: string): number | null {
  const { autoClose } = compiled.integration;
  return autoClose === null
    ? (deps.catalog().services.get(service)?.autoCloseMs ?? null)
    : durationMs(autoClose);
}
