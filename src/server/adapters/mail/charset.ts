import { isUtf8 } from 'node:buffer';

const ESCAPE = '\x1b$)C';
/** A shifted run of ISO-2022-KR: from SO to SI, or to the end of its line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: shifting is done by control characters
const SHIFTED = /\x0e([\x20-\x7e\t]*)\x0f?/g;

/**
 * Text in ISO-2022-KR (RFC 1557) that was read as ASCII, which no library here reads: SO and SI shift to KS X 1001 and
 * back, each line begins unshifted; shifted pairs are EUC-KR without the high bits. Other text stays as it is, so
 * that it does no harm to what is in another charset (ING139).
 */
export function unshift(text: string): string {
  if (!text.includes('\x0e')) return text.replaceAll(ESCAPE, '');
  return text.replaceAll(ESCAPE, '').replace(SHIFTED, (_, pairs: string) => {
    const bytes = Buffer.from(pairs, 'latin1').map((byte) => (byte > 0x20 ? byte | 0x80 : byte));
    return new TextDecoder('euc-kr').decode(bytes);
  });
}

/** Encoded words of ISO-2022-KR in a row: mailers cut them in the middle of a shift, so they are read as one. */
const WORDS = /=\?(?:cs)?iso-?2022-?kr\?([bq])\?[^?\s]*\?=(?:\s+=\?(?:cs)?iso-?2022-?kr\?\1\?[^?\s]*\?=)*/gi;
const ONE_WORD = /=\?[^?\s]*\?[bq]\?([^?\s]*)\?=/gi;
/** Pairs of CP949, and blanks between them, in a head read a byte a character. */
const RAW_PAIRS = /(?:[\x81-\xfe][\x41-\xfe])(?: *[\x81-\xfe][\x41-\xfe])*/g;

/**
 * The head of a mail made readable for a parser that knows no ISO-2022-KR and no raw bytes: encoded words in
 * ISO-2022-KR become UTF-8 ones, raw bytes that are not UTF-8 become words in CP949, which EUC-KR is a part of
 * (ING139). The body stays as it is.
 */
export function repairHead(mail: Buffer): Buffer {
  const end = headEnd(mail);
  const head = mail.subarray(0, end);
  const text = head.toString('latin1');
  const isRaw = !isUtf8(head);
  if (!isRaw && !/iso-?2022-?kr\?/i.test(text)) return mail;
  const wordsOfRaw = isRaw
    ? text.replace(RAW_PAIRS, (pairs) => `=?cp949?B?${Buffer.from(pairs, 'latin1').toString('base64')}?=`)
    : text;
  const repaired = wordsOfRaw.replace(WORDS, (row, encoding: string) => {
    const bytes = [...row.matchAll(ONE_WORD)].map(([, content = '']) => wordText(content, encoding));
    return `=?UTF-8?B?${Buffer.from(unshift(bytes.join('')), 'utf8').toString('base64')}?=`;
  });
  return Buffer.concat([Buffer.from(repaired, 'latin1'), mail.subarray(end)]);
}

function headEnd(mail: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n'].map((mark) => mail.indexOf(mark)).filter((at) => at >= 0);
  return ends.length === 0 ? mail.length : Math.min(...ends);
}

/** The bytes of an encoded word, a byte a character. */
function wordText(content: string, encoding: string): string {
  if (encoding.toLowerCase() === 'b') return Buffer.from(content, 'base64').toString('latin1');
  return content
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
