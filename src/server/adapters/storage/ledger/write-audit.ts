import type { DatabaseSync } from 'node:sqlite';
import type { NewAuditEntry } from '../../../runtime/ports.ts';
import { canonicalJson, chainHash, GENESIS } from '../audit-chain.ts';

/** Name in `ledger_meta` of the chain's head: `{seq, hash}`, so that entries cut off the end are noticed too. */
export const AUDIT_HEAD = 'audit-head';

interface Head {
  readonly seq: number;
  readonly hash: string;
}

export function readAuditHead(db: DatabaseSync): Head {
  const row = db.prepare('SELECT value FROM ledger_meta WHERE key = ?').get(AUDIT_HEAD);
  return row ? (JSON.parse(String(row.value)) as Head) : { seq: 0, hash: GENESIS };
}

/** Appends entries to the chain inside the running transaction; `settle` after commit, `forget` after rollback. */
export function createAuditWriter(db: DatabaseSync) {
  const insert =
    db.prepare(`INSERT INTO audit (seq, at, actor_id, action, target, actor, before, after, reason, hash)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const saveHead = db.prepare('INSERT OR REPLACE INTO ledger_meta (key, value) VALUES (?, ?)');
  let head = readAuditHead(db);
  let settled = head;

  const append = (entry: NewAuditEntry): number => {
    const chained = {
      seq: head.seq + 1,
      at: entry.at,
      actor: canonicalJson(entry.actor),
      action: entry.action,
      target: entry.target,
      before: canonicalJson(entry.before),
      after: canonicalJson(entry.after),
      reason: canonicalJson(entry.reason),
    };
    const digest = chainHash(head.hash, chained);
    const { seq, at, actor, action, target, before, after, reason } = chained;
    insert.run(seq, at, entry.actor.id, action, target, actor, before, after, reason, digest);
    head = { seq, hash: digest };
    return seq;
  };

  return {
    audit: (entries: readonly NewAuditEntry[]): readonly { readonly seq: number }[] => {
      const numbered = entries.map((entry) => ({ seq: append(entry) }));
      if (numbered.length > 0) saveHead.run(AUDIT_HEAD, JSON.stringify(head));
      return numbered;
    },
    settle: (): void => {
      settled = head;
    },
    forget: (): void => {
      head = settled;
    },
  };
}
