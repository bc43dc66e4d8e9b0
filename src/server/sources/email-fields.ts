import { setOwn } from './details.ts';
import { isObject, type JsonObject, textOf } from './fields.ts';
import { htmlToText, looksLikeHtml } from './html-text.ts';

/** A mail as the listeners hand it over, or as a mail-to-webhook gateway posts it, read into one shape. */
export interface MailFields {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  /** Text a person would read; never HTML. */
  readonly text: string;
  readonly html: string;
  readonly date: string | null;
  readonly messageId: string | null;
  readonly returnPath: string | null;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly attachments: readonly unknown[];
}

/** Longer than what is kept of a body, so that nothing reads megabytes for it. */
const MAX_TEXT = 131_072;
const MAX_HEADERS = 200;
const MAX_ATTACHMENTS = 50;

/** Names by which gateways call the same thing, in lower case (ING146). */
const NAMES = {
  subject: ['subject'],
  from: ['from', 'sender'],
  to: ['to', 'recipient'],
  text: ['text', 'plain', 'textbody', 'body-plain', 'body', 'message'],
  html: ['html', 'htmlbody', 'body-html'],
  date: ['date'],
  messageId: ['messageid', 'message-id', 'message_id'],
  returnPath: ['returnpath', 'return-path', 'return_path'],
  headers: ['headers', 'message-headers'],
  attachments: ['attachments'],
} as const;

export function readMailFields(body: JsonObject): MailFields {
  const byName = new Map(Object.keys(body).map((name) => [name.toLowerCase(), body[name]]));
  const value = (field: keyof typeof NAMES): unknown =>
    NAMES[field].map((name) => byName.get(name)).find((found) => found !== undefined && found !== null);
  const headers = readHeaders(value('headers'));
  const line = (field: keyof typeof NAMES, header: string): string =>
    addressText(value(field)) ?? headers[header] ?? '';
  const html = (textOf(value('html')) ?? '').slice(0, 4 * MAX_TEXT);
  const given = (textOf(value('text')) ?? '').slice(0, 4 * MAX_TEXT);
  const isHtml = looksLikeHtml(given);
  const text = isHtml ? htmlToText(given) : given;
  const attachments = value('attachments');
  const optional = (text: string): string | null => (text === '' ? null : text);
  return {
    subject: line('subject', 'subject'),
    from: line('from', 'from'),
    to: line('to', 'to'),
    text: (text.trim() === '' ? htmlToText(html) : text).slice(0, MAX_TEXT),
    html: html === '' && isHtml ? given : html,
    date: optional(line('date', 'date')),
    messageId: optional(line('messageId', 'message-id').trim()),
    // Empty means the null sender, absent that nobody knows.
    returnPath: textOf(value('returnPath')),
    headers,
    attachments: Array.isArray(attachments) ? attachments.slice(0, MAX_ATTACHMENTS) : [],
  };
}

/** A text, or what gateways make of addresses: `{address, name}`, `{Email}`, and lists of them. */
function addressText(value: unknown): string | null {
  const text = textOf(value);
  if (text !== null) return text.slice(0, 4096);
  if (Array.isArray(value))
    return value
      .slice(0, 50)
      .map((each) => (Array.isArray(each) ? null : addressText(each)))
      .filter((each) => each !== null)
      .join(', ');
  if (!isObject(value)) return null;
  return textOf(value.text) ?? textOf(value.address) ?? textOf(value.email) ?? textOf(value.Email);
}

/** Headers as an object, as a list of pairs or of `{Name, Value}`, or as the lines of a mail. */
function readHeaders(value: unknown): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  const add = (name: unknown, content: unknown): void => {
    const key = textOf(name)?.trim().toLowerCase() ?? '';
    const text = Array.isArray(content)
      ? content
          .map(textOf)
          .filter((each) => each !== null)
          .join(', ')
      : textOf(content);
    if (key === '' || text === null) return;
    if (!Object.hasOwn(headers, key)) setOwn(headers, key, text.slice(0, 8192));
  };
  if (typeof value === 'string') {
    const lines = value.slice(0, MAX_TEXT).replace(/\r?\n[ \t]+/g, ' ');
    for (const text of lines.split(/\r?\n/).slice(0, MAX_HEADERS)) {
      const colon = text.indexOf(':');
      if (colon > 0) add(text.slice(0, colon), text.slice(colon + 1).trim());
    }
  } else if (Array.isArray(value)) {
    for (const each of value.slice(0, MAX_HEADERS)) {
      if (Array.isArray(each)) add(each[0], each[1]);
      else if (isObject(each)) add(each.name ?? each.Name, each.value ?? each.Value);
    }
  } else if (isObject(value)) {
    for (const name of Object.keys(value).slice(0, MAX_HEADERS)) add(name, value[name]);
  }
  return headers;
}
