import { isUtf8 } from 'node:buffer';

/** What Korean Windows calls the charset that the web calls EUC-KR. */
const WINDOWS_KOREAN = /^(?:(?:cp|ms)949|uhc)$/i;

/** The charset that a content type names; null where it names none. */
export function charsetOf(contentType: string): string | null {
  const name = /;\s*charset\s*=\s*"?([\w.:-]{1,40})"?/i.exec(contentType)?.[1] ?? null;
  return name !== null && WINDOWS_KOREAN.test(name) ? 'euc-kr' : name;
}

/**
 * Text of bytes: UTF-8 where they are that, else by the charset their sender names (`euc-kr`, `ks_c_5601-1987`,
 * `iso-8859-1` …). Null where neither fits: letters are never replaced (ING25, ING62).
 */
export function decodeText(bytes: Buffer, charset: string | null): string | null {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  if (charset === null) return null;
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    // A charset nobody knows, or bytes that are not in it.
    return null;
  }
}
