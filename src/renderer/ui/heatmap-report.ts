import type { z } from 'zod';
import { heatmapReportSchema as answerSchema } from '../../shared/api/reports.ts';

/** What a heat map is drawn from: the counts of `GET /api/v1/reports/heatmap`, weekday 0 is Monday. */
export const heatmapReportSchema = answerSchema.pick({
  of: true,
  cells: true,
  total: true,
  before: true,
  clockChanges: true,
});
export type HeatmapReport = z.infer<typeof heatmapReportSchema>;

export interface HeatmapGrid {
  /** `[weekday][hour]`, every cell present. */
  readonly rows: readonly (readonly number[])[];
  readonly rowTotals: readonly number[];
  readonly max: number;
  /** The first of the fullest cells; null when all are empty. */
  readonly worst: { readonly weekday: number; readonly hour: number; readonly count: number } | null;
}

/** Fills the 7 × 24 grid; cells outside it are not counted. */
export function heatmapGrid(report: Pick<HeatmapReport, 'cells'>): HeatmapGrid {
  const rows = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const { weekday, hour, count } of report.cells) {
    const row = rows[weekday];
    if (row && hour >= 0 && hour < 24) row[hour] = (row[hour] ?? 0) + count;
  }
  const max = Math.max(0, ...rows.flat());
  let worst: HeatmapGrid['worst'] = null;
  rows.forEach((row, weekday) => {
    row.forEach((count, hour) => {
      if (count === max && max > 0 && !worst) worst = { weekday, hour, count };
    });
  });
  return { rows, rowTotals: rows.map((row) => row.reduce((a, b) => a + b, 0)), max, worst };
}
