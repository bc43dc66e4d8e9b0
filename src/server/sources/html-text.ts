/** Elements after which a new line begins. */
const BLOCKS = new Set(
  'address article blockquote br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements whose content nobody reads. */
const HIDDEN = new Set(['script', 'style', 'head', 'title', 'template', 'noscript', 'svg']);
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  middot: '·',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  copy: '©',
};
const TAG = /^<\/?([a-z][a-z0-9]*)/i;
/** Longer than any page of an alert; the rest is not read. */
const MAX_HTML = 524_288;

/** True for a text that is HTML and not words with a `<` in them. */
export const looksLikeHtml = (text: string): boolean =>
  /^\s*(?:<!doctype html|<html|<body|<div|<p|<table|<span|<h[1-6]|<br|<meta|<style)\b/i.test(
    text.slice(0, 400),
  );

/** What a reader of a page sees, roughly: tags gone, a line a block. One pass, whatever the nesting (ING140). */
export function htmlToText(html: string): string {
  const source = html.slice(0, MAX_HTML);
  const parts: string[] = [];
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    if (open < 0) {
      parts.push(decodeEntities(source.slice(at)));
      break;
    }
    parts.push(decodeEntities(source.slice(at, open)));
    if (source.startsWith('<!--', open)) {
      at = after(source, '-->', open + 4);
      continue;
    }
    const name = TAG.exec(source.slice(open, open + 20))?.[1]?.toLowerCase();
    if (name === undefined) {
      const isDeclaration = source[open + 1] === '!' || source[open + 1] === '?';
      if (!isDeclaration) parts.push('<');
      at = isDeclaration ? after(source, '>', open) : open + 1;
      continue;
    }
    at = after(source, '>', open);
    if (BLOCKS.has(name)) parts.push('\n');
    else if (name === 'td' || name === 'th') parts.push(' ');
    else if (HIDDEN.has(name) && source[open + 1] !== '/') at = afterClosing(source, name, at);
  }
  return parts
    .join('')
    .split('\n')
    .map((line) => line.replace(/[^\S\n]+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function after(source: string, mark: string, from: number): number {
  const found = source.indexOf(mark, from);
  return found < 0 ? source.length : found + mark.length;
}

function afterClosing(source: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}\\b`, 'gi');
  closing.lastIndex = from;
  const found = closing.exec(source);
  return found === null ? source.length : after(source, '>', found.index);
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
