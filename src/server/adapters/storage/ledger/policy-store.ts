import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import type { EscalationPolicy } from '../../../../shared/config/policy.ts';

/**
 * Escalation policies by number. A run keeps the policy it started with, which is large and equal for most
 * incidents: stored once, and one object in memory.
 */
export interface PolicyStore {
  /** The number of a policy, stored when new. Call inside a transaction. */
  readonly idOf: (policy: EscalationPolicy) => number;
  readonly of: (id: number) => EscalationPolicy;
  /** After a rollback: forgets numbers that may not exist. */
  readonly forget: () => void;
}

export function createPolicyStore(db: DatabaseSync): PolicyStore {
  const byHash = db.prepare('SELECT id FROM policies WHERE hash = ?');
  const insert = db.prepare('INSERT INTO policies (hash, body) VALUES (?, ?)');
  const byId = db.prepare('SELECT body FROM policies WHERE id = ?');
  let ids = new WeakMap<EscalationPolicy, number>();
  let policies = new Map<number, EscalationPolicy>();

  const store = (policy: EscalationPolicy): number => {
    const body = JSON.stringify(policy);
    const digest = hash('sha256', body);
    const known = byHash.get(digest);
    return Number(known ? known.id : insert.run(digest, body).lastInsertRowid);
  };

  return {
    idOf: (policy) => {
      const known = ids.get(policy);
      if (known !== undefined) return known;
      const id = store(policy);
      ids.set(policy, id);
      return id;
    },
    of: (id) => {
      const known = policies.get(id);
      if (known) return known;
      const row = byId.get(id);
      if (!row) throw new Error(`policy ${id} is not in the ledger`);
      const policy = JSON.parse(String(row.body)) as EscalationPolicy;
      policies.set(id, policy);
      ids.set(policy, id);
      return policy;
    },
    forget: () => {
      ids = new WeakMap();
      policies = new Map();
    },
  };
}
