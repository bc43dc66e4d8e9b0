import type { DatabaseSync } from 'node:sqlite';
import type { Delivery, EventItem } from '../../../../shared/incident.ts';
import type { EventFilter, Page, QueryPort } from '../../../runtime/query-port.ts';
import type { ArchiveReads } from '../archive/archive-reads.ts';
import { decodeCursor, page } from './cursor.ts';
import { delivery, eventItem } from './list-items.ts';
import { all, inList, span, type Where, where } from './where.ts';

/** An item with its place in a list: by time, then number, both falling. */
interface Placed<T> {
  readonly at: number;
  readonly seq: number;
  readonly item: T;
}

interface ListFilter {
  readonly incident?: string;
  readonly from?: number;
  readonly to?: number;
  readonly limit: number;
}

/**
 * A page of what the ledger has and of what it gave away (STO85). `own` are the ledger's first `limit + 1`; archives whose
 * newest row is older than the last of a full page are not opened.
 */
export function joinPages<T extends { readonly id: string }>(
  own: readonly Placed<T>[],
  archives: ArchiveReads,
  filter: ListFilter,
  ask: (archive: DatabaseSync) => readonly Placed<T>[],
): Page<T> {
  const isFull = own.length > filter.limit;
  const from = Math.max(isFull ? own.at(-1)!.at : 0, filter.from ?? 0);
  const older =
    filter.incident === undefined
      ? archives.inSpan(from, filter.to ?? Number.MAX_SAFE_INTEGER, ask)
      : archives.ofIncident(filter.incident, ask);
  // The ledger's own comes last and so counts, where a copy is there already.
  const byId = new Map([...older.flat(), ...own].map((one) => [one.item.id, one]));
  const rows = [...byId.values()].toSorted((a, b) => b.at - a.at || b.seq - a.seq);
  return page(
    rows,
    filter.limit,
    ({ item }) => item,
    ({ at, seq }) => [at, seq],
  );
}

const ofIncident = (incident: string | undefined) =>
  incident === undefined ? [] : [where('incident_id = ?', incident)];

/** The first `limit + 1` rows of an archive's table after a cursor. */
function archivedRows(
  archive: DatabaseSync,
  table: 'events' | 'outbox',
  at: string,
  conditions: readonly Where[],
  { limit, cursor }: { readonly limit: number; readonly cursor?: string },
): readonly (Readonly<Record<string, unknown>> & { readonly place: Omit<Placed<never>, 'item'> })[] {
  const after = cursor === undefined ? [] : [where(`(${at}, seq) < (?, ?)`, ...decodeCursor(cursor, 2))];
  const { sql, params } = all([...conditions, ...after]);
  return archive
    .prepare(`SELECT * FROM ${table} WHERE ${sql} ORDER BY ${at} DESC, seq DESC LIMIT ${limit + 1}`)
    .all(...params)
    .map((row) => ({ ...row, place: { at: Number(row[at]), seq: Number(row.seq) } }));
}

export function archivedEvents(archive: DatabaseSync, filter: EventFilter): readonly Placed<EventItem>[] {
  const conditions = [
    ...inList('outcome', filter.outcome),
    ...inList('integration', filter.integration),
    ...ofIncident(filter.incident),
    ...span('received_at', filter.from, filter.to),
  ];
  return archivedRows(archive, 'events', 'received_at', conditions, filter).map((row) => ({
    ...row.place,
    item: eventItem(row),
  }));
}

export function archivedDeliveries(
  archive: DatabaseSync,
  filter: Parameters<QueryPort['deliveries']>[0],
): readonly Placed<Delivery>[] {
  return archivedRows(archive, 'outbox', 'created_at', ofIncident(filter.incident), filter).map((row) => ({
    ...row.place,
    item: delivery(row),
  }));
}
