import { useMemo } from 'react';
import { useText } from '../../shell/use-text.ts';
import { type BodyRow, bodyRows, MAX_ROWS } from './body-paths.ts';

/**
 * The places of a pasted body: values can be clicked to be used.
 * @param wants what may be clicked: single values, lists for the events of a batch, or anything that holds others
 */
export function BodyTree({
  body,
  wants,
  onPick,
}: {
  readonly body: unknown;
  readonly wants: BodyRow['kind'];
  readonly onPick: (path: string) => void;
}) {
  const { t } = useText();
  const rows = useMemo(() => bodyRows(body), [body]);
  return (
    <>
      <ul className="m-tree">
        {rows.map((row, index) => {
          const may = row.path !== null && row.kind === wants;
          const text =
            row.kind === 'value' ? row.text : t(`mapping.${row.kind}`, { count: Number(row.text) });
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two rows may have the same path where it is null
            <li key={index} style={{ paddingInlineStart: `${row.depth * 1.1}rem` }}>
              <button
                type="button"
                className="c-quiet"
                disabled={!may}
                title={row.path ?? t('mapping.noPath')}
                onClick={() => row.path !== null && onPick(row.path)}
              >
                <span className="c-id">{row.name}</span>
                <span className={row.kind === 'value' ? 'm-value' : 'm-holds'}>{text}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {rows.length >= MAX_ROWS ? <p className="c-note">{t('mapping.more', { count: MAX_ROWS })}</p> : null}
    </>
  );
}
