import type { Batch, EventRepeat, NewEvent } from '../../../runtime/ports.ts';

/** What changes rows of events, in the order it happened; raw bodies depend on that order. */
export type EventStep =
  | { readonly kind: 'event'; readonly event: NewEvent }
  | { readonly kind: 'repeat'; readonly repeat: EventRepeat };

/** Several batches as one transaction writes them. */
export interface MergedBatch extends Omit<Batch, 'events' | 'repeats'> {
  readonly steps: readonly EventStep[];
}

/**
 * One write for what several batches say about the same row: the last state, the sum of the counts. What the ledger
 * holds afterwards is the same as after one batch after the other (STO93). A batch with redactions must be the last:
 * they are about everything before them, and nothing after.
 */
export function mergeBatches(batches: readonly Batch[]): MergedBatch {
  const touches = new Map<string, Batch['touches'][number]>();
  const heard = new Map<string, Batch['heard'][number]>();
  const resources = new Map<string, Batch['resources'][number]>();
  const removed = new Map<string, Batch['removed'][number]>();
  const incidents = new Map<string, Batch['incidents'][number]>();
  for (const batch of batches) {
    for (const incident of batch.incidents) {
      incidents.set(incident.id, incident);
      // A whole state is newer than the touches before it.
      touches.delete(incident.id);
    }
    for (const touch of batch.touches) touches.set(touch.id, touch);
    for (const source of batch.heard) heard.set(source.integration, source);
    for (const resource of batch.resources) {
      resources.set(slotOf(resource), resource);
      removed.delete(slotOf(resource));
    }
    for (const one of batch.removed) {
      removed.set(slotOf(one), one);
      resources.delete(slotOf(one));
    }
  }
  return {
    incidents: [...incidents.values()],
    touches: [...touches.values()],
    entries: batches.flatMap((batch) => batch.entries),
    steps: eventSteps(batches),
    outcomes: batches.flatMap((batch) => batch.outcomes),
    outbox: batches.flatMap((batch) => batch.outbox),
    audit: batches.flatMap((batch) => batch.audit),
    heard: [...heard.values()],
    resources: [...resources.values()],
    removed: [...removed.values()],
    meta: Object.assign({}, ...batches.map((batch) => batch.meta)),
    archiving: batches.flatMap((batch) => batch.archiving ?? []),
    redactions: batches.at(-1)?.redactions ?? [],
  };
}

const slotOf = ({ kind, id }: { readonly kind: string; readonly id: string }): string => `${kind}\u0000${id}`;

/** Repeats without a body add to their row once, whatever else happens to it meanwhile. */
function eventSteps(batches: readonly Batch[]): EventStep[] {
  const steps: EventStep[] = [];
  const counted = new Map<string, number>();
  const add = (step: EventStep, id: string): void => {
    counted.set(id, steps.length);
    steps.push(step);
  };
  for (const { events, repeats } of batches) {
    for (const event of events) add({ kind: 'event', event }, event.id);
    for (const repeat of repeats) {
      const at = counted.get(repeat.id);
      const before = at === undefined || repeat.raw !== null ? undefined : steps[at];
      if (before?.kind !== 'repeat') add({ kind: 'repeat', repeat }, repeat.id);
      else {
        const { count, receivedAt } = before.repeat;
        steps[at!] = {
          kind: 'repeat',
          repeat: {
            ...before.repeat,
            count: count + repeat.count,
            receivedAt: Math.max(receivedAt, repeat.receivedAt),
          },
        };
      }
    }
  }
  return steps;
}
