import { bundlePages } from '../domain/notify/bundle.ts';
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
  // What others put into this turn is theirs: a message on its way must not leave again inside a bundle.
  const before = new Set(turn.outbox.keys());
  for (const id of due) advanceOne(turn, id);
  if (!downtime || due.length === 0) return;
  const made = [...turn.outbox.values()].filter(
    (row) => row.state === 'pending' && !before.has(row.message.id),
  );
  const { singles, bundles } = bundlePages(
    made.map((row) => row.message),
    `${core.epoch}-${turn.at}`,
  );
  for (const row of made) turn.outbox.delete(row.message.id);
  for (const message of singles) turn.send(message);
  for (const bundle of bundles) turn.sendBundle(bundle);
}
