import { useState } from 'react';
import { useText } from '../../shell/use-text.ts';
import { isSame } from './mapping-draft.ts';

interface Row {
  readonly word: string;
  readonly value: string;
}

const tableOf = (rows: readonly Row[]): Readonly<Record<string, string>> | undefined => {
  const full = rows.filter(({ word }) => word !== '').map(({ word, value }) => [word, value] as const);
  return full.length === 0 ? undefined : Object.fromEntries(full);
};
const rowsOf = (table: Readonly<Record<string, string>> | undefined): readonly Row[] =>
  Object.entries(table ?? {}).map(([word, value]) => ({ word, value }));

/**
 * The words of a tool and what they mean here.
 * @param choices meanings there are; without any, every text is one
 */
export function ValueTable({
  table,
  choices,
  isDisabled,
  onChange,
}: {
  readonly table: Readonly<Record<string, string>> | undefined;
  readonly choices: readonly { readonly value: string; readonly text: string }[] | null;
  readonly isDisabled: boolean;
  readonly onChange: (table: Readonly<Record<string, string>> | undefined) => void;
}) {
  const { t } = useText();
  const [typed, setTyped] = useState<readonly Row[]>([]);
  const rows = isSame(tableOf(typed), table) ? typed : rowsOf(table);
  const change = (next: readonly Row[]) => {
    setTyped(next);
    onChange(tableOf(next));
  };
  const edit = (at: number, part: Partial<Row>) =>
    change(rows.map((row, index) => (index === at ? { ...row, ...part } : row)));
  return (
    <div className="m-table">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place, its word is being typed
        <div key={index} className="m-pair">
          <input
            aria-label={t('mapping.word')}
            placeholder={t('mapping.word')}
            disabled={isDisabled}
            value={row.word}
            onChange={(event) => edit(index, { word: event.target.value })}
          />
          <span aria-hidden="true">→</span>
          {choices === null ? (
            <input
              aria-label={t('mapping.meaning')}
              disabled={isDisabled}
              value={row.value}
              onChange={(event) => edit(index, { value: event.target.value })}
            />
          ) : (
            <select
              aria-label={t('mapping.meaning')}
              disabled={isDisabled}
              value={row.value}
              onChange={(event) => edit(index, { value: event.target.value })}
            >
              {choices.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          )}
          <button
            type="button"
            className="c-quiet"
            disabled={isDisabled}
            aria-label={t('mapping.removeWord', { word: row.word })}
            onClick={() => change(rows.filter((_, at) => at !== index))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="c-quiet"
        disabled={isDisabled}
        onClick={() => change([...rows, { word: '', value: choices?.[0]?.value ?? '' }])}
      >
        {t('mapping.addWord')}
      </button>
    </div>
  );
}
