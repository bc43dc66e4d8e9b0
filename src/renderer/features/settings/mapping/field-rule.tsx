import type { Preview } from '../../../../shared/api/preview.ts';
import type { MappedField } from '../../../../shared/config/custom-mapping.ts';
import { EVENT_STATUSES, URGENCIES } from '../../../../shared/words.ts';
import { type Text, useText } from '../../shell/use-text.ts';
import { LinesInput } from './lines-input.tsx';
import { type RuleDraft, toLines } from './mapping-draft.ts';
import { ValueTable } from './value-table.tsx';

/** A template, in no language. */
const EXAMPLE = '{{host}}: {{state}}';

type FoundField = Preview['events'][number]['fields'][number];

/** One field of an event: where it stands, and behind a fold how it is made otherwise and what its words mean. */
export function FieldRule({
  field,
  rule,
  preset,
  found,
  isTarget,
  isDisabled,
  onTarget,
  onChange,
}: {
  readonly field: MappedField;
  readonly rule: RuleDraft;
  /** What the preset says, shown where the own rule is empty. */
  readonly preset: RuleDraft;
  /** What the preview found. */
  readonly found: FoundField | null;
  readonly isTarget: boolean;
  readonly isDisabled: boolean;
  readonly onTarget: () => void;
  readonly onChange: (part: keyof RuleDraft, value: RuleDraft[keyof RuleDraft] | undefined) => void;
}) {
  const { t } = useText();
  const isOwn = Object.keys(rule).length > 0;
  // A rule of one's own replaces the preset's whole: its parts are then no longer what holds.
  const hint = isOwn ? {} : preset;
  const choices = choicesOf(field, t);
  const fallback = rule.default === undefined ? '' : String(rule.default);
  const hasMore = ['template', 'default', 'values'].some((part) => part in rule);
  return (
    <section className="m-field" data-target={isTarget} aria-label={t(`mapping.field-${field}`)}>
      <div className="m-head">
        <h3>{t(`mapping.field-${field}`)}</h3>
        <Finding found={found} />
      </div>
      <LinesInput
        label={t('mapping.path')}
        value={rule.path}
        placeholder={toLines(hint.path)}
        isDisabled={isDisabled}
        onChange={(value) => onChange('path', value)}
        onFocus={onTarget}
      />
      <details open={hasMore || undefined}>
        <summary>{t(field === 'status' || field === 'urgency' ? 'mapping.words' : 'mapping.moreOf')}</summary>
        <LinesInput
          label={t('mapping.template')}
          value={rule.template}
          placeholder={toLines(hint.template) || EXAMPLE}
          isDisabled={isDisabled}
          onChange={(value) => onChange('template', value)}
        />
        <ValueTable
          table={rule.values}
          choices={choices}
          isDisabled={isDisabled}
          onChange={(table) => onChange('values', table)}
        />
        <div className="m-last">
          <DefaultInput
            text={fallback}
            placeholder={hint.default === undefined ? '' : String(hint.default)}
            choices={choices}
            none={t(field === 'status' ? 'mapping.refuse' : 'mapping.noDefault')}
            isDisabled={isDisabled}
            onChange={(text) => onChange('default', text || undefined)}
          />
          <label className="c-check">
            <input
              type="checkbox"
              disabled={isDisabled}
              checked={rule.ignoreCase ?? false}
              onChange={(event) => onChange('ignoreCase', event.target.checked || undefined)}
            />
            {t('mapping.ignoreCase')}
          </label>
        </div>
      </details>
    </section>
  );
}

type Choices = readonly { readonly value: string; readonly text: string }[] | null;

function DefaultInput({
  text,
  placeholder,
  choices,
  none,
  isDisabled,
  onChange,
}: {
  readonly text: string;
  readonly placeholder: string;
  readonly choices: Choices;
  /** What happens without a default. */
  readonly none: string;
  readonly isDisabled: boolean;
  readonly onChange: (text: string) => void;
}) {
  const { t } = useText();
  if (choices === null)
    return (
      <label className="c-field">
        <span>{t('mapping.default')}</span>
        <input
          disabled={isDisabled}
          placeholder={placeholder}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
    );
  return (
    <label className="c-field">
      <span>{t('mapping.default')}</span>
      <select disabled={isDisabled} value={text} onChange={(event) => onChange(event.target.value)}>
        <option value="">{none}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

function choicesOf(field: MappedField, t: Text): Choices {
  if (field === 'status')
    return EVENT_STATUSES.map((value) => ({ value, text: t(`mapping.status-${value}`) }));
  if (field === 'urgency') return URGENCIES.map((value) => ({ value, text: t(`common:urgency.${value}`) }));
  return null;
}

function Finding({ found }: { readonly found: FoundField | null }) {
  const { t } = useText();
  if (found === null) return null;
  if (found.from === 'nothing') return <span className="c-warn-text">{t('mapping.from-nothing')}</span>;
  const isTurned = found.value !== null && found.value !== found.found;
  return (
    <span className="m-found" title={found.at ?? undefined}>
      {found.found}
      {isTurned ? ` → ${found.value}` : ''}
      <small>{t(`mapping.from-${found.from}`)}</small>
    </span>
  );
}
