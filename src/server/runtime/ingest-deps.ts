import type { FloorCore } from './floor-core.ts';
import type { IngestDeps } from './ingest-job.ts';

/** What deciding about events asks of a floor. */
export const ingestDepsOf = (core: FloorCore): IngestDeps => ({
  catalog: () => core.catalog(),
  contextAt: (now) => core.contextAt(now),
  newId: core.newId,
  noise: core.noise,
  findLatestClosed: (turn, domain, key) =>
    turn.findClosed(domain, key) ?? core.ledger.findLatestClosed(domain, key),
  repeatRow: (turn, of) => core.book.repeatRow(turn, of),
  noteRepeatRow: (turn, of, row) => core.book.noteRepeatRow(turn, of, row),
  heard: (integration) => core.book.heard(integration),
});
