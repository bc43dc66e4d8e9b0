import { useMemo } from 'react';
import { MAPPED_FIELDS } from '../../../../shared/config/custom-mapping.ts';
import { useText } from '../../shell/use-text.ts';
import { type BodyRow, pathForRule, readBody } from './body-paths.ts';
import { BodyTree } from './body-tree.tsx';
import type { Target } from './targets.ts';

/**
 * A body of the tool, pasted, and its values to click.
 * @param target what a click sets; null where nothing may be changed
 */
export function BodyPane({
  text,
  onText,
  target,
  wants,
  items,
  onTarget,
  onPick,
}: {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly target: Target | null;
  readonly wants: BodyRow['kind'];
  readonly items: string | null;
  readonly onTarget: (target: Target) => void;
  readonly onPick: (path: string) => void;
}) {
  const { t } = useText();
  const body = useMemo(() => readBody(text), [text]);
  const names: readonly (readonly [Target, string])[] = [
    ...MAPPED_FIELDS.map((field) => [field, t(`mapping.field-${field}`)] as const),
    ['items', t('mapping.items')],
    ['details', t('mapping.details')],
    ['ignore', t('mapping.ignore')],
    ['test', t('mapping.test')],
  ];
  const isListed = names.some(([name]) => name === target);
  const pick = (path: string) => {
    const own = target === 'items' ? path : pathForRule(path, items, Array.isArray(body));
    if (own !== null) onPick(own);
  };
  return (
    <section className="c-card" aria-labelledby="m-body-title">
      <h2 id="m-body-title">{t('mapping.body')}</h2>
      <textarea
        className="m-body"
        aria-labelledby="m-body-title"
        placeholder={t('mapping.paste')}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {text.trim() !== '' && body === undefined ? (
        <p className="c-warn-text">{t('mapping.unreadable')}</p>
      ) : null}
      {target === null || body === undefined ? null : (
        <>
          <label className="c-field">
            <span>{t('mapping.clickFor')}</span>
            <select value={target} onChange={(event) => onTarget(event.target.value as Target)}>
              {names.map(([name, label]) => (
                <option key={name} value={name}>
                  {label}
                </option>
              ))}
              {isListed ? null : <option value={target}>{t('mapping.links')}</option>}
            </select>
          </label>
          <BodyTree body={body} wants={wants} onPick={pick} />
        </>
      )}
    </section>
  );
}
