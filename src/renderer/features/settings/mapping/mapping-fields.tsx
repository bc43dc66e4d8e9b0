import type { Preview } from '../../../../shared/api/preview.ts';
import { MAPPED_FIELDS } from '../../../../shared/config/custom-mapping.ts';
import { PRESET_MAPPINGS, PRESETS } from '../../../../shared/config/custom-presets.ts';
import { useText } from '../../shell/use-text.ts';
import { FieldRule } from './field-rule.tsx';
import { type MappingDraft, type RuleDraft, ruleIn, withRulePart } from './mapping-draft.ts';
import { OtherRules } from './other-rules.tsx';
import type { Target } from './targets.ts';

/** The rules of a mapping, field by field. */
export function MappingFields({
  draft,
  preset,
  found,
  target,
  isDisabled,
  onTarget,
  onDraft,
  onPreset,
}: {
  readonly draft: MappingDraft;
  readonly preset: string | undefined;
  readonly found: Preview['events'][number]['fields'];
  readonly target: Target;
  readonly isDisabled: boolean;
  readonly onTarget: (target: Target) => void;
  readonly onDraft: (draft: MappingDraft) => void;
  readonly onPreset: (preset: string | undefined) => void;
}) {
  const { t } = useText();
  const known = PRESETS.find((name) => name === preset);
  const ofPreset = (known === undefined ? {} : PRESET_MAPPINGS[known]) as Readonly<Record<string, RuleDraft>>;
  return (
    <section className="c-card" aria-labelledby="m-fields-title">
      <h2 id="m-fields-title">{t('mapping.fields')}</h2>
      <p className="c-note">{t('mapping.fieldsHow')}</p>
      <label className="c-field">
        <span>{t('mapping.preset')}</span>
        <select
          value={preset ?? ''}
          disabled={isDisabled}
          onChange={(event) => onPreset(event.target.value || undefined)}
        >
          <option value="">{t('mapping.preset-none')}</option>
          {PRESETS.map((name) => (
            <option key={name} value={name}>
              {t(`mapping.preset-${name}`)}
            </option>
          ))}
        </select>
      </label>
      {known === undefined ? null : <p className="c-note">{t('mapping.presetWhat')}</p>}
      {MAPPED_FIELDS.map((field) => (
        <FieldRule
          key={field}
          field={field}
          rule={ruleIn(draft, field)}
          preset={ofPreset[field] ?? {}}
          found={found.find((each) => each.field === field) ?? null}
          isTarget={target === field}
          isDisabled={isDisabled}
          onTarget={() => onTarget(field)}
          onChange={(part, value) => onDraft(withRulePart(draft, field, part, value))}
        />
      ))}
      <OtherRules draft={draft} isDisabled={isDisabled} onTarget={onTarget} onChange={onDraft} />
    </section>
  );
}
