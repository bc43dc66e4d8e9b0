import { type KeyboardEvent, useId, useMemo, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { matchEntries, type PaletteEntry } from './palette-match.ts';
import { useText } from './use-text.ts';

const SHOWN = 12;

/** Everything by its name: pages, actions, incidents, people. */
export function CommandPalette({
  entries,
  onClose,
}: {
  readonly entries: readonly PaletteEntry[];
  readonly onClose: () => void;
}) {
  const { t } = useText();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = useMemo(() => matchEntries(entries, text, SHOWN), [entries, text]);
  const current = found[Math.min(at, found.length - 1)];

  const run = (entry: PaletteEntry | undefined) => {
    if (entry === undefined) return;
    onClose();
    entry.run();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.code === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.code === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.code === 'Enter' || event.code === 'NumpadEnter') run(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t('palette.title')} onClose={onClose}>
      <input
        className="c-palette-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current === undefined ? undefined : `${listId}-${current.key}`}
        aria-label={t('palette.title')}
        placeholder={t('palette.placeholder')}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKey}
      />
      <div id={listId} role="listbox" aria-label={t('palette.title')} className="c-palette-list">
        {found.map((entry) => (
          <div
            key={entry.key}
            id={`${listId}-${entry.key}`}
            role="option"
            tabIndex={-1}
            aria-selected={entry === current}
            className="c-option"
            onPointerDown={(event) => {
              event.preventDefault();
              run(entry);
            }}
          >
            <span>{entry.label}</span>
            <small>{entry.hint}</small>
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className="c-note">{t('palette.nothing')}</p> : null}
    </Dialog>
  );
}
