import type { DatabaseSync } from 'node:sqlite';
import type { ArchivePiece, ArchiveStep, CopiedIncident } from '../../../runtime/archive-port.ts';
import type { RowNumbers } from './row-numbers.ts';
import { QUARTER_MS } from './write-events.ts';

/** How long one turn may spend on removing; what is left is removed by the next. The commit comes on top. */
const BUDGET_MS = 6;
/** Rows removed between two looks at the clock. */
const SLICE_ROWS = 50;

const place = (piece: ArchivePiece) => `archive/${piece.file}`;

/** Archiving's part of a batch (STO82, STO83). Call inside the running transaction, after all its rows are written. */
export function createArchiveWriter(
  db: DatabaseSync,
  incidents: RowNumbers,
  events: RowNumbers,
  budgetMs: number = BUDGET_MS,
) {
  const remover = createRemover(db);
  const addArchive = db.prepare(
    'INSERT OR IGNORE INTO archives (file, month, incidents, events) VALUES (?, ?, 0, 0)',
  );
  const archiveOf = db.prepare('SELECT id FROM archives WHERE file = ?');
  const beginOne = db.prepare('INSERT OR IGNORE INTO archived (number, archive) VALUES (?, ?)');
  const mention = db.prepare('INSERT OR IGNORE INTO archived_mentions (number, archive) VALUES (?, ?)');

  const idOf = (piece: ArchivePiece): number => {
    const row = archiveOf.get(place(piece));
    if (!row) throw new Error(`the ledger has no archive '${piece.file}'`);
    return Number(row.id);
  };

  const begin = (piece: ArchivePiece): void => {
    addArchive.run(place(piece), piece.month);
    const archive = idOf(piece);
    for (const { id } of piece.incidents) beginOne.run(incidents.of(id), archive);
    for (const id of piece.mentions) mention.run(incidents.of(id), archive);
  };

  const remove = ({ piece, at, policy }: Extract<ArchiveStep, { kind: 'remove' }>): void => {
    const archive = idOf(piece);
    const until = performance.now() + budgetMs;
    // However slow the machine, every such turn removes something.
    const before = remover.removed();
    const hasTime = () => remover.removed() === before || performance.now() < until;
    // Numbers are all looked up first: an unknown incident refuses the batch whole.
    const numbered = piece.incidents.map((one) => ({ ...one, number: incidents.of(one.id) }));
    for (const one of numbered) {
      remover.incident(one, archive, at, policy, hasTime);
      if (!hasTime()) break;
    }
    remover.others(piece, archive, hasTime);
    // Numbers of events that are gone may be given again.
    events.forget();
  };

  return {
    archiving: (steps: readonly ArchiveStep[]): void => {
      for (const step of steps) {
        if (step.kind === 'begin') begin(step.piece);
        else remove(step);
      }
    },
  };
}

type Numbered = CopiedIncident & { readonly number: number };

/** Removes rows in slices; what it removes it adds to the counts that heat maps read (STO84). */
function createRemover(db: DatabaseSync) {
  const isUntouched = db.prepare(`SELECT 1 FROM incidents i
    WHERE i.number = :number AND i.details = 1 AND i.status = 'closed' AND i.closed_at = :closedAt
      AND NOT EXISTS (SELECT 1 FROM timeline t WHERE t.incident = i.number AND t.seq > :timeline)
      AND NOT EXISTS (SELECT 1 FROM events e WHERE e.incident = i.number AND e.seq > :events)
      AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.incident = i.number AND (o.seq > :outbox OR o.state = 'pending'))`);
  const mark = db.prepare(`UPDATE archived SET at = ?, policy = ? WHERE number = ? AND archive = ?`);
  const isMarked = db.prepare('SELECT at FROM archived WHERE number = ? AND archive = ?');
  const addIncident = db.prepare('UPDATE archives SET incidents = incidents + 1 WHERE id = ?');
  const addEvents = db.prepare(`UPDATE archives SET events = events + :events,
    first_at = min(coalesce(first_at, :first), :first), last_at = max(coalesce(last_at, :last), :last) WHERE id = :archive`);
  const finish = db.prepare('UPDATE incidents SET details = 0 WHERE number = ?');

  const eventSlice = db.prepare(
    `SELECT e.seq, h.count, e.received_at AS at FROM events e JOIN event_heat h ON h.seq = e.seq
      WHERE e.incident = ? ORDER BY e.seq LIMIT ${SLICE_ROWS}`,
  );
  const outboxSlice = db.prepare(
    `SELECT seq, created_at AS at, CASE WHEN state = 'sent' AND recipient = 'person' THEN last_attempt_at END AS sent_at
      FROM outbox WHERE incident = ? ORDER BY seq LIMIT ${SLICE_ROWS}`,
  );
  const timelineSlice = db.prepare(`DELETE FROM timeline WHERE seq IN
    (SELECT seq FROM timeline WHERE incident = ? ORDER BY seq LIMIT ${SLICE_ROWS})`);
  // One at a time: a body may be a megabyte.
  const rawSlice = db.prepare(
    'DELETE FROM raw_bodies WHERE rowid = (SELECT rowid FROM raw_bodies WHERE owner = ? LIMIT 1)',
  );
  const dropEvent = [
    db.prepare('DELETE FROM event_heat WHERE seq = ?'),
    db.prepare('DELETE FROM event_fields WHERE seq = ?'),
    db.prepare('DELETE FROM events WHERE seq = ?'),
  ];
  const dropMessage = db.prepare('DELETE FROM outbox WHERE seq = ?');
  const facts = db.prepare('SELECT service, urgency, integration FROM incidents WHERE number = ?');
  const count = db.prepare(`INSERT INTO archived_counts (kind, quarter, service, urgency, integration, count)
    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count`);

  const orphanEvent = db.prepare(`SELECT e.seq, h.count, e.received_at AS at FROM events e
    JOIN event_heat h ON h.seq = e.seq WHERE e.id = ? AND e.incident IS NULL`);
  const orphanMessage = db.prepare(`SELECT seq, created_at AS at,
      CASE WHEN state = 'sent' AND recipient = 'person' THEN last_attempt_at END AS sent_at
    FROM outbox WHERE id = ? AND incident IS NULL AND state <> 'pending'`);

  let removed = 0;
  type Row = Readonly<Record<string, unknown>>;
  const NOBODY: Row = { service: '', urgency: -1, integration: '' };
  const roll = (kind: string, at: unknown, of: Row, n: number): void => {
    const quarter = Math.floor(Number(at) / QUARTER_MS);
    count.run(kind, quarter, String(of.service), Number(of.urgency), String(of.integration ?? ''), n);
  };
  const noteSpan = (rows: readonly Row[], archive: number, eventCount: number): void => {
    const times = rows.map((row) => Number(row.at));
    addEvents.run({ archive, events: eventCount, first: Math.min(...times), last: Math.max(...times) });
  };
  const removeEvents = (rows: readonly Row[], archive: number, of: Row | null): void => {
    for (const row of rows) {
      if (of) roll('events', row.at, of, Number(row.count));
      for (const drop of dropEvent) drop.run(Number(row.seq));
    }
    const total = rows.reduce((sum, row) => sum + Number(row.count), 0);
    if (rows.length > 0) noteSpan(rows, archive, total);
  };
  const removeMessages = (rows: readonly Row[], archive: number, of: Row): void => {
    for (const row of rows) {
      if (row.sent_at !== null) roll('notifications', row.sent_at, of, 1);
      dropMessage.run(Number(row.seq));
    }
    if (rows.length > 0) noteSpan(rows, archive, 0);
  };
  /** Repeats `removeSome` until it finds nothing; false when the time was up before. */
  const drain = (removeSome: () => number, hasTime: () => boolean): boolean => {
    for (let some = removeSome(); some > 0; some = removeSome()) {
      removed += some;
      if (!hasTime()) return false;
    }
    return true;
  };

  return {
    /** Rows removed since this began to count; for progress only. */
    removed: (): number => removed,
    /** Nothing happens to an incident that is not as it was copied. Safe to stop after any slice: reads join both places. */
    incident(one: Numbered, archive: number, at: number, policy: string, hasTime: () => boolean): void {
      const { number, id, closedAt, upTo } = one;
      if (!isUntouched.get({ number, closedAt, ...upTo })) return;
      const before = isMarked.get(number, archive);
      if (!before) throw new Error(`archiving of incident ${id} was not begun`);
      if (before.at === null) addIncident.run(archive);
      mark.run(at, policy, number, archive);
      const of = facts.get(number) ?? NOBODY;
      const isDone =
        drain(() => Number(timelineSlice.run(number).changes), hasTime) &&
        drain(() => {
          const rows = eventSlice.all(number);
          removeEvents(rows, archive, of);
          return rows.length;
        }, hasTime) &&
        drain(() => {
          const rows = outboxSlice.all(number);
          removeMessages(rows, archive, of);
          return rows.length;
        }, hasTime) &&
        drain(() => Number(rawSlice.run(id).changes), hasTime);
      if (!isDone) return;
      finish.run(number);
      removed += 1;
    },
    /** What belongs to no incident never changes once it is old, so being there still is all that is asked of it. */
    others(piece: ArchivePiece, archive: number, hasTime: () => boolean): void {
      for (const id of piece.events) {
        if (!hasTime()) return;
        const rows = orphanEvent.all(id);
        if (rows.length === 0) continue;
        removed += 1;
        removeEvents(rows, archive, null);
        // The only body of an event that made no incident, and at most a few.
        drain(
          () => Number(rawSlice.run(id).changes),
          () => true,
        );
      }
      for (const id of piece.messages) {
        if (!hasTime()) return;
        const rows = orphanMessage.all(id);
        removeMessages(rows, archive, NOBODY);
        removed += rows.length;
      }
    },
  };
}
