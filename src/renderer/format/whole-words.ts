/** Longer ones may break: a name that fills a line must not push the rest off the screen. */
const LONGEST_WHOLE = 24;

/** A stretch of a text; `isWhole` names one that must stay on a line. */
export interface Stretch {
  readonly text: string;
  readonly isWhole: boolean;
}

/**
 * Cuts a text at its short identifiers such as `gateway-a`: browsers break behind a hyphen, and a name in two halves
 * is misread from afar. The stretches put together are the text, character by character.
 */
export function wholeWords(text: string): readonly Stretch[] {
  return text
    .split(/(\S+-\S+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, isWhole: /^\S+-\S+$/u.test(part) && part.length <= LONGEST_WHOLE }));
}
