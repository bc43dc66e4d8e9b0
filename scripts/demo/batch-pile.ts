import type { Incident } from '../../src/server/domain/incident/incident.ts';
import type { Batch, NewEvent, OutboxRow } from '../../src/server/runtime/ports.ts';

/** Parts of a batch that are joined; any other must be empty, since the past does not make it. */
const JOINED = new Set<string>([
  'incidents',
  'touches',
  'entries',
  'events',
  'repeats',
  'outcomes',
  'outbox',
  'audit',
  'heard',
  'meta',
] satisfies (keyof Batch)[]);

const empty = () => ({
  incidents: new Map<string, Incident>(),
  touches: new Map<string, Batch['touches'][number]>(),
  outbox: new Map<string, OutboxRow>(),
  heard: new Map<string, Batch['heard'][number]>(),
  entries: [] as Batch['entries'][number][],
  events: [] as NewEvent[],
  repeats: [] as Batch['repeats'][number][],
  outcomes: [] as Batch['outcomes'][number][],
  audit: [] as Batch['audit'][number][],
  meta: {} as Record<string, string>,
});

/** Joins the batches of many turns into one that leaves the ledger as if they had been written one by one. */
export function createBatchPile() {
  let pile = empty();
  let last: Batch | null = null;

  return {
    add(batch: Batch): void {
      for (const [part, list] of Object.entries(batch))
        if (!JOINED.has(part) && (list as readonly unknown[]).length > 0)
          throw new Error(`the past does not make ${part}`);
      last = batch;
      for (const incident of batch.incidents) {
        pile.incidents.set(incident.id, incident);
        // The full state holds the count already; an older touch must not overwrite it.
        pile.touches.delete(incident.id);
      }
      for (const touch of batch.touches) pile.touches.set(touch.id, touch);
      for (const row of batch.outbox) pile.outbox.set(row.message.id, row);
      for (const source of batch.heard) pile.heard.set(source.integration, source);
      pile.entries.push(...batch.entries);
      pile.events.push(...batch.events);
      pile.repeats.push(...batch.repeats);
      pile.outcomes.push(...batch.outcomes);
      pile.audit.push(...batch.audit);
      Object.assign(pile.meta, batch.meta);
    },
    /** The joined batch, or null when nothing was added; the pile is empty afterwards. */
    take(): Batch | null {
      if (last === null) return null;
      const { incidents, touches, outbox, heard, ...lists } = pile;
      const batch: Batch = {
        ...last,
        ...lists,
        incidents: [...incidents.values()],
        touches: [...touches.values()],
        outbox: [...outbox.values()],
        heard: [...heard.values()],
      };
      pile = empty();
      last = null;
      return batch;
    },
  };
}
