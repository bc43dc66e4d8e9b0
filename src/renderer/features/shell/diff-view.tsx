import { useMemo } from 'react';
import { foldSame, lineDiff } from './line-diff.ts';
import { useText } from './use-text.ts';

const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

/** What changed between two texts, by lines, with a sign as well as a colour. */
export function DiffView({ before, after }: { readonly before: string; readonly after: string }) {
  const { t } = useText();
  const pieces = useMemo(() => foldSame(lineDiff(before, after)), [before, after]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling block must be reachable by keyboard
    <pre className="c-diff" tabIndex={0}>
      {pieces.map((piece, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
        <span key={index} className={`c-diff-${piece.kind}`}>
          {piece.kind === 'skipped'
            ? t('diff.skipped', { count: piece.lines })
            : `${SIGNS[piece.kind]} ${piece.text}`}
          {'\n'}
        </span>
      ))}
    </pre>
  );
}
