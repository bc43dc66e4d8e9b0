import type { Condition, FieldLeaf } from '../../../shared/condition.ts';
import { toNumber } from './compare.ts';
import { compilePatternSet } from './regex.ts';
import type { FieldValue, Subject } from './subject.ts';

/** Something that is true of an event whenever a condition holds: what an index can look up. */
type Hint =
  | { readonly kind: 'text'; readonly field: string; readonly text: string }
  | { readonly kind: 'number'; readonly field: string; readonly number: number }
  /** The field's text holds this one, at least three characters long. */
  | { readonly kind: 'part'; readonly field: string; readonly text: string }
  | { readonly kind: 'pattern'; readonly field: string; readonly pattern: string };

/** A text of this many characters is looked up by; shorter ones are in too many texts to help. */
const GRAM = 3;
/** The best hint first: an equal text names few conditions, a pattern costs most. */
const COST: Readonly<Record<Hint['kind'], number>> = { text: 0, number: 1, part: 2, pattern: 3 };

/**
 * Hints of which at least one is true whenever the condition holds; null where there are none, so that the condition must
 * always be asked. Conservative: a hint may be true though the condition does not hold.
 */
export function hintsOf(condition: Condition): readonly Hint[] | null {
  if ('all' in condition) {
    const all = condition.all.map(hintsOf).filter((hints) => hints !== null);
    return all.toSorted((a, b) => costOf(a) - costOf(b))[0] ?? null;
  }
  if ('any' in condition) {
    const any = condition.any.map(hintsOf);
    return any.every((hints) => hints !== null) ? any.flat() : null;
  }
  return 'field' in condition ? hintOfLeaf(condition) : null;
}

const costOf = (hints: readonly Hint[]): number =>
  Math.max(0, ...hints.map(({ kind }) => COST[kind])) * 1000 + hints.length;

function hintOfLeaf({ field, op, value }: FieldLeaf): readonly Hint[] | null {
  // Urgencies compare by rank, whatever their spelling.
  if (field === 'urgency') return null;
  const text = String(value);
  switch (op) {
    case 'equals': {
      const number = toNumber(value);
      return number === null || Math.abs(number) > Number.MAX_SAFE_INTEGER
        ? [{ kind: 'text', field, text }]
        : [{ kind: 'number', field, number }];
    }
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return text.length < GRAM ? null : [{ kind: 'part', field, text }];
    case 'matches':
      return [{ kind: 'pattern', field, pattern: text }];
    default:
      return null;
  }
}

/** What one field of an event finds. */
interface FieldIndex {
  readonly texts: Map<string, number[]>;
  readonly numbers: Map<number, number[]>;
  readonly grams: Map<string, number[]>;
  readonly patterns: { readonly pattern: string; readonly condition: number }[];
  matchPatterns: ((text: string) => readonly number[]) | null;
}

/**
 * Finds, of very many conditions, the few that may hold for an event (RTE15): by equal values, by three characters that a
 * text must hold, and by all patterns of a field in one walk. What it does not name cannot hold.
 */
export function indexConditions(conditions: readonly Condition[]): (subject: Subject) => readonly number[] {
  const always: number[] = [];
  const fields = new Map<string, FieldIndex>();
  const hints = conditions.map(hintsOf);
  const isRare = countGrams(hints.flatMap((some) => some ?? []));
  hints.forEach((some, condition) => {
    if (some === null) always.push(condition);
    else for (const hint of some) addHint(fieldIndexOf(fields, hint.field), hint, condition, isRare);
  });
  for (const index of fields.values()) {
    if (index.patterns.length > 0)
      index.matchPatterns = compilePatternSet(index.patterns.map(({ pattern }) => pattern));
  }
  return (subject) => {
    const found = new Set(always);
    for (const [field, index] of fields) lookUpField(index, subject.field(field), found);
    return [...found].sort((a, b) => a - b);
  };
}

function fieldIndexOf(fields: Map<string, FieldIndex>, field: string): FieldIndex {
  const known = fields.get(field);
  if (known !== undefined) return known;
  const made = { texts: new Map(), numbers: new Map(), grams: new Map(), patterns: [], matchPatterns: null };
  fields.set(field, made);
  return made;
}

function addHint(index: FieldIndex, hint: Hint, condition: number, countOf: (gram: string) => number): void {
  switch (hint.kind) {
    case 'text':
      addTo(index.texts, hint.text, condition);
      return;
    case 'number':
      addTo(index.numbers, hint.number, condition);
      return;
    case 'part':
      addTo(index.grams, rarestGram(hint.text, countOf), condition);
      return;
    case 'pattern':
      index.patterns.push({ pattern: hint.pattern, condition });
  }
}

function addTo<K>(map: Map<K, number[]>, key: K, condition: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [condition]);
  else list.push(condition);
}

function lookUpField(index: FieldIndex, value: FieldValue, found: Set<number>): void {
  if (value === undefined) return;
  const text = typeof value === 'string' ? value : String(value);
  const add = (list: readonly number[] | undefined) => {
    for (const condition of list ?? []) found.add(condition);
  };
  if (index.texts.size > 0) add(index.texts.get(text));
  if (index.numbers.size > 0) {
    const number = toNumber(value);
    if (number !== null) add(index.numbers.get(number));
  }
  if (index.grams.size > 0)
    for (let i = 0; i + GRAM <= text.length; i += 1) add(index.grams.get(text.slice(i, i + GRAM)));
  for (const place of index.matchPatterns?.(text) ?? []) {
    const pattern = index.patterns[place];
    if (pattern !== undefined) found.add(pattern.condition);
  }
}

function gramsOf(text: string): string[] {
  const grams: string[] = [];
  for (let i = 0; i + GRAM <= text.length; i += 1) grams.push(text.slice(i, i + GRAM));
  return grams;
}

/** How often each gram stands in the texts looked for. */
function countGrams(hints: readonly Hint[]): (gram: string) => number {
  const counts = new Map<string, number>();
  for (const hint of hints)
    if (hint.kind === 'part')
      for (const gram of gramsOf(hint.text)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  return (gram) => counts.get(gram) ?? 0;
}

/** The part of a text that the fewest others hold: the fewest conditions are asked in vain. */
const rarestGram = (text: string, countOf: (gram: string) => number): string =>
  gramsOf(text).reduce((best, gram) => (countOf(gram) < countOf(best) ? gram : best));
