import type { Schedule } from '../../../shared/config/schedule.ts';
import { layerStretches } from './layer-stretches.ts';
import type { OncallEnv } from './oncall-env.ts';
import type { Span } from './rank-spans.ts';
import { readySchedule } from './ready-schedule.ts';

/**
 * Stretches of `[from, to)` in which a schedule has nobody on call in any layer and not on purpose (ROT11):
 * some layer has a gap, or all layers are off by their restrictions. Ordered, merged, clipped.
 */
export function coverageGaps(schedule: Schedule, from: number, to: number, env: OncallEnv): readonly Span[] {
  const lanes = readySchedule(schedule, env).layers.map((layer) => layerStretches(layer, from, to));
  const position = lanes.map(() => 0);
  const gaps: { from: number; to: number }[] = [];
  for (let at = from; at < to; ) {
    const now = lanes.map((lane, i) => lane[position[i]!]!);
    const end = Math.min(...now.map((stretch) => stretch.to));
    if (isGap(now.map((stretch) => stretch.empty))) {
      const last = gaps.at(-1);
      if (last?.to === at) last.to = end;
      else gaps.push({ from: at, to: end });
    }
    now.forEach((stretch, i) => {
      if (stretch.to === end) position[i]! += 1;
    });
    at = end;
  }
  return gaps;
}

function isGap(layers: readonly ('gap' | 'restricted' | 'intended' | null)[]): boolean {
  if (layers.includes(null)) return false;
  return layers.includes('gap') || !layers.includes('intended');
}
