import type { z } from 'zod';
import type { Actor } from '../../../shared/reason.ts';
import type { Floor } from '../floor.ts';

export type RecordFloor = Pick<Floor, 'putRecord' | 'removeRecord' | 'records'>;

/**
 * One kind of record, held in memory and written through the floor. A write counts only once it is durable.
 * A stored record that no longer parses is left alone and not served.
 */
export function createRecordStore<T>(floor: RecordFloor, kind: string, schema: z.ZodType<T>) {
  const held = new Map<string, T>();
  for (const { id, value } of floor.records(kind)) {
    const parsed = schema.safeParse(value);
    if (parsed.success) held.set(id, parsed.data);
  }
  return {
    get: (id: string): T | undefined => held.get(id),
    entries: (): [string, T][] => [...held.entries()],
    size: (): number => held.size,
    /** `action` names the audit entry, null writes none; `shown` is what the audit may show, never a secret. */
    async put(
      actor: Actor,
      id: string,
      value: T,
      action: string | null,
      shown: unknown = null,
    ): Promise<void> {
      const isChange = held.has(id);
      await floor.putRecord(actor, kind, id, value, action === null ? null : { action, after: shown });
      // Removed while the write was under way: the ledger has both in order, memory must not bring it back.
      if (!isChange || held.has(id)) held.set(id, value);
    },
    /** Gone from memory at once: a revoked token must not work while the disk is slow. */
    async remove(actor: Actor, id: string, action: string | null): Promise<void> {
      held.delete(id);
      await floor.removeRecord(actor, kind, id, action === null ? null : { action });
    },
  };
}
