import { isUtf8 } from 'node:buffer';
import { type Reason, reason } from '../../../shared/reason.ts';
import { exceedsDepth } from './json-depth.ts';

/** A body as text and as the value its content spells, or why it is none. */
export type Content =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly reason: Reason; readonly text: string };

const refused = (rule: string, text: string, raw: string): Content => ({
  ok: false,
  reason: reason(rule, text),
  text: raw,
});

/**
 * Parses by content, because tools mislabel (ING24): JSON whatever the label, else a real form.
 * Nothing at all is `null`, which a door may take its query for. Refuses half a character (ING25)
 * and nesting deeper than `maxDepth` (ING23) before anything walks it.
 */
export function parseContent(bytes: Buffer, contentType: string, maxDepth: number): Content {
  if (!isUtf8(bytes)) return refused('ING25', 'body: not UTF-8', bytes.toString('utf8'));
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = start === 0 ? bytes.toString('utf8') : bytes.toString('utf8', start);
  const first = firstByte(bytes, start);
  if (first === -1) return { ok: true, value: null, text: '' };
  const isNested = first === 0x7b || first === 0x5b;
  if (isNested && exceedsDepth(bytes, maxDepth))
    return refused('ING23', `body: nested deeper than ${maxDepth}`, text);
  let why: string;
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch (error) {
    why = (error as Error).message;
  }
  if (!isNested && /^[^\s={}<>]+=/.test(text))
    return { ok: true, value: Object.fromEntries(new URLSearchParams(text)), text };
  if (contentType.startsWith('multipart/'))
    return refused('ING24', 'body: multipart is not read, expected JSON or a form', text);
  return refused('ING24', `body: neither JSON nor a form (${why.slice(0, 120)})`, text);
}

function firstByte(bytes: Buffer, start: number): number {
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  }
  return -1;
}
