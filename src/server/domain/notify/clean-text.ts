/**
 * Characters that change how a text reads without being seen: bidi controls and overrides, zero-width
 * spaces, interlinear annotation, tag characters, byte order mark. ZWJ and variation selectors stay, emoji need them.
 */
const INVISIBLE =
  /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Control characters and the Unicode line and paragraph separators. */
const CONTROL = /[\p{Cc}\u2028\u2029]+/gu;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** One line that says what it shows (NTF25): no control or bidi characters, no lone surrogates, single spaces. */
export function cleanLine(text: string): string {
  return wellFormed(text).replace(INVISIBLE, '').replace(CONTROL, ' ').replace(/ {2,}/g, ' ').trim();
}

/** Lone surrogates become U+FFFD, so that every encoder accepts the text. */
export function wellFormed(text: string): string {
  return text.replace(LONE_SURROGATE, '\ufffd');
}

/** At most `limit` UTF-16 units, ending in `…` when something was cut; never cuts a character in two. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  if (limit <= 0) return '';
  return `${cutAt(text, limit - 1)}…`;
}

/** The first `limit` UTF-16 units, one less where that would part a surrogate pair. */
export function cutAt(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  const splitsPair = limit > 0 && limit < text.length && last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? limit - 1 : limit);
}

/** Bytes of a text in UTF-8; a lone surrogate counts as U+FFFD does. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
