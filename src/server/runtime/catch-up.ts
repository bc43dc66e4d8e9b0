import { bundleNewPages } from './bundle-turn.ts';
import { type Downtime, noteDowntime } from './downtime.ts';
import type { FloorCore } from './floor-core.ts';
import type { Turn } from './turn.ts';

/**
 * [ESC14] Everything that fell due while nothing was decided, as one turn: what was missed is recorded, each of
 * `due` is advanced once, and many pages to one contact become one message.
 */
export function decideCatchUp(
  turn: Turn,
  core: FloorCore,
  due: readonly string[],
  downtime: Downtime | null,
  advanceOne: (turn: Turn, id: string) => void,
): void {
  turn.meta.aliveAt = String(turn.at);
  if (downtime) noteDowntime(turn, core, downtime);
  const advanceAll = () => {
    for (const id of due) advanceOne(turn, id);
  };
  if (downtime) bundleNewPages(turn, `${core.epoch}-${turn.at}`, advanceAll);
  else advanceAll();
}
