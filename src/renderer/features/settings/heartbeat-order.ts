import type { HeartbeatItem } from '../../../shared/api/heartbeats.ts';

const RANK: Readonly<Record<HeartbeatItem['state'], number>> = { late: 0, 'on-time': 1, waiting: 1, off: 2 };

/** [ING176] Late ones first, the longest late first; then by when they are due; those that are off at the end. */
export function orderHeartbeats(items: readonly HeartbeatItem[]): HeartbeatItem[] {
  const at = (item: HeartbeatItem) => item.lateSince ?? item.dueAt ?? '9999';
  return items.toSorted(
    (a, b) =>
      RANK[a.state] - RANK[b.state] ||
      at(a).localeCompare(at(b)) ||
      a.label.localeCompare(b.label, undefined, { numeric: true }),
  );
}

/** Quotes for a POSIX shell. */
const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The command a script ends with; `key` is that of the heartbeat's integration. */
export const pingCommand = (origin: string, id: string, key: string): string =>
  `curl -fsS -X POST -H ${quote(`X-Integration-Key: ${key}`)} ${quote(`${origin}/api/v1/heartbeats/${encodeURIComponent(id)}/ping`)}`;
