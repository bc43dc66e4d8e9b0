/** Mean advance of a letter in ems: Korean and other wide scripts, capitals and digits, the rest. Bold Pretendard. */
function letterWidth(letter: string): number {
  const code = letter.codePointAt(0) ?? 0;
  if (code >= 0x1100) return 0.9;
  if (letter === ' ') return 0.26;
  if (letter >= '0' && letter <= '9') return 0.64;
  if (letter >= 'A' && letter <= 'Z') return 0.7;
  return 'mwMW%@—'.includes(letter) ? 0.9 : 'iljtfr.,:;|!()[]\'"'.includes(letter) ? 0.36 : 0.6;
}

export const textWidth = (text: string, fontPx: number): number =>
  [...text].reduce((width, letter) => width + letterWidth(letter), 0) * fontPx;

/**
 * Lines a text takes when only broken between words, at most `max`.
 * A word too wide for the line asks for one line: it is cut at the edge, never broken inside.
 */
export function linesOf(text: string, fontPx: number, widthPx: number, max: number): number {
  let lines = 1;
  let used = 0;
  for (const word of text.split(/\s+/)) {
    const width = textWidth(word, fontPx);
    if (width > widthPx) return 1;
    if (used > 0 && used + fontPx * 0.26 + width > widthPx) {
      lines += 1;
      used = width;
    } else {
      used += (used > 0 ? fontPx * 0.26 : 0) + width;
    }
    if (lines >= max) return max;
  }
  return lines;
}
