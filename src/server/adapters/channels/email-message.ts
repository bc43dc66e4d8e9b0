import { createHash } from 'node:crypto';
import type { SendMailOptions } from 'nodemailer';
import type { Contact } from '../../../shared/config/user.ts';
import { cleanLine } from '../../domain/notify/clean-text.ts';
import { type MessageFacts, messageFacts } from '../../domain/notify/message-facts.ts';
import { isBundle, messageText, progressOf } from '../../domain/notify/message-text.ts';
import { MESSAGE_WORDS, type MessageWords } from '../../domain/notify/message-words.ts';
import { OWN_LOOP_MARK } from '../../sources/email-automatic.ts';
import type { ChannelInput } from './channel.ts';

type EmailContact = Extract<Contact, { channel: 'email' }>;

/**
 * A mail of a message (NTF50, NTF52). Its Message-ID comes from the idempotency key, so that a mail sent
 * twice is one mail to whoever looks; all mails of an incident are one thread.
 * Everything a tool wrote is one clean line, as text, or escaped, as HTML; headers cannot be added by it.
 */
export function emailMessage(input: ChannelInput<EmailContact>, from: string): SendMailOptions {
  const { message, contact, person, url } = input;
  const words = MESSAGE_WORDS[person.locale];
  const { title, body } = messageText(message, person.locale);
  const facts = messageFacts(message);
  const summary = facts.summary === null ? body : cleanLine(facts.summary);
  const note = body.split('\n').at(-1) ?? '';
  const lead = note === summary || isBundle(facts) ? [summary] : [summary, note];
  const rows = emailRows(facts, words);
  const domain = domainOf(from);
  const thread = message.incident === null ? null : `<incident-${digest(message.incident)}@${domain}>`;
  return {
    from,
    // As an object: the address is taken as it stands, never parsed for others.
    to: { name: '', address: contact.address },
    subject: facts.summary === null ? title : cleanLine(`${title}: ${facts.summary}`).slice(0, 200),
    date: new Date(input.sentAt),
    messageId: `<${digest(message.id)}@${domain}>`,
    ...(thread === null ? {} : { inReplyTo: thread, references: [thread] }),
    headers: {
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      'X-Loop': OWN_LOOP_MARK,
      'X-Watchfloor-Kind': message.kind,
    },
    ...(message.urgency === 'highest' || message.urgency === 'high' ? { priority: 'high' as const } : {}),
    text: textOf(lead, rows, facts, url, words),
    html: htmlOf(lead, rows, facts, url, words),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

type Row = readonly [label: string, value: string];

function emailRows(facts: MessageFacts, words: MessageWords): readonly Row[] {
  const { labels } = words;
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.service, facts.serviceName],
    [labels.urgency, words.urgency[facts.urgency]],
    [labels.status, facts.status === null ? null : words.status[facts.status]],
    [labels.severity, facts.severity],
    [labels.count, facts.count === null ? null : String(facts.count)],
    [labels.createdAt, facts.createdAt],
    [labels.policy, progressOf({ ...facts, count: null }, words) || null],
  ];
  return rows.flatMap(([label, value]) => (value === null ? [] : [[label, cleanLine(value)] as const]));
}

/** Incidents of a bundled notice, one a line, at most 50. */
const listed = (facts: MessageFacts): readonly string[] =>
  facts.incidents
    .slice(0, 50)
    .map((item) => cleanLine(`${item.number === null ? '-' : `#${item.number}`} ${item.summary}`));

function textOf(
  lead: readonly string[],
  rows: readonly Row[],
  facts: MessageFacts,
  url: string | null,
  words: MessageWords,
): string {
  return [
    ...lead,
    '',
    ...listed(facts),
    ...rows.map(([label, value]) => `${label}: ${value}`),
    ...(url === null ? [] : ['', `${words.labels.open}: ${url}`]),
    '',
    words.labels.sent,
    '',
  ].join('\n');
}

function htmlOf(
  lead: readonly string[],
  rows: readonly Row[],
  facts: MessageFacts,
  url: string | null,
  words: MessageWords,
): string {
  const list = listed(facts).map((item) => `<li>${escapeHtml(item)}</li>`);
  const cells = rows.map(
    ([label, value]) => `<tr><th align="left">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`,
  );
  const link = url === null ? '' : `<p><a href="${escapeHtml(url)}">${escapeHtml(words.labels.open)}</a></p>`;
  const [first = '', ...rest] = lead.map(escapeHtml);
  return [
    '<!doctype html><html><body>',
    `<p><strong>${first}</strong></p>`,
    ...rest.map((line) => `<p>${line}</p>`),
    list.length === 0 ? '' : `<ul>${list.join('')}</ul>`,
    `<table cellpadding="4">${cells.join('')}</table>`,
    link,
    `<p><small>${escapeHtml(words.labels.sent)}</small></p>`,
    '</body></html>',
  ].join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
/** Text safe between tags and in a quoted attribute. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32);

/** Domain of `noc@example.com` or `NOC <noc@example.com>`; a Message-ID needs one. */
function domainOf(from: string): string {
  const found = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from);
  return found?.[1]?.toLowerCase() ?? 'watchfloor.invalid';
}
