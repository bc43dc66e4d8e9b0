import type { Batch } from './ports.ts';

/** A batch that writes nothing, to build others from. */
export const EMPTY_BATCH: Batch = {
  incidents: [],
  touches: [],
  entries: [],
  events: [],
  repeats: [],
  outcomes: [],
  outbox: [],
  audit: [],
  heard: [],
  resources: [],
  removed: [],
  meta: {},
};
