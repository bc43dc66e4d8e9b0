import type { Schedule } from '../../../shared/config/schedule.ts';
import { layerStretches } from './layer-stretches.ts';
import type { OncallEnv } from './oncall-env.ts';
import { readySchedule } from './ready-schedule.ts';

/** Somebody coming on call in a layer. */
export interface Handoff {
  readonly at: number;
  readonly layer: string;
  /** Never empty. */
  readonly incoming: readonly string[];
  /** Who goes off at the same instant; empty while a repeated hour lets both be on (ROT3). */
  readonly outgoing: readonly string[];
}

/**
 * Instants within `[from, to)` at which somebody comes on who was not on just before (ROT14), ordered by time,
 * then by layer. Somebody who returns after the layer was off comes on again.
 */
export function nextHandoffs(
  schedule: Schedule,
  from: number,
  to: number,
  env: OncallEnv,
): readonly Handoff[] {
  const handoffs: Handoff[] = [];
  for (const layer of readySchedule(schedule, env).layers) {
    // One millisecond before `from` shows who was on just before it.
    const stretches = layerStretches(layer, from - 1, to);
    stretches.slice(1).forEach((stretch, i) => {
      const before = stretches[i]!.users;
      const incoming = stretch.users.filter((user) => !before.includes(user));
      if (incoming.length === 0) return;
      const outgoing = before.filter((user) => !stretch.users.includes(user));
      handoffs.push({ at: stretch.from, layer: layer.id, incoming, outgoing });
    });
  }
  return handoffs.sort((a, b) => a.at - b.at);
}
