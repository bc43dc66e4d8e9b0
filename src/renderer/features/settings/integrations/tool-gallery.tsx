import { type KeyboardEvent, useState } from 'react';
import { Empty } from '../../shell/states.tsx';
import { useText } from '../../shell/use-text.ts';
import { GROUPS, type Group, GUIDED_TYPES, groupOf } from './snippets/guide-of.ts';
import { ToolLetter, useToolName } from './tool-name.tsx';

const ORDER: readonly Group[] = [...(Object.keys(GROUPS) as Group[]), 'other'];

/** Common tools stand first in their group, those nobody wrote about last. */
const placeOf = (type: string): number =>
  GUIDED_TYPES.includes(type) ? GUIDED_TYPES.indexOf(type) : GUIDED_TYPES.length;

/** Every type the server has, in groups, found by name; Enter takes the first that is found. */
export function ToolGallery({
  types,
  onPick,
}: {
  readonly types: readonly string[];
  readonly onPick: (type: string) => void;
}) {
  const { t } = useText();
  const toolName = useToolName();
  const [text, setText] = useState('');
  const wanted = text.toLowerCase().trim();
  const found = ORDER.map((group) => ({
    group,
    types: types
      .filter((type) => groupOf(type) === group)
      .filter((type) =>
        `${type} ${toolName(type)} ${t(`integrations.group.${group}`)}`.toLowerCase().includes(wanted),
      )
      .toSorted((a, b) => placeOf(a) - placeOf(b) || toolName(a).localeCompare(toolName(b))),
  })).filter((group) => group.types.length > 0);
  const takeFirst = (event: KeyboardEvent) => {
    const first = found[0]?.types[0];
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || first === undefined) return;
    event.preventDefault();
    onPick(first);
  };
  return (
    <>
      <label className="c-field">
        <span>{t('integrations.findTool')}</span>
        <input
          type="search"
          // biome-ignore lint/a11y/noAutofocus: the page was opened to choose
          autoFocus
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={takeFirst}
        />
      </label>
      {found.length === 0 ? (
        <Empty title={t('integrations.noTool', { text })}>
          {types.includes('standard') ? (
            <button type="button" onClick={() => onPick('standard')}>
              {t('integrations.takeStandard')}
            </button>
          ) : null}
        </Empty>
      ) : (
        found.map((group) => (
          <section key={group.group} aria-labelledby={`c-tools-${group.group}`}>
            <h2 id={`c-tools-${group.group}`}>{t(`integrations.group.${group.group}`)}</h2>
            <ul className="c-gallery">
              {group.types.map((type) => (
                <li key={type}>
                  <button type="button" onClick={() => onPick(type)}>
                    <ToolLetter type={type} />
                    <span>
                      {toolName(type)}
                      <small className="c-id">{type}</small>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))
      )}
    </>
  );
}
