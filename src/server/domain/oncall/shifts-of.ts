import type { Schedule } from '../../../shared/config/schedule.ts';
import { layerSpans } from './layer-spans.ts';
import type { OncallEnv } from './oncall-env.ts';
import { readySchedule } from './ready-schedule.ts';

/** A stretch of one person in one layer, `[from, to)` in epoch milliseconds. */
export interface OncallShift {
  readonly layer: string;
  readonly user: string;
  readonly from: number;
  readonly to: number;
  readonly override?: string;
  /** With `override`: whom it replaces. */
  readonly replaces?: readonly string[];
  /** The absence whose stand-in this person is. */
  readonly absence?: string;
}

/**
 * All shifts of a schedule that reach into `[from, to)`, clipped to it: layers in their order, each ordered
 * by begin. A team's turn gives one shift per member, a turn of nobody gives none; each turn is a shift of
 * its own, also when the same person has the next one.
 */
export function shiftsOf(
  schedule: Schedule,
  from: number,
  to: number,
  env: OncallEnv,
): readonly OncallShift[] {
  return readySchedule(schedule, env).layers.flatMap((layer) =>
    layerSpans(layer, from, to).flatMap((span) =>
      span.kind === 'vacant'
        ? []
        : {
            layer: layer.id,
            user: span.user,
            from: span.from,
            to: span.to,
            ...(span.override === null ? {} : { override: span.override, replaces: span.replaces }),
            ...(span.absence === null ? {} : { absence: span.absence }),
          },
    ),
  );
}
