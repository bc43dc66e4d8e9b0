import type { Condition } from '../../../shared/condition.ts';
import { MAPPED_FIELDS, type MappedField, type Mapping } from '../../../shared/config/custom-mapping.ts';
import { PRESET_MAPPINGS, type Preset } from '../../../shared/config/custom-presets.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import { compileCondition, type Test } from '../../domain/matching/condition.ts';
import type { FieldValue, Subject } from '../../domain/matching/subject.ts';
import { describeFound, isObject, refuseField } from '../fields.ts';
import { compilePath, type Place, type ReadPath } from './body-path.ts';
import { type CompiledRule, compileRule, compileSource, compileValue } from './compile-rule.ts';

/** What of an integration teaches us to read its bodies. */
export interface Teaching {
  readonly mapping?: Mapping | undefined;
  readonly preset?: Preset | undefined;
}

/** A mapping made ready for many bodies. */
export interface CompiledMapping {
  readonly items: { readonly path: string; readonly read: ReadPath } | null;
  readonly rules: Readonly<Partial<Record<MappedField, CompiledRule>>>;
  readonly links: readonly {
    readonly text: string | undefined;
    readonly read: ReturnType<typeof compileSource>;
  }[];
  readonly details: ((place: Place) => unknown) | null;
  readonly isTest: (place: Place, at: number) => boolean;
  readonly isIgnored: (place: Place, at: number) => boolean;
}

/** The preset's rules with those of the integration's own mapping in front, field by field (ING101). */
export const mergeMapping = ({ mapping, preset }: Teaching): Mapping => ({
  ...(preset === undefined ? {} : PRESET_MAPPINGS[preset]),
  ...mapping,
});

/** Compiled once for each integration of a config revision; a pure function of an object that never changes. */
const COMPILED = new WeakMap<Teaching, CompiledMapping>();

export function compiledMapping(teaching: Teaching): CompiledMapping {
  const known = COMPILED.get(teaching);
  if (known !== undefined) return known;
  const compiled = compileMapping(mergeMapping(teaching));
  COMPILED.set(teaching, compiled);
  return compiled;
}

function compileMapping(mapping: Mapping): CompiledMapping {
  return {
    items: mapping.items === undefined ? null : { path: mapping.items, read: compilePath(mapping.items) },
    rules: Object.fromEntries(
      MAPPED_FIELDS.flatMap((field) => {
        const rule = mapping[field];
        return rule === undefined ? [] : [[field, compileRule(rule, field)]];
      }),
    ),
    links: (mapping.links ?? []).map(({ text, ...source }) => ({ text, read: compileSource(source) })),
    details: mapping.details === undefined ? null : compileValue(mapping.details.path),
    isTest: compileQuestion(mapping.test),
    isIgnored: compileQuestion(mapping.ignore),
  };
}

/** A condition asked of a body by path. Hours of the week are in UTC where the condition names no zone. */
function compileQuestion(condition: Condition | undefined): (place: Place, at: number) => boolean {
  if (condition === undefined) return () => false;
  const test: Test = compileCondition(condition, { zone: 'UTC', holidays: new Set() });
  const paths = new Map<string, ReadPath>();
  const readOf = (name: string): ReadPath => {
    const known = paths.get(name);
    if (known !== undefined) return known;
    const made = compilePath(name);
    paths.set(name, made);
    return made;
  };
  return (place, at) => {
    const subject: Subject = { field: (name) => asFieldValue(readOf(name)(place)) };
    return test(subject, at);
  };
}

const asFieldValue = (value: unknown): FieldValue =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;

/** The elements of a body, or why it has none. */
export type Elements =
  | { readonly ok: true; readonly list: readonly unknown[] }
  | { readonly ok: false; readonly refusal: ParsedEvent };

/** The list where the mapping says it stands; without one a list is several events, anything else is one (ING100). */
export function elementsOf({ items }: CompiledMapping, body: unknown): Elements {
  if (items === null) {
    if (!Array.isArray(body)) return { ok: true, list: [body] };
    if (body.length > 0) return { ok: true, list: body };
    return { ok: false, refusal: refuseField('ING2', 'body', 'expected an object, found an empty list') };
  }
  const found = items.read({ item: body, root: body });
  if (Array.isArray(found)) return { ok: true, list: found };
  if (isObject(found)) return { ok: true, list: [found] };
  const problem = `expected a list of events (items), found ${describeFound(found)}`;
  return { ok: false, refusal: refuseField('ING2', items.path, problem) };
}
