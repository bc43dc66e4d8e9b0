import { useText } from '../shell/use-text.ts';
import { inputMs, localInput } from '../shell/zoned.ts';

/** A span being written, epoch ms; null while it is not a time. */
export interface SpanDraft {
  readonly from: number | null;
  readonly to: number | null;
}

export const isSpan = (span: SpanDraft): span is { readonly from: number; readonly to: number } =>
  span.from !== null && span.to !== null && span.from < span.to;

/** From and to, in a zone. */
export function SpanFields({
  span,
  zone,
  onSpan,
}: {
  readonly span: SpanDraft;
  readonly zone: string;
  readonly onSpan: (span: SpanDraft) => void;
}) {
  const { t } = useText();
  return (
    <>
      {(['from', 'to'] as const).map((end) => {
        const ms = span[end];
        return (
          <label key={end}>
            <span>
              {t(`filter.${end}`)} ({zone})
            </span>
            <input
              type="datetime-local"
              value={ms === null ? '' : localInput(ms, zone)}
              onChange={(event) => onSpan({ ...span, [end]: inputMs(event.target.value, zone) })}
            />
          </label>
        );
      })}
      {span.from !== null && span.to !== null && span.from >= span.to ? (
        <p className="c-note">{t('oncall.spanOrder')}</p>
      ) : null}
    </>
  );
}

/** A person of the directory. */
export function PersonField({
  label,
  value,
  people,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly onValue: (id: string) => void;
}) {
  const { t } = useText();
  return (
    <label>
      <span>{label}</span>
      <select value={value} onChange={(event) => onValue(event.target.value)}>
        <option value="">{t('choose')}</option>
        {people.map((person) => (
          <option key={person.id} value={person.id}>
            {person.name}
          </option>
        ))}
      </select>
    </label>
  );
}
