import { useState } from 'react';
import { useDirectory } from '../shell/use-floor.ts';
import { useText } from '../shell/use-text.ts';

/** Most that are offered at once; the search finds the rest. */
const OFFERED = 60;

/** Services as buttons, one click each: those chosen first, then what the search finds. */
export function ServicePicker({
  chosen,
  onChange,
}: {
  readonly chosen: readonly string[];
  readonly onChange: (services: readonly string[]) => void;
}) {
  const { t, locale } = useText();
  const { services } = useDirectory();
  const [text, setText] = useState('');
  const words = text.trim().toLowerCase();
  const all = Object.entries(services).sort(([, a], [, b]) => a.name.localeCompare(b.name, locale));
  const found = all.filter(([id, { name, team, group }]) =>
    `${name}\n${id}\n${team ?? ''}\n${group ?? ''}`.toLowerCase().includes(words),
  );
  const shown = [
    ...all.filter(([id]) => chosen.includes(id)),
    ...found.filter(([id]) => !chosen.includes(id)).slice(0, OFFERED),
  ];
  const beyond = found.filter(([id]) => !chosen.includes(id)).length - OFFERED;
  return (
    <fieldset className="c-picker">
      <legend>{t('maint.services')}</legend>
      {all.length > 8 ? (
        <input
          type="search"
          value={text}
          placeholder={t('filter.findService')}
          aria-label={t('filter.findService')}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            // Enter takes the first one found; it must not send the form around it.
            if (event.code !== 'Enter' || event.nativeEvent.isComposing) return;
            event.preventDefault();
            const [first] = found.filter(([id]) => !chosen.includes(id));
            if (first !== undefined) onChange([...chosen, first[0]]);
            setText('');
          }}
        />
      ) : null}
      <div className="c-picker-list">
        {shown.map(([id, { name }]) => {
          const isChosen = chosen.includes(id);
          return (
            <button
              key={id}
              type="button"
              className="c-chip"
              aria-pressed={isChosen}
              title={name}
              onClick={() => onChange(isChosen ? chosen.filter((each) => each !== id) : [...chosen, id])}
            >
              {name}
            </button>
          );
        })}
        {beyond > 0 ? <span className="c-note">{t('maint.moreServices', { count: beyond })}</span> : null}
        {all.length === 0 ? <span className="c-note">{t('maint.noServices')}</span> : null}
      </div>
    </fieldset>
  );
}
