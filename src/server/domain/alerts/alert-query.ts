import { type AlertField, fieldOf, type Operator, operandProblem } from './alert-fields.ts';

/** What a search of alerts asks, parsed. */
export type AlertQuery =
  | { readonly kind: 'all' | 'any'; readonly of: readonly AlertQuery[] }
  | { readonly kind: 'not'; readonly of: AlertQuery }
  | {
      readonly kind: 'term';
      readonly field: AlertField;
      /** Of `details.NAME`: the name. */
      readonly path: string | null;
      readonly op: Operator;
      readonly value: string;
    }
  /** Words without a field: looked for in message, alias, description, entity, source and tags. */
  | { readonly kind: 'text'; readonly value: string };

export type ParsedQuery =
  | { readonly ok: true; readonly query: AlertQuery }
  | { readonly ok: false; readonly message: string };

/** Longest query, deepest nesting and most terms; Opsgenie's own limit of the length. */
const MAX_LENGTH = 1000;
const MAX_DEPTH = 20;
const MAX_TERMS = 100;

export const EVERYTHING: AlertQuery = { kind: 'all', of: [] };

interface Token {
  readonly kind: 'word' | 'quoted' | 'op' | '(' | ')';
  readonly text: string;
  /** No space stands before it. */
  readonly isGlued: boolean;
}

const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  [':', 'is'],
  ['=', 'is'],
  ['!=', 'isNot'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['<=', 'lte'],
  ['>=', 'gte'],
]);
const TOKEN = /\s+|([()])|(!=|<=|>=|[:=<>])|"((?:[^"\\]|\\.)*)"|([^\s():=<>!"]+|!(?!=))/gy;

function tokenize(text: string): readonly Token[] | string {
  const tokens: Token[] = [];
  let isGlued = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (found === null) return `a quotation mark at ${at + 1} is not closed`;
    const [, bracket, op, quoted, word] = found;
    if (bracket !== undefined) tokens.push({ kind: bracket as '(' | ')', text: bracket, isGlued });
    else if (op !== undefined) tokens.push({ kind: 'op', text: op, isGlued });
    else if (quoted !== undefined)
      tokens.push({ kind: 'quoted', text: quoted.replaceAll(/\\(.)/gs, '$1'), isGlued });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, isGlued });
    isGlued = tokens.length > 0 && found[0].trim() !== '';
  }
  return tokens;
}

/** Why a query cannot be asked; thrown inside this file only. */
class Unreadable extends Error {}
const fail = (message: string): never => {
  throw new Unreadable(message);
};

/**
 * Reads a search as Opsgenie's alert search has it (ING119): `field: value`, comparisons, AND, OR, NOT, brackets around
 * terms or around the values of one field, and free words; terms side by side are joined by AND. Never throws.
 */
export function parseAlertQuery(text: string): ParsedQuery {
  if (text.length > MAX_LENGTH) return { ok: false, message: `expected at most ${MAX_LENGTH} characters` };
  const tokens = tokenize(text);
  if (typeof tokens === 'string') return { ok: false, message: tokens };
  if (tokens.length === 0) return { ok: true, query: EVERYTHING };
  try {
    return { ok: true, query: new Reader(tokens).readAll() };
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, message: error.message };
    throw error;
  }
}

/** Makes the leaf of a value: of a field while its values are read, else free text. */
type Leaf = (value: Token) => AlertQuery;
const freeText: Leaf = ({ text }) => ({ kind: 'text', value: text });

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text.toUpperCase() === word;

/** Recursive descent over tokens; OR binds less than AND, AND less than NOT. */
class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #terms = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  readAll(): AlertQuery {
    const query = this.#readAny(null, 0);
    if (this.#at < this.#tokens.length) fail(`"${this.#tokens[this.#at]?.text}" is not expected here`);
    return query;
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  /** `leaf`: reading the values of a field in brackets; null outside of them. */
  #readAny(leaf: Leaf | null, depth: number): AlertQuery {
    if (depth > MAX_DEPTH) fail(`nested deeper than ${MAX_DEPTH}`);
    const parts = [this.#readAll(leaf, depth)];
    while (isWord(this.#peek(), 'OR')) {
      this.#at += 1;
      parts.push(this.#readAll(leaf, depth));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'any', of: parts };
  }

  #readAll(leaf: Leaf | null, depth: number): AlertQuery {
    const parts = [this.#readNot(leaf, depth)];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next.kind === ')' || isWord(next, 'OR')) break;
      if (isWord(next, 'AND')) this.#at += 1;
      parts.push(this.#readNot(leaf, depth));
    }
    return parts.length === 1 ? parts[0]! : { kind: 'all', of: parts };
  }

  #readNot(leaf: Leaf | null, depth: number): AlertQuery {
    let isNegated = false;
    while (isWord(this.#peek(), 'NOT')) {
      this.#at += 1;
      isNegated = !isNegated;
    }
    const of = this.#readOne(leaf, depth);
    return isNegated ? { kind: 'not', of } : of;
  }

  #readOne(leaf: Leaf | null, depth: number): AlertQuery {
    const token = this.#peek();
    if (token === undefined) return fail('a term is missing at the end');
    this.#at += 1;
    if (token.kind === '(') {
      const inner = this.#readAny(leaf, depth + 1);
      if (this.#peek()?.kind !== ')') fail('a bracket is not closed');
      this.#at += 1;
      return inner;
    }
    if (token.kind === ')' || token.kind === 'op' || isWord(token, 'AND') || isWord(token, 'OR'))
      return fail(`"${token.text}" is not expected here`);
    this.#terms += 1;
    if (this.#terms > MAX_TERMS) fail(`expected at most ${MAX_TERMS} terms`);
    if (leaf !== null) return leaf(this.#joinGlued(token));
    const op = this.#peek();
    if (op?.kind !== 'op') return freeText(token);
    this.#at += 1;
    return this.#readTerm(token.text, OPERATORS.get(op.text)!, depth);
  }

  #readTerm(name: string, op: Operator, depth: number): AlertQuery {
    const found = fieldOf(name);
    if (found === null) return fail(`unknown field "${name.slice(0, 60)}"`);
    const { field, path } = found;
    const leaf: Leaf = ({ text }) => {
      const problem = operandProblem(field, op, text);
      if (problem !== null) fail(`${name}: ${problem}`);
      return { kind: 'term', field, path, op, value: text };
    };
    if (this.#peek()?.kind === '(') return this.#readOne(leaf, depth);
    const value = this.#peek();
    if (value?.kind !== 'word' && value?.kind !== 'quoted') return fail(`${name}: a value is missing`);
    this.#at += 1;
    return leaf(this.#joinGlued(value));
  }

  /** A time or a key such as `disk:/var` is several tokens: colons inside a value belong to it. */
  #joinGlued(first: Token): Token {
    let { text } = first;
    for (;;) {
      const next = this.#peek();
      const belongs = next?.kind === 'word' || next?.text === ':' || next?.text === '=';
      if (first.kind === 'quoted' || !next?.isGlued || !belongs) return { ...first, text };
      text += next.text;
      this.#at += 1;
    }
  }
}
