import type { ReactElement } from 'react';
import { wholeWords } from '../format/whole-words.ts';

/** A text whose short identifiers do not break behind a hyphen. Reads, copies and searches as the text itself. */
export function WholeWords({ text }: { readonly text: string }): ReactElement {
  let at = 0;
  return (
    <>
      {wholeWords(text).map((stretch) => {
        const key = at;
        at += stretch.text.length;
        return stretch.isWhole ? (
          <span key={key} className="whole-word">
            {stretch.text}
          </span>
        ) : (
          stretch.text
        );
      })}
    </>
  );
}
