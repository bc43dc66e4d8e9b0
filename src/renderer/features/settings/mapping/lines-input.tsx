import { useState } from 'react';
import { fromLines, isSame, toLines } from './mapping-draft.ts';

/**
 * One or several texts, each on its own line. What is being typed stays as it is typed, spaces and empty lines
 * included; a value changed from outside replaces it.
 */
export function LinesInput({
  label,
  value,
  placeholder,
  isDisabled,
  onChange,
  onFocus,
}: {
  readonly label: string;
  readonly value: string | readonly string[] | undefined;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly onChange: (value: string | readonly string[] | undefined) => void;
  readonly onFocus?: () => void;
}) {
  const [typed, setTyped] = useState('');
  const text = isSame(fromLines(typed), value) ? typed : toLines(value);
  return (
    <label className="c-field m-lines">
      <span>{label}</span>
      <textarea
        rows={Math.max(1, Math.min(6, Math.max(text.split('\n').length, placeholder.split('\n').length)))}
        spellCheck={false}
        disabled={isDisabled}
        placeholder={placeholder}
        value={text}
        onFocus={onFocus}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(fromLines(event.target.value));
        }}
      />
    </label>
  );
}
