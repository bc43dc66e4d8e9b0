/** A mapping being edited: whatever of it this page does not know stays as it is. */
export type MappingDraft = Readonly<Record<string, unknown>>;

/** The parts of a field's rule that the page edits. */
export interface RuleDraft {
  readonly path?: string | readonly string[];
  readonly template?: string | readonly string[];
  readonly default?: string | number | boolean;
  readonly values?: Readonly<Record<string, string>>;
  readonly ignoreCase?: boolean;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const ruleIn = (draft: MappingDraft, field: string): RuleDraft => {
  const rule = draft[field];
  return isRecord(rule) ? (rule as RuleDraft) : {};
};

/** The draft with one part set; undefined takes it out. */
export function withPart(draft: MappingDraft, name: string, value: unknown): MappingDraft {
  const { [name]: _, ...rest } = draft;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** The draft with one part of a field's rule set; a rule without parts goes. */
export function withRulePart(
  draft: MappingDraft,
  field: string,
  part: keyof RuleDraft,
  value: RuleDraft[keyof RuleDraft] | undefined,
): MappingDraft {
  const rule = withPart(ruleIn(draft, field) as MappingDraft, part, value);
  const saysSomething = Object.keys(rule).some((name) => name !== 'ignoreCase');
  return withPart(draft, field, saysSomething ? rule : undefined);
}

/** Several as lines of a text. */
export const toLines = (value: string | readonly string[] | undefined): string =>
  value === undefined ? '' : typeof value === 'string' ? value : value.join('\n');

/** Lines of a text as the config holds them: none, one, or a list. */
export function fromLines(text: string): string | readonly string[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines.length > 1 ? lines : lines[0];
}

/** The simple question `{field} equals {value}` of a draft; null for one that only the config can show. */
export function questionIn(
  draft: MappingDraft,
  name: 'ignore' | 'test',
): { readonly field: string; readonly value: string } | null {
  const question = draft[name];
  if (question === undefined) return { field: '', value: '' };
  if (!isRecord(question) || question.op !== 'equals' || typeof question.field !== 'string') return null;
  return { field: question.field, value: String(question.value) };
}

export const withQuestion = (
  draft: MappingDraft,
  name: 'ignore' | 'test',
  field: string,
  value: string,
): MappingDraft =>
  withPart(draft, name, field === '' && value === '' ? undefined : { field, op: 'equals', value });

interface Document {
  readonly [key: string]: unknown;
}

/** What of an integration this page edits. */
export interface Edited {
  readonly mapping: MappingDraft | undefined;
  readonly preset: string | undefined;
}

const integrationsOf = (document: Document): readonly Document[] =>
  Array.isArray(document.integrations) ? document.integrations.filter(isRecord) : [];

/** The integration of an id; null where the document has none. */
export const integrationIn = (document: Document, id: string): Document | null =>
  integrationsOf(document).find((each) => each.id === id) ?? null;

export const editedOf = (integration: Document): Edited => ({
  mapping: isRecord(integration.mapping) ? integration.mapping : undefined,
  preset: typeof integration.preset === 'string' ? integration.preset : undefined,
});

/** The document with the mapping and preset of one integration replaced; everything else stays as it was. */
export const withEdited = (document: Document, id: string, { mapping, preset }: Edited): Document => ({
  ...document,
  integrations: (Array.isArray(document.integrations) ? document.integrations : []).map((each: unknown) =>
    isRecord(each) && each.id === id ? withPart(withPart(each, 'mapping', mapping), 'preset', preset) : each,
  ),
});

/** Whether two JSON values say the same, whatever the order of their names: the server keeps an order of its own. */
export const isSame = (a: unknown, b: unknown): boolean => canonical(a) === canonical(b);

const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_, inner: unknown) =>
    isRecord(inner) ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => (x < y ? -1 : 1))) : inner,
  );
