import { MAPPED_FIELDS, type MappedField } from '../../../../shared/config/custom-mapping.ts';
import type { BodyRow } from './body-paths.ts';
import { type MappingDraft, questionIn, withPart, withQuestion, withRulePart } from './mapping-draft.ts';

/** What a click on a value of the body sets. */
export type Target = MappedField | 'items' | 'details' | 'ignore' | 'test' | `link-${number}`;

const isField = (target: Target): target is MappedField =>
  (MAPPED_FIELDS as readonly string[]).includes(target);

/** What of a body may be clicked for a target. */
export const wantedKind = (target: Target): BodyRow['kind'] =>
  target === 'items' ? 'list' : target === 'details' ? 'object' : 'value';

/** The draft with a clicked place put where the target says. */
export function withPicked(draft: MappingDraft, target: Target, path: string): MappingDraft {
  if (isField(target)) return withRulePart(draft, target, 'path', path);
  if (target === 'items') return withPart(draft, 'items', path);
  if (target === 'details') return withPart(draft, 'details', { path });
  if (target === 'ignore' || target === 'test') {
    const question = questionIn(draft, target);
    return question === null ? draft : withQuestion(draft, target, path, question.value);
  }
  const index = Number(target.slice('link-'.length));
  const links: readonly unknown[] = Array.isArray(draft.links) ? draft.links : [];
  return withPart(
    draft,
    'links',
    links.map((each, at) => (at === index ? withPart(each as MappingDraft, 'path', path) : each)),
  );
}
