import { type MailRules, mailRulesSchema } from '../../shared/config/mail-in.ts';
import { reason } from '../../shared/reason.ts';
import type { EventLink, ParsedEvent } from '../domain/event.ts';
import { MAX_SUMMARY, toText } from './bounded.ts';
import { copyDetails, MAX_LINKS, toLink } from './details.ts';
import { automaticCause } from './email-automatic.ts';
import { type MailFields, readMailFields } from './email-fields.ts';
import { judgeMail, mailTime } from './email-rules.ts';
import { describeFound, firstLine, isObject, refuseField } from './fields.ts';
import type { Source, SourceRequest } from './source.ts';
import { type EventParts, parsedEvent, webhookSource } from './webhook-source.ts';

/**
 * Mail: what the listener and the mailbox fetcher took apart, or what a mail-to-webhook gateway posts. A mail opens an
 * incident by its subject; only the words of the subject tell a recovery apart (ING135–ING138, ING146).
 */
export const emailSource: Source = webhookSource({ type: 'email', parse: parseMail });

const NO_RULES: MailRules = mailRulesSchema.parse({});
const URL = /https?:\/\/[^\s<>"'`\\]{1,2000}/gi;

/** Also what the mail adapters call, so that a mail is one event whichever way it came. */
export function parseMail({ body, integration }: SourceRequest): readonly ParsedEvent[] {
  if (!isObject(body))
    return [refuseField('ING2', 'body', `expected an object with subject, found ${describeFound(body)}`)];
  const mail = readMailFields(body);
  if (mail.subject.trim() === '' && mail.text.trim() === '')
    return [refuseField('ING2', 'subject', 'expected a text, found neither subject nor body')];
  return [readMail(mail, integration?.mail ?? NO_RULES)];
}

function readMail(mail: MailFields, rules: MailRules): ParsedEvent {
  const judged = judgeMail(mail, rules);
  const parts: EventParts = {
    status: judged.status === 'ignore' ? 'open' : judged.status,
    summary: firstLine([mail.subject, mail.text], MAX_SUMMARY) ?? '(no subject)',
    dedupKey: judged.key,
    urgency: judged.urgency,
    urgencyWord: judged.urgencyWord,
    eventAt: mailTime(mail.date),
    details: copyDetails({
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
      body: mail.text,
      ...(mail.messageId === null ? {} : { messageId: mail.messageId }),
      ...(mail.attachments.length === 0 ? {} : { attachments: mail.attachments }),
      headers: mail.headers,
    }),
    links: findMailLinks(mail),
  };
  const cause = automaticCause(mail, rules.automatic);
  if (cause !== null)
    return setAside(
      parts,
      reason('ING135', `a mail that no person or tool meant for us: ${cause}`, { cause }),
    );
  if (judged.status === 'ignore')
    return setAside(parts, reason('ING148', 'a rule of this integration sets such mails aside'));
  return parsedEvent(parts);
}

function setAside(parts: EventParts, why: ReturnType<typeof reason>): ParsedEvent {
  const parsed = parsedEvent(parts);
  return parsed.ok ? { ...parsed, setAside: why } : parsed;
}

/** Addresses in the text, then those behind the words of the page. */
function findMailLinks(mail: MailFields): readonly EventLink[] {
  const links: EventLink[] = [];
  for (const text of [mail.text, mail.html]) {
    for (const [found] of toText(text, 65_536).matchAll(URL)) {
      if (links.length >= MAX_LINKS) return links;
      const link = toLink('', found.replace(/&amp;/g, '&').replace(/[.,;:!?)\]}>]+$/, ''));
      if (link !== null && !links.some(({ url }) => url === link.url)) links.push(link);
    }
  }
  return links;
}
