/** One line of a comparison. */
export interface DiffLine {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Past this many cells the table of the exact method is too big; the middle is then shown as replaced. */
const EXACT_LIMIT = 4_000_000;

/** What changed between two texts, line by line (longest common subsequence between the equal ends). */
export function lineDiff(before: string, after: string): DiffLine[] {
  const a = before === '' ? [] : before.split('\n');
  const b = after === '' ? [] : after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const line = (kind: DiffLine['kind']) => (text: string) => ({ kind, text });
  return [
    ...a.slice(0, start).map(line('same')),
    ...middle(a.slice(start, endA), b.slice(start, endB)),
    ...a.slice(endA).map(line('same')),
  ];
}

function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const result: DiffLine[] = [];
  const width = b.length + 1;
  if ((a.length + 1) * width > EXACT_LIMIT)
    return [
      ...a.map((text) => ({ kind: 'removed' as const, text })),
      ...b.map((text) => ({ kind: 'added' as const, text })),
    ];
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      result.push({ kind: 'same', text: a[i] ?? '' });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      result.push({ kind: 'removed', text: a[i] ?? '' });
      i++;
    } else {
      result.push({ kind: 'added', text: b[j] ?? '' });
      j++;
    }
  }
  return result;
}

/** A piece of a comparison: lines around a change, or how many equal lines were left out. */
export type DiffPiece = DiffLine | { readonly kind: 'skipped'; readonly lines: number };

/** Keeps `around` equal lines next to each change and counts the rest. */
export function foldSame(lines: readonly DiffLine[], around = 2): DiffPiece[] {
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (line.kind === 'same') return;
    for (let i = index - around; i <= index + around; i++) near.add(i);
  });
  const pieces: DiffPiece[] = [];
  let skipped = 0;
  const flush = () => {
    if (skipped > 0) pieces.push({ kind: 'skipped', lines: skipped });
    skipped = 0;
  };
  lines.forEach((line, index) => {
    if (line.kind === 'same' && !near.has(index)) {
      skipped++;
      return;
    }
    flush();
    pieces.push(line);
  });
  flush();
  return pieces;
}
