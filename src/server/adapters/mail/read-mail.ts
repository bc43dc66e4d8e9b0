import { isUtf8 } from 'node:buffer';
import { type AttachmentStream, MailParser, type MessageText } from 'mailparser';
import { type Reason, reason } from '../../../shared/reason.ts';
import { repairHead, unshift } from './charset.ts';

/** A mail as a source takes it, or why it is none. */
export type ReadMail =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly reason: Reason };

const MAX_PARTS = 200;
const MAX_HEAD_BYTES = 256 * 1024;
/** Longer pages are turned into text by our own reader, which stops early. */
const MAX_HTML = 262_144;
/** For one mail; nothing of bounded size should come near it. */
const MAX_MS = 60_000;
const MAX_HEADERS = 150;
const MAX_ATTACHMENTS = 50;
/** Of the source text of a mail, as it is kept with its event. */
const MAX_RAW_BYTES = 262_144;
/** Traces and seals of mail servers, which no rule asks for. */
const DULL = /^(?:received|dkim-signature|x-google-dkim-signature|arc-.*|authentication-results|x-received)$/;

/**
 * Takes a mail apart (ING133, ING139, ING140). Never throws: what cannot be taken apart is a refusal.
 * `returnPath` is the envelope's sender, empty for the null sender, null where nobody told.
 */
export async function readMail(mail: Buffer, returnPath: string | null): Promise<ReadMail> {
  const found = await parse(mail, returnPath, false);
  // Shifted pairs of a page look like markup to the parser: the source makes text of it, once they are read.
  const isShiftedPage = found.ok && found.wasShifted;
  return isShiftedPage ? parse(mail, returnPath, true) : found;
}

function parse(
  mail: Buffer,
  returnPath: string | null,
  skipHtmlToText: boolean,
): Promise<ReadMail & { readonly wasShifted?: boolean }> {
  return new Promise((resolve) => {
    const parser = new MailParser({
      maxChildNodes: MAX_PARTS,
      maxHeadSize: MAX_HEAD_BYTES,
      maxHtmlLengthToParse: MAX_HTML,
      skipHtmlToText,
      skipImageLinks: true,
      skipTextToHtml: true,
      skipTextLinks: true,
      checksumAlgo: false,
    });
    const attachments: object[] = [];
    let text: MessageText | null = null;
    const refuse = (problem: string) => {
      clearTimeout(timer);
      resolve({ ok: false, reason: reason('ING133', `mail: ${problem}`, { problem }) });
      parser.destroy();
    };
    const timer = setTimeout(() => refuse('it took too long to take apart'), MAX_MS).unref();
    parser.on('error', (error: Error) => refuse(error.message.slice(0, 200)));
    parser.on('data', (data: AttachmentStream | MessageText) => {
      if (data.type === 'text') text = data;
      else
        passAttachment(
          data,
          refuse,
          (found) => attachments.length < MAX_ATTACHMENTS && attachments.push(found),
        );
    });
    parser.on('end', () => {
      clearTimeout(timer);
      try {
        const wasShifted = text?.html?.includes('\x0e') === true;
        resolve({ ok: true, body: bodyOf(parser, text, attachments, returnPath), wasShifted });
      } catch (error) {
        refuse(String(error).slice(0, 200));
      }
    });
    try {
      parser.end(repairHead(mail));
    } catch (error) {
      refuse(String(error).slice(0, 200));
    }
  });
}

/** Counts what an attachment holds and keeps none of it. */
function passAttachment(
  attachment: AttachmentStream,
  refuse: (problem: string) => void,
  note: (found: object) => void,
): void {
  let size = 0;
  attachment.content.on('error', (error: Error) => refuse(error.message.slice(0, 200)));
  attachment.content.on('data', (chunk: Buffer) => {
    size += chunk.length;
  });
  attachment.content.once('end', () => {
    note({ name: attachment.filename ?? null, type: attachment.contentType, size });
    attachment.release?.();
  });
}

function bodyOf(
  parser: MailParser,
  text: MessageText | null,
  attachments: readonly object[],
  returnPath: string | null,
): Readonly<Record<string, unknown>> {
  const parsed: ReadonlyMap<string, unknown> = parser.headers || new Map();
  const lines = parser.headerLines || [];
  const headers = new Map<string, string>();
  for (const { key, line } of lines) {
    if (headers.size >= MAX_HEADERS) break;
    if (DULL.test(key) || headers.has(key)) continue;
    headers.set(key, decodedText(parsed.get(key)) ?? rawText(line));
  }
  const html = text?.html ?? '';
  return {
    subject: headers.get('subject') ?? '',
    from: headers.get('from') ?? '',
    to: headers.get('to') ?? '',
    text: unshift(text?.text ?? ''),
    html: unshift(html),
    date: headers.get('date') ?? null,
    messageId: headers.get('message-id') ?? null,
    returnPath,
    headers: Object.fromEntries(headers),
    attachments,
  };
}

/** What the parser decoded: words of a subject, addresses. Everything else is taken from its line. */
function decodedText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const text = typeof value === 'object' && value !== null && 'text' in value ? value.text : null;
  return typeof text === 'string' ? text : null;
}

/** The content of a header line, unfolded. Lines come a byte a character. */
function rawText(line: string): string {
  const bytes = Buffer.from(line.slice(line.indexOf(':') + 1), 'latin1');
  return (isUtf8(bytes) ? bytes.toString('utf8') : bytes.toString('latin1')).replace(/\r?\n\s*/g, ' ').trim();
}

/** The source of a mail as it is kept: its beginning, byte for byte where it is not UTF-8. */
export function rawOf(mail: Buffer): string {
  const kept = mail.subarray(0, MAX_RAW_BYTES);
  // A character cut in half at the end must not turn the rest into bytes.
  const whole = isUtf8(mail);
  const text = whole ? kept.toString('utf8').replace(/\uFFFD+$/, '') : kept.toString('latin1');
  return kept.length < mail.length ? `${text}\n[cut: ${mail.length} bytes in all]` : text;
}
