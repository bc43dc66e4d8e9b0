import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import busboy from 'busboy';
import { type Reason, reason } from '../../../shared/reason.ts';
import { charsetOf, decodeText } from './decode-text.ts';
import { MAX_FIELDS } from './form.ts';

export type Multipart =
  | { readonly ok: true; readonly fields: readonly (readonly [string, string])[] }
  | { readonly ok: false; readonly reason: Reason };

/** A file beside the fields, at most: what an alert is, not what it was about (ING60). */
const MAX_FILE_BYTES = 262_144;

const broken = (error: unknown): Reason =>
  reason('ING60', `body: multipart does not read (${String((error as Error).message).slice(0, 80)})`, {
    cause: 'broken',
  });
const tooMany = reason('ING61', `body: a form of over ${MAX_FIELDS} fields`, { max: MAX_FIELDS });
const notUtf8 = reason('ING25', 'body: a field is not UTF-8');
const bigFile = reason('ING60', `body: a file of over ${MAX_FILE_BYTES} bytes`, { cause: 'file' });

/** Whether a body is what its label says: tools also call plain JSON multipart. */
export const isMultipart = (bytes: Buffer, contentType: string): boolean =>
  /^multipart\/form-data\b/i.test(contentType) && /^[\r\n]*--/.test(bytes.toString('latin1', 0, 16));

/**
 * The parts of a multipart form, each as text (ING60); JSON in a field or a file stays text for the source.
 * A file that is no text, a picture beside an alert, is left out; a field that is none refuses the form. Never rejects.
 */
export function parseMultipart(bytes: Buffer, contentType: string): Promise<Multipart> {
  const charset = charsetOf(contentType);
  return new Promise((resolve) => {
    const fields: (readonly [string, string])[] = [];
    const fail = (why: Reason) => resolve({ ok: false, reason: why });
    const isClean = isUtf8(bytes);
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: { 'content-type': contentType },
        limits: { fields: MAX_FIELDS, files: MAX_FIELDS, fieldSize: bytes.length + 1, headerPairs: 20 },
        defCharset: isClean ? 'utf8' : 'latin1',
        defParamCharset: 'utf8',
      });
    } catch (error) {
      fail(broken(error));
      return;
    }
    parser.on('field', (name: string | undefined, value: string | undefined) => {
      const text = isClean ? value : asSent(value, charset);
      if (text === undefined) fail(notUtf8);
      else if (name !== undefined) fields.push([name, text]);
    });
    parser.on('file', (name: string | undefined, part: Readable) => {
      const chunks: Buffer[] = [];
      part.on('data', (chunk: Buffer) => chunks.push(chunk));
      // The parser tells of it too.
      part.on('error', () => undefined);
      part.on('end', () => {
        const content = Buffer.concat(chunks);
        const text = content.length > MAX_FILE_BYTES ? null : decodeText(content, charset);
        if (content.length > MAX_FILE_BYTES) fail(bigFile);
        else if (text !== null && name !== undefined) fields.push([name, text]);
      });
    });
    for (const limit of ['filesLimit', 'fieldsLimit'] as const) parser.on(limit, () => fail(tooMany));
    parser.on('error', (error) => fail(broken(error)));
    parser.on('close', () => resolve({ ok: true, fields }));
    try {
      parser.end(bytes);
    } catch (error) {
      fail(broken(error));
    }
  });
}

/**
 * A field of a form that is not UTF-8 as a whole, read as Latin-1 so that its bytes are still there; undefined where it
 * is in no charset we know. One whose own label says UTF-8 was decoded already: it has letters beyond Latin-1.
 */
function asSent(value: string | undefined, charset: string | null): string | undefined {
  if (value === undefined || value.includes('\ufffd')) return undefined;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: every byte there is
  if (!/^[\u0000-\u00ff]*$/.test(value)) return value;
  return decodeText(Buffer.from(value, 'latin1'), charset) ?? undefined;
}
