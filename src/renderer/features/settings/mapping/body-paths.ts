import { isPath } from '../../../../shared/config/mapping-path.ts';

/** A place of a pasted body, as a row of a list. */
export interface BodyRow {
  readonly depth: number;
  /** Name or number in the thing around it. */
  readonly name: string;
  /** Null where the name cannot stand in a path. */
  readonly path: string | null;
  readonly kind: 'value' | 'list' | 'object';
  /** What stands there, shortened; how many where it holds others. */
  readonly text: string;
}

/** Most rows shown of a body. */
export const MAX_ROWS = 400;
const MAX_TEXT = 120;

/** A pasted text as the value it spells: JSON, else a form; undefined where it is neither. */
export function readBody(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  try {
    return JSON.parse(trimmed);
  } catch {
    return /^[^\s={}<>[\]]+=/.test(trimmed) ? Object.fromEntries(new URLSearchParams(trimmed)) : undefined;
  }
}

const kindOf = (value: unknown): BodyRow['kind'] =>
  Array.isArray(value) ? 'list' : typeof value === 'object' && value !== null ? 'object' : 'value';

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

/** Null where a name cannot stand in a path: one with brackets would be read as an index. */
function join(path: string, name: string, isIndex: boolean): string | null {
  const joined = isIndex ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
  return (isIndex || !/[[\]]/.test(name)) && isPath(joined) ? joined : null;
}

/** Every place of a body from the top, at most `MAX_ROWS`. Of a list only the first elements are worth clicking. */
export function bodyRows(body: unknown): readonly BodyRow[] {
  const rows: BodyRow[] = [];
  const visit = (value: unknown, path: string | null, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    for (const [name, inner] of Object.entries(value)) {
      if (rows.length >= MAX_ROWS) return;
      const here = path === null ? null : join(path, name, Array.isArray(value));
      const kind = kindOf(inner);
      rows.push({
        depth,
        name: Array.isArray(value) ? `[${name}]` : name,
        path: here,
        kind,
        text: kind === 'value' ? textOf(inner) : String(Object.keys(inner as object).length),
      });
      visit(inner, here, depth + 1);
    }
  };
  visit(body, '', 0);
  return rows;
}

const dotted = (path: string): string => path.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^\./, '');

/**
 * A place of the whole body as a rule must name it: inside an element of the batch from the element on, beside the
 * batch behind `root.`; null for the list and its elements themselves.
 * @param items where the list of events stands; null where the body is no batch, or itself the list
 */
export function pathForRule(path: string, items: string | null, isListBody: boolean): string | null {
  if (items === null) {
    if (!isListBody) return path;
    const rest = /^\[\d+\](?:\.|(?=\[)|$)(.*)$/.exec(path)?.[1] ?? '';
    return rest === '' ? null : rest;
  }
  const [whole, list] = [dotted(path), dotted(items)];
  if (whole !== list && !whole.startsWith(`${list}.`)) return `root.${path}`;
  const rest = whole.slice(list.length + 1).replace(/^\d+\.?/, '');
  return rest === '' ? null : rest;
}
