import type { Revision } from './config-revision.ts';
import type { FloorCore } from './floor-core.ts';
import type { OutboxHooks } from './outbox.ts';
import type { ClockPort, LedgerPort, LedgerState, LogPort } from './ports.ts';
import type { QueryPort } from './query-port.ts';

/** What a floor is made of. */
export interface FloorDeps {
  readonly ledger: LedgerPort;
  /** What `ledger.load()` gave: the one read of everything open that a start can afford. */
  readonly loaded: LedgerState;
  readonly queries: QueryPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly epoch: string;
  readonly newId: () => string;
  readonly random: () => number;
  readonly revision: Revision;
  /** What channels do with a message; results come back through the runner. */
  readonly outbox: (floor: FloorCore) => OutboxHooks;
}
