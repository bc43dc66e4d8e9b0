import type { TickerItem } from '../../shared/stream.ts';
import type { NewAuditEntry } from './ports.ts';

/** An audit entry as a wall may show it: who did what to what, and why; never before and after. */
export function tickerItem(
  entry: Pick<NewAuditEntry, 'at' | 'actor' | 'action' | 'target' | 'reason'>,
  seq: number,
  numberOf: (incident: string) => number | undefined,
): TickerItem {
  const incident = entry.target.startsWith('incident:')
    ? numberOf(entry.target.slice('incident:'.length))
    : undefined;
  return {
    seq,
    at: new Date(entry.at).toISOString(),
    actor: entry.actor,
    action: entry.action,
    target: entry.target,
    ...(incident === undefined ? {} : { incident }),
    reason: entry.reason,
  };
}

/** The entries a turn wrote, with the numbers the ledger gave them; 0 while the disk has failed. */
export function tickerItems(
  turn: { readonly audit: readonly NewAuditEntry[] },
  written: readonly { readonly seq: number }[],
  numberOf: (incident: string) => number | undefined,
): TickerItem[] {
  return turn.audit.map((entry, index) => tickerItem(entry, written[index]?.seq ?? 0, numberOf));
}
