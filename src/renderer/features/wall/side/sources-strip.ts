import type { SourceHeard } from '../../../../shared/stream.ts';
import { msOf } from '../../../format/instant.ts';

/** A late heartbeat on the strip: `name` is null when nothing at all was heard of its integration. */
export interface LateRow {
  readonly integration: string;
  readonly name: string | null;
  readonly since: number;
}

export interface Strip {
  readonly late: readonly LateRow[];
  readonly moreLate: number;
  readonly heard: readonly SourceHeard[];
  readonly moreHeard: number;
}

/**
 * [ING176] What the strip shows in `places` of two columns. A late heartbeat takes a whole row, the longest late first;
 * what is left goes to the sources, the longest silent first, so that a dead monitor is the one that is seen. A source
 * that stands above by itself is not said twice.
 */
export function stripOf(sources: readonly SourceHeard[], places: number): Strip {
  const all: LateRow[] = sources.flatMap(({ integration, late }) =>
    (late?.worst ?? []).map(({ name, since }) => ({ integration, name, since: msOf(since) })),
  );
  const count = sources.reduce((sum, { late }) => sum + (late?.count ?? 0), 0);
  const byName = (a: LateRow, b: LateRow) =>
    (a.name ?? '').localeCompare(b.name ?? '', undefined, { numeric: true });
  const late = all.toSorted((a, b) => a.since - b.since || byName(a, b)).slice(0, Math.floor(places / 2));
  const said = new Set(late.flatMap(({ integration, name }) => (name === null ? [integration] : [])));
  const rest = sources
    .filter(({ integration }) => !said.has(integration))
    .toSorted((a, b) => (a.lastAcceptedAt ?? '').localeCompare(b.lastAcceptedAt ?? ''));
  const heard = rest.slice(0, Math.max(0, places - 2 * late.length));
  return { late, moreLate: count - late.length, heard, moreHeard: rest.length - heard.length };
}
