import type { MailRules, SubjectPattern } from '../../shared/config/mail-in.ts';
import type { Urgency } from '../../shared/words.ts';
import { compileCapture, compilePattern, compileRemoval } from '../domain/matching/regex.ts';
import type { MailFields } from './email-fields.ts';
import { readSubject, statusOfStates, withoutReplyMarks } from './email-subject.ts';
import { parseTime } from './times.ts';

interface JudgedMail {
  readonly status: 'open' | 'ack' | 'close' | 'ignore';
  readonly urgency: Urgency | null;
  readonly urgencyWord: string | null;
  readonly key: string | null;
}

interface CompiledRules {
  readonly rules: readonly {
    readonly matches: (subject: string) => boolean;
    readonly status: JudgedMail['status'] | undefined;
    readonly urgency: Urgency | undefined;
  }[];
  readonly capture: (subject: string) => string | null;
  readonly strip: (subject: string) => string;
}

/** Longer subjects are judged by their beginning. */
const MAX_SUBJECT = 2048;
const compiled = new WeakMap<MailRules, CompiledRules>();

function compile(rules: MailRules): CompiledRules {
  const known = compiled.get(rules);
  if (known !== undefined) return known;
  const { key } = rules;
  const removals = key.by === 'subject' ? key.strip.map(compileRemoval) : [];
  const made: CompiledRules = {
    rules: rules.rules.map(({ subject, status, urgency }) => ({
      matches: compileSubject(subject),
      status,
      urgency,
    })),
    capture: key.by === 'capture' ? compileCapture(key.matches) : () => null,
    strip: (subject) => removals.reduce((text, remove) => remove(text), subject),
  };
  compiled.set(rules, made);
  return made;
}

function compileSubject(pattern: SubjectPattern): (subject: string) => boolean {
  if ('matches' in pattern) return compilePattern(pattern.matches);
  const wanted = pattern.contains.normalize('NFC').toLowerCase();
  return (subject) => subject.normalize('NFC').toLowerCase().includes(wanted);
}

/** Status (ING136), key (ING137) and urgency (ING138) of a mail by the rules of its integration. */
export function judgeMail(mail: MailFields, rules: MailRules): JudgedMail {
  const { rules: list, capture, strip } = compile(rules);
  const subject = mail.subject.slice(0, MAX_SUBJECT);
  const hits = list.filter(({ matches }) => matches(subject));
  const read = readSubject(strip(withoutReplyMarks(subject)));
  const priority = rules.priorityHeaders ? priorityOf(mail.headers) : null;
  const urgency = hits.find((hit) => hit.urgency !== undefined)?.urgency ?? null;
  const ofHeader = read.urgencyWord === null ? priority : null;
  return {
    status:
      hits.find((hit) => hit.status !== undefined)?.status ??
      (rules.commonWords ? statusOfStates(read.states) : 'open'),
    urgency: urgency ?? ofHeader?.urgency ?? null,
    urgencyWord: read.urgencyWord ?? ofHeader?.word ?? null,
    key:
      capturedKey(mail, rules, capture) ?? (read.rest || withoutReplyMarks(subject).trim() || mail.messageId),
  };

  function capturedKey(
    { headers, messageId }: MailFields,
    { key }: MailRules,
    captured: CompiledRules['capture'],
  ): string | null {
    if (key.by === 'capture') return captured(subject)?.trim() || null;
    if (key.by !== 'header') return null;
    const header = (name: string) => headers[name]?.trim() || null;
    const name = key.header.toLowerCase();
    if (name === 'message-id') return messageId;
    if (name !== 'thread') return header(name);
    return header('references')?.split(/[\s,]+/, 1)[0] || header('in-reply-to') || messageId;
  }
}

const BY_NUMBER: readonly (Urgency | null)[] = [null, 'highest', 'high', null, 'low', 'lowest'];
const BY_WORD: ReadonlyMap<string, Urgency> = new Map([
  ['high', 'high'],
  ['urgent', 'high'],
  ['low', 'low'],
  ['non-urgent', 'low'],
]);

/** `X-Priority` 1 to 5, `Importance` and its kin. The middle is what mailers write unasked, and says nothing. */
function priorityOf(
  headers: MailFields['headers'],
): { readonly urgency: Urgency; readonly word: string } | null {
  const number = /^\s*([1-5])\b/.exec(headers['x-priority'] ?? '')?.[1];
  const byNumber = number === undefined ? null : (BY_NUMBER[Number(number)] ?? null);
  if (byNumber !== null) return { urgency: byNumber, word: `X-Priority ${number}` };
  for (const name of ['importance', 'priority', 'x-msmail-priority']) {
    const word = headers[name]?.trim().toLowerCase() ?? '';
    const urgency = BY_WORD.get(word);
    if (urgency !== undefined) return { urgency, word };
  }
  return null;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const RFC_5322 =
  /^(?:[a-z]{3,9},?\s+)?(\d{1,2})\s+([a-z]{3})[a-z]*\s+(\d{4})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|[a-z]{1,5})?/i;

/** The `Date` of a mail (RFC 5322), or any time that other tools write; null when unreadable. */
export function mailTime(date: string | null): number | null {
  if (date === null || date.length > 200) return null;
  const found = RFC_5322.exec(date.trim());
  if (found === null) return parseTime(date);
  const [, day = '', name = '', year = '', time = '', zone = 'Z'] = found;
  const month = MONTHS.indexOf(name.toLowerCase()) + 1;
  if (month === 0) return null;
  const pad = (text: string | number) => String(text).padStart(2, '0');
  const offset =
    zone.startsWith('+') || zone.startsWith('-') ? zone : (NAMED_ZONES.get(zone.toUpperCase()) ?? 'Z');
  return parseTime(`${year}-${pad(month)}-${pad(day)}T${time}${offset}`);
}

/** The zones that mails name by letters; others count as UTC (RFC 5322, section 4.3). */
const NAMED_ZONES: ReadonlyMap<string, string> = new Map([
  ['KST', '+0900'],
  ['JST', '+0900'],
  ['EST', '-0500'],
  ['EDT', '-0400'],
  ['CST', '-0600'],
  ['CDT', '-0500'],
  ['MST', '-0700'],
  ['MDT', '-0600'],
  ['PST', '-0800'],
  ['PDT', '-0700'],
]);
