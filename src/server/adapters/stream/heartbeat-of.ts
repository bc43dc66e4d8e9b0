import type { Heartbeat } from '../../../shared/stream.ts';
import type { LiveSource } from '../../runtime/live.ts';

/** Proof of life: where the room stands, when the disk last took something, how late steps run. */
export function heartbeatOf(live: LiveSource, seq: number): Heartbeat {
  const { committedAt, oldestOverdueMs, storage } = live.health();
  return {
    epoch: live.epoch,
    seq,
    at: new Date(live.now()).toISOString(),
    committedAt: committedAt === null ? null : new Date(committedAt).toISOString(),
    oldestOverdueMs,
    storage,
  };
}
