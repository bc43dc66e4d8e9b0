import type { MappedField, MappingRule } from '../../../shared/config/custom-mapping.ts';
import { splitTemplate } from '../../../shared/config/mapping-path.ts';
import { MAX_SUMMARY, toLine } from '../bounded.ts';
import { textOf } from '../fields.ts';
import { compilePath, type Place, type ReadPath } from './body-path.ts';

/** What a rule found for a field, and where, so that a person can see why. */
export interface Found {
  /** As it stands in the body; null where nothing was found. */
  readonly text: string | null;
  /** What the table of values makes of it; null where there is none, or it does not know the word. */
  readonly value: string | null;
  readonly from: 'path' | 'template' | 'default' | 'nothing';
  /** The path or template that matched. */
  readonly at: string | null;
}

export interface CompiledRule {
  /** Names the field in the body that a refusal is about: the first path, else the first template. */
  readonly label: string;
  /** Words of the table, as the config has them; empty without one. */
  readonly words: readonly string[];
  readonly fallback: string | null;
  readonly read: (place: Place) => Found;
}

type Source = Pick<MappingRule, 'path' | 'template'>;
interface Read {
  readonly text: string;
  readonly from: 'path' | 'template';
  readonly at: string;
}

const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;

/** How a value becomes text: one short line, or for keys as it is, since cutting could make two keys one (ING4). */
type Clean = (text: string) => string;
const asLine: Clean = (text) => toLine(text, MAX_SUMMARY);
const asIs: Clean = (text) => (text.trim() === '' ? '' : text);

/** Prepares a rule once; reading then costs its paths and nothing else. */
export function compileRule(rule: MappingRule, field: MappedField): CompiledRule {
  const read = compileSource(rule, field === 'key' ? asIs : asLine);
  const fold = rule.ignoreCase ? (word: string) => word.toLowerCase() : (word: string) => word;
  const table = new Map(Object.entries(rule.values ?? {}).map(([word, value]) => [fold(word), value]));
  const fallback = rule.default === undefined ? null : String(rule.default);
  return {
    label: toLine(listOf(rule.path)[0] ?? listOf(rule.template)[0] ?? field, 100),
    words: Object.keys(rule.values ?? {}),
    fallback,
    read: (place) => {
      const found = read(place);
      if (found !== null) return { ...found, value: table.get(fold(found.text)) ?? null };
      return fallback === null
        ? { text: null, value: null, from: 'nothing', at: null }
        : { text: fallback, value: fallback, from: 'default', at: null };
    },
  };
}

/** Paths in their order, then templates: first one with all its places filled, else one with any. */
export function compileSource(source: Source, clean: Clean = asLine): (place: Place) => Read | null {
  const paths = listOf(source.path).map((path) => ({ path, read: compilePath(path) }));
  const templates = listOf(source.template).map((template) => ({
    template,
    fill: compileTemplate(template, clean),
  }));
  return (place) => {
    for (const { path, read } of paths) {
      const text = singleText(read(place), clean);
      if (text !== null) return { text, from: 'path', at: path };
    }
    let partly: Read | null = null;
    for (const { template, fill } of templates) {
      const { text, filled, places } = fill(place);
      if (filled === places && text.trim() !== '') return { text, from: 'template', at: template };
      if (filled > 0) partly ??= { text, from: 'template', at: template };
    }
    return partly;
  };
}

/** What the first path that holds anything holds, of whatever kind; undefined where none does. */
export function compileValue(path: string | readonly string[]): (place: Place) => unknown {
  const reads = listOf(path).map(compilePath);
  return (place) => {
    for (const read of reads) {
      const value = read(place);
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  };
}

/** A text, number or truth value; null where there is none, or it says nothing. */
const singleText = (value: unknown, clean: Clean): string | null => {
  const text = textOf(value);
  return text === null ? null : clean(text) || null;
};

type Fill = (place: Place) => { readonly text: string; readonly filled: number; readonly places: number };

function compileTemplate(template: string, clean: Clean): Fill {
  const parts: readonly (string | ReadPath)[] = (splitTemplate(template) ?? [template]).map((part) =>
    typeof part === 'string' ? part : compilePath(part.path),
  );
  const places = parts.filter((part) => typeof part !== 'string').length;
  return (place) => {
    let text = '';
    let filled = 0;
    for (const part of parts) {
      if (typeof part === 'string') {
        text += part;
        continue;
      }
      const found = singleText(part(place), clean);
      if (found === null) continue;
      filled += 1;
      text += found;
    }
    return { text: clean(text), filled, places };
  };
}
