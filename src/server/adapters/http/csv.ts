import { stringify } from 'csv-stringify/sync';
import type { Answer } from './problem.ts';

type Cell = string | number | boolean | null;

/** A table as CSV: UTF-8 with a mark for spreadsheets, cells that would be formulas escaped (REP40). */
export function csvAnswer(
  name: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Answer {
  const text = stringify(rows as Cell[][], {
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  return {
    status: 200,
    type: 'text/csv; charset=utf-8',
    body: text,
    headers: { 'content-disposition': `attachment; filename="${name}.csv"` },
  };
}
