import type { DatabaseSync } from 'node:sqlite';
import type { ArchivePart, TimelineEntry } from '../../../../shared/incident.ts';
import { urgencyRank } from '../../../../shared/words.ts';
import type { Incident } from '../../../domain/incident/incident.ts';
import type { IncidentFilter, Page } from '../../../runtime/query-port.ts';
import type { ArchiveReads } from '../archive/archive-reads.ts';
import { decodeIncident, INCIDENT_COLUMNS, INCIDENT_JOINS } from '../ledger/incident-codec.ts';
import { createPolicyStore } from '../ledger/policy-store.ts';
import { LATEST_SLOT } from '../ledger/raw-slots.ts';
import { indexedUpTo } from '../ledger/write-search.ts';
import {
  archivedBodies,
  archivedTimeline,
  joinTimeline,
  keptBody,
  outerBodies,
  timelineEntry,
} from './archived-details.ts';
import { decodeCursor, page } from './cursor.ts';
import { newestFirst } from './newest-first.ts';
import { type Search, searchWords } from './search-words.ts';
import { all, inList, span, type Where, where } from './where.ts';

export function createIncidentQueries(db: DatabaseSync, archives: ArchiveReads) {
  const policies = createPolicyStore(db);
  const byNumber = db.prepare(
    `SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS} WHERE i.number = ?`,
  );
  const byId = db.prepare(`SELECT ${INCIDENT_COLUMNS} FROM incidents i ${INCIDENT_JOINS} WHERE i.id = ?`);
  const timeline = db.prepare(
    'SELECT t.* FROM timeline t JOIN incidents i ON i.number = t.incident WHERE i.id = ? ORDER BY t.seq',
  );
  const firstFields = db.prepare(`SELECT f.fields FROM events e JOIN event_fields f ON f.seq = e.seq
    WHERE e.incident = (SELECT number FROM incidents WHERE id = ?) ORDER BY e.seq LIMIT 1`);
  const firstAndLatest = db.prepare(
    `SELECT slot, at, body FROM raw_bodies WHERE owner = ? AND slot <= ${LATEST_SLOT} ORDER BY slot`,
  );

  const decode = (row: Record<string, unknown> | undefined): Incident | null =>
    row ? decodeIncident(row, policies.of) : null;
  const numbered = (number: number): Incident => decode(byNumber.get(number))!;

  const timelineOf = (incident: string): readonly TimelineEntry[] =>
    joinTimeline(
      archives.ofIncident(incident, (archive) => archivedTimeline(archive, incident)).flat(),
      timeline.all(incident).map(timelineEntry),
      archives.marks(incident),
    );
  const fieldsOf = (
    incident: string,
    older: readonly { readonly fields: string | null }[],
  ): Readonly<Record<string, unknown>> => {
    const row = firstFields.get(incident);
    const fields = older.find((one) => one.fields !== null)?.fields ?? (row && String(row.fields));
    return (fields ? JSON.parse(fields) : {}) as Readonly<Record<string, unknown>>;
  };

  return {
    incidents: (filter: IncidentFilter): Page<Incident> => {
      const { items, nextCursor } = findNumbers(db, filter);
      return { items: items.map(numbered), nextCursor };
    },
    incident: (id: string): Incident | null => decode(byId.get(id)),
    incidentByNumber: (number: number): Incident | null => decode(byNumber.get(number)),
    incidentFacts: (incidents: readonly string[]) =>
      incidents.map((id) => ({
        fields: fieldsOf(
          id,
          archives.ofIncident(id, (archive) => archivedBodies(archive, id)),
        ),
        timeline: timelineOf(id),
      })),
    timeline: timelineOf,
    incidentEvents: (incident: string) => {
      const older = archives.ofIncident(incident, (archive) => archivedBodies(archive, incident));
      const own = firstAndLatest.all(incident).map(keptBody);
      return {
        fields: fieldsOf(incident, older),
        raw: outerBodies([...older.flatMap((one) => one.raw), ...own]),
      };
    },
    archiveParts: (incident: string): readonly ArchivePart[] => archives.parts(incident),
  };
}

function findNumbers(db: DatabaseSync, filter: IncidentFilter): Page<number> {
  const { limit, cursor } = filter;
  const search = !filter.q?.trim() ? null : searchWords(filter.q);
  const conditions: Where[] = [
    ...statusCondition(filter),
    ...(filter.assignee === undefined ? [] : [where('i.assignee = ?', filter.assignee)]),
    ...inList('i.integration', filter.integration),
    ...span('i.created_at', filter.from, filter.to),
  ];
  const ranks = filter.urgency?.map(urgencyRank);
  if (search) {
    const others = [...conditions, ...inList('i.service', filter.service), ...inList('i.urgency', ranks)];
    return findByText(db, search, others, limit, cursor);
  }
  const isServiceWalk = filter.service !== undefined;
  const walk = isServiceWalk
    ? { column: 'i.service', values: filter.service }
    : ranks && { column: 'i.urgency', values: ranks };
  return newestFirst(db, {
    table: 'incidents i',
    at: 'i.created_at',
    seq: 'i.number',
    walk,
    // The plus keeps SQLite on the walk's own index, which holds the urgency too.
    where: [...conditions, ...(isServiceWalk ? inList('+i.urgency', ranks) : [])],
    limit,
    cursor,
  });
}

/** Not-closed ones are few and have an index of their own, which SQLite takes only when told in its own words. */
function statusCondition({ status }: IncidentFilter): Where[] {
  const listed = inList('i.status', status);
  return status && !status.includes('closed') ? [where(`i.status <> 'closed'`), ...listed] : listed;
}

/**
 * Hits by falling number: first those the index has not reached yet, row by row, then the index walked
 * backwards, so that a common word costs one page only.
 */
function findByText(
  db: DatabaseSync,
  search: Search,
  conditions: readonly Where[],
  limit: number,
  cursor: string | undefined,
): Page<number> {
  const upTo = indexedUpTo(db);
  const before = cursor === undefined ? [] : decodeCursor(cursor, 1);
  /** `number` is the column the walk runs along, so that a cursor starts it in the middle. */
  const find = (from: string, number: string, parts: readonly Where[], most: number): readonly number[] => {
    const after = before.map((last) => where(`${number} < ?`, last));
    const { sql, params } = all([...parts, ...after, ...conditions]);
    return db
      .prepare(`SELECT i.number FROM ${from} WHERE ${sql} ORDER BY ${number} DESC LIMIT ${most}`)
      .all(...params)
      .map((row) => Number(row.number));
  };
  const indexed = (most: number): readonly number[] =>
    search.match === null
      ? find('incidents i', 'i.number', [where('i.number <= ?', upTo), ...search.where], most)
      : find(
          'search CROSS JOIN incidents i ON i.number = search.rowid',
          'search.rowid',
          [where('search MATCH ?', search.match), where('search.rowid <= ?', upTo), ...search.where],
          most,
        );

  const recent = find(
    'incidents i',
    'i.number',
    [where('i.number > ?', upTo), ...search.unindexed],
    limit + 1,
  );
  // Both walks keep to the same `upTo`: an incident indexed between them comes once.
  const rest = recent.length > limit ? [] : indexed(limit + 1 - recent.length);
  return page(
    [...recent, ...rest],
    limit,
    (number) => number,
    (number) => [number],
  );
}
