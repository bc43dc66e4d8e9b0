import { isUtf8 } from 'node:buffer';
import { type Reason, reason } from '../../../shared/reason.ts';
import { charsetOf, decodeText } from './decode-text.ts';
import { formObject, MAX_FIELDS, parseForm, unescapeBytes } from './form.ts';
import { exceedsDepth } from './json-depth.ts';
import { isMultipart, parseMultipart } from './multipart.ts';

/** A body as text and as the value its content spells, or why it is none. */
export type Content =
  | { readonly ok: true; readonly value: unknown; readonly text: string }
  | { readonly ok: false; readonly reason: Reason; readonly text: string };

const refuse = (why: Reason, text: string): Content => ({ ok: false, reason: why, text });
const tooDeep = (maxDepth: number, text: string): Content =>
  refuse(reason('ING23', `body: nested deeper than ${maxDepth}`), text);
const notUtf8 = (bytes: Buffer): Content =>
  refuse(reason('ING25', 'body: not UTF-8'), bytes.toString('utf8'));

/**
 * Parses by content, because tools mislabel (ING24): JSON whatever the label, else a real form, else what is labelled
 * plain text as a text. Nothing at all is `null`, which a door may take its query for. Refuses half a character
 * (ING25) and nesting deeper than `maxDepth` (ING23) before anything walks it. Only multipart is a promise.
 */
export function parseContent(
  bytes: Buffer,
  contentType: string,
  maxDepth: number,
): Content | Promise<Content> {
  if (isMultipart(bytes, contentType)) return readMultipart(bytes, contentType, maxDepth);
  if (isUtf8(bytes)) return parseText(bytes, contentType, maxDepth, bytes);
  const charset = charsetOf(contentType);
  const decoded = decodeText(bytes, charset);
  return decoded === null ? notUtf8(bytes) : parseText(Buffer.from(decoded), contentType, maxDepth, bytes);
}

/** `bytes` are UTF-8; `sent` is what they were before, in which a form's letters and escapes are of one charset. */
function parseText(bytes: Buffer, contentType: string, maxDepth: number, sent: Buffer): Content {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const text = start === 0 ? bytes.toString('utf8') : bytes.toString('utf8', start);
  const first = firstByte(bytes, start);
  if (first === -1) return { ok: true, value: null, text: '' };
  const isNested = first === 0x7b || first === 0x5b;
  if (isNested && exceedsDepth(bytes, maxDepth)) return tooDeep(maxDepth, text);
  let why: string;
  try {
    return { ok: true, value: JSON.parse(text), text };
  } catch (error) {
    why = (error as Error).message;
  }
  const escaped = jsonAsKey(text, maxDepth);
  if (escaped !== null) return escaped;
  if (!isNested && /^[^\s={}<>]+=/.test(text))
    return readForm(
      start === 0 || sent !== bytes ? sent : bytes.subarray(start),
      contentType,
      maxDepth,
      text,
    );
  if (!isNested && /^text\/plain\b/i.test(contentType)) return { ok: true, value: text, text };
  return refuse(reason('ING24', `body: neither JSON nor a form (${why.slice(0, 120)})`), text);
}

/** JSON that was sent as the only key of a form: escaped whole, or with the `=` of an empty value behind it. */
function jsonAsKey(text: string, maxDepth: number): Content | null {
  const isEscaped = /^%(?:7b|5b)[^&]*$/i.test(text);
  const bare = text.replace(/=\s*$/, '');
  if (!isEscaped && (bare === text || !/^\s*[{[]/.test(text))) return null;
  const json = isEscaped ? decodeText(unescapeBytes(bare), null) : bare;
  if (json === null) return null;
  if (exceedsDepth(Buffer.from(json), maxDepth)) return tooDeep(maxDepth, text);
  try {
    return { ok: true, value: JSON.parse(json), text };
  } catch {
    return null;
  }
}

function readForm(sent: Buffer, contentType: string, maxDepth: number, text: string): Content {
  const form = parseForm(sent, charsetOf(contentType));
  if (form.ok) return fieldsAsContent(form.fields, maxDepth, text);
  return form.why === 'charset'
    ? refuse(reason('ING25', 'body: a field is not UTF-8'), text)
    : refuse(reason('ING61', `body: a form of over ${MAX_FIELDS} fields`, { max: MAX_FIELDS }), text);
}

async function readMultipart(bytes: Buffer, contentType: string, maxDepth: number): Promise<Content> {
  const form = await parseMultipart(bytes, contentType);
  const text = bytes.toString('utf8');
  return form.ok ? fieldsAsContent(form.fields, maxDepth, text) : refuse(form.reason, text);
}

/** Fields that hold JSON stay text, and are no deeper than a body may be: a source will parse them. */
function fieldsAsContent(
  fields: readonly (readonly [string, string])[],
  maxDepth: number,
  text: string,
): Content {
  const isDeep = fields.some(
    ([, value]) => /^\s*[{[]/.test(value) && exceedsDepth(Buffer.from(value), maxDepth),
  );
  return isDeep ? tooDeep(maxDepth, text) : { ok: true, value: formObject(fields), text };
}

function firstByte(bytes: Buffer, start: number): number {
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
  }
  return -1;
}
