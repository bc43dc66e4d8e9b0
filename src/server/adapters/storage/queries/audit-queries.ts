import type { DatabaseSync } from 'node:sqlite';
import type { AuditFilter, AuditItem, Page } from '../../../runtime/query-port.ts';
import { chainHash, GENESIS } from '../audit-chain.ts';
import { readAuditHead } from '../ledger/write-audit.ts';
import { decodeCursor, page } from './cursor.ts';
import { isoTime } from './iso-time.ts';
import { all, likePart, span, type Where, where } from './where.ts';

export interface AuditVerdict {
  readonly ok: boolean;
  /** Entries read. */
  readonly entries: number;
  /** Hash of the last entry that holds. */
  readonly head: string;
  /** Number of the first entry that was changed or is missing. */
  readonly firstBad: number | null;
}

export function createAuditQueries(db: DatabaseSync) {
  return {
    audit: (filter: AuditFilter): Page<AuditItem> => {
      const { sql, params } = all(conditions(filter));
      const rows = db
        .prepare(`SELECT * FROM audit WHERE ${sql} ORDER BY seq DESC LIMIT ${filter.limit + 1}`)
        .all(...params);
      return page(rows, filter.limit, auditItem, (row) => [Number(row.seq)]);
    },
    verifyAudit: (): AuditVerdict => verifyAudit(db),
  };
}

function conditions(filter: AuditFilter): Where[] {
  const found: Where[] = [...span('at', filter.from, filter.to)];
  if (filter.cursor !== undefined) found.push(where('seq < ?', ...decodeCursor(filter.cursor, 1)));
  if (filter.actor !== undefined) found.push(where('actor_id = ?', filter.actor));
  if (filter.target !== undefined) found.push(where('target = ?', filter.target));
  if (filter.action !== undefined) {
    // The last character of the plane of letters: everything that starts with the prefix lies below it.
    found.push(where('action >= ? AND action < ?', filter.action, `${filter.action}\uffff`));
  }
  for (const word of (filter.q ?? '').split(/\s+/).filter(Boolean)) {
    const columns = ['actor_id', 'action', 'target', 'before', 'after', 'reason'];
    const part = likePart(word);
    found.push(
      where(columns.map((column) => `${column} LIKE ? ESCAPE '\\'`).join(' OR '), ...columns.map(() => part)),
    );
  }
  return found;
}

function auditItem(row: Readonly<Record<string, unknown>>): AuditItem {
  return {
    seq: Number(row.seq),
    at: isoTime(row.at),
    actor: JSON.parse(String(row.actor)),
    action: String(row.action),
    target: String(row.target),
    before: JSON.parse(String(row.before)),
    after: JSON.parse(String(row.after)),
    reason: JSON.parse(String(row.reason)),
    hash: String(row.hash),
  };
}

/** Recomputes the chain from its first entry, and compares its end with the head kept beside it (AUD2). */
export function verifyAudit(db: DatabaseSync): AuditVerdict {
  // One snapshot for the chain and its head: entries appended meanwhile must not look like a mismatch.
  db.exec('BEGIN');
  try {
    return walkChain(db);
  } finally {
    db.exec('COMMIT');
  }
}

function walkChain(db: DatabaseSync): AuditVerdict {
  let head = GENESIS;
  let entries = 0;
  for (const row of db.prepare('SELECT * FROM audit ORDER BY seq').iterate()) {
    const expected = entries + 1;
    const entry = {
      seq: Number(row.seq),
      at: Number(row.at),
      actor: String(row.actor),
      action: String(row.action),
      target: String(row.target),
      before: String(row.before),
      after: String(row.after),
      reason: String(row.reason),
    };
    const isSame =
      entry.seq === expected &&
      chainHash(head, entry) === row.hash &&
      // The id beside the chained actor is what filters read.
      (JSON.parse(entry.actor) as { id?: unknown }).id === row.actor_id;
    if (!isSame) return { ok: false, entries, head, firstBad: expected };
    head = String(row.hash);
    entries = expected;
  }
  const stored = readAuditHead(db);
  const isWhole = stored.seq === entries && stored.hash === head;
  return { ok: isWhole, entries, head, firstBad: isWhole ? null : Math.min(stored.seq, entries) + 1 };
}
