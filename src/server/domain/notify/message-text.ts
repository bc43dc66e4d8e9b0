import { assertNever, urgencyRank } from '../../../shared/words.ts';
import type { MessageKind, PersonMessage } from '../incident/decision.ts';
import { cleanLine, shorten } from './clean-text.ts';
import { type MessageFacts, messageFacts } from './message-facts.ts';
import { MESSAGE_WORDS, type MessageLocale, type MessageWords } from './message-words.ts';

/** Title and body together hold at most this many UTF-16 units (NTF25): what a toast or a lock screen shows. */
export const MAX_TEXT_LENGTH = 256;
const MAX_TITLE_LENGTH = 96;
const MAX_DETAIL_LENGTH = 80;

export interface MessageText {
  /** One line: urgency, what it is, number and service. */
  readonly title: string;
  /** One to three lines separated by `\n`, never empty. */
  readonly body: string;
}

type Sendable = Pick<PersonMessage, 'kind' | 'body' | 'urgency' | 'firing'>;

/** What a message says in a person's language, short enough for a toast (NTF25, NTF26, NTF27). */
export function messageText(message: Sendable, locale: MessageLocale): MessageText {
  const facts = messageFacts(message);
  const words = MESSAGE_WORDS[locale];
  const title = shorten(titleOf(message.kind, facts, words), MAX_TITLE_LENGTH);
  const detail = shorten(cleanLine(detailOf(message.kind, facts, words)), MAX_DETAIL_LENGTH);
  const room = MAX_TEXT_LENGTH - title.length - (detail === '' ? 0 : detail.length + 1);
  const summary = shorten(summaryOf(facts, words), room);
  const body = [summary, detail].filter((line) => line !== '').join('\n');
  return { title, body: body === '' ? words.urgency[facts.urgency] : body };
}

/** One text for many messages that a limit held back: how many, and the worst of them (NTF42). */
export function bundleText(messages: readonly Sendable[], locale: MessageLocale): MessageText {
  const words = MESSAGE_WORDS[locale];
  const worstFirst = [...messages].sort((a, b) => urgencyRank(a.urgency) - urgencyRank(b.urgency));
  const shown = worstFirst.slice(0, 3).map((message) => {
    const { title, body } = messageText(message, locale);
    return shorten(`${title}: ${body.split('\n')[0] ?? ''}`, 64);
  });
  const title = words.moreNotices(messages.length);
  return { title, body: shorten(shown.join('\n'), MAX_TEXT_LENGTH - title.length) };
}

function titleOf(kind: MessageKind, facts: MessageFacts, words: MessageWords): string {
  if (kind === 'handoff' || isBundle(facts))
    return `[${words.urgency[facts.urgency]}] ${words.bundle(facts.incidents.length || 1)}`;
  const incident = [
    facts.number === null ? '' : `#${facts.number}`,
    facts.serviceName === null ? '' : cleanLine(facts.serviceName),
  ];
  const name = incident.filter((part) => part !== '').join(' ');
  const urgency = isAnswered(kind) || kind === 'test' ? '' : `[${words.urgency[facts.urgency]}]`;
  const parts = [urgency, words.kind[kind], name].filter((part) => part !== '');
  return parts.length === 0 ? 'Watchfloor' : parts.join(' ');
}

/** About several incidents, whatever is said of each: after a downtime, or at a handoff (NTF10). */
export const isBundle = (facts: MessageFacts): boolean => facts.incidents.length > 0;

/** Good news carries no urgency: nobody has to run. */
const isAnswered = (kind: MessageKind): boolean =>
  kind === 'recovered' || kind === 'acked' || kind === 'maintenance-ending';

function summaryOf(facts: MessageFacts, words: MessageWords): string {
  const own = facts.summary === null ? '' : cleanLine(facts.summary);
  if (!isBundle(facts)) return own;
  const first = facts.incidents
    .slice(0, 3)
    .map((item) =>
      shorten(`${item.number === null ? '' : `#${item.number} `}${cleanLine(item.summary)}`, 48),
    );
  const rest = facts.incidents.length - first.length;
  return [...first, ...(rest > 0 ? [words.more(rest)] : [])].join(', ');
}

function detailOf(kind: MessageKind, facts: MessageFacts, words: MessageWords): string {
  if (isBundle(facts)) return '';
  switch (kind) {
    case 'page':
      return progressOf(facts, words);
    case 'final':
      return words.final;
    case 'fallback':
      return words.fallback;
    case 'assigned':
      return words.assigned(facts.by);
    case 'recovered':
      return words.recovered(facts.by);
    case 'acked':
      return words.acked(facts.by);
    case 'ack-expiring':
      return words.ackExpiring;
    case 'handoff':
      return '';
    case 'maintenance-ending':
      return words.maintenanceEnding;
    case 'test':
      return words.test;
    default:
      return assertNever(kind);
  }
}

/** `Standard · step 2/3 · pass 1/2 · 14 events`, of what is known. */
export function progressOf(facts: MessageFacts, words: MessageWords): string {
  const { policy, step, steps, pass, passes, count } = facts;
  return [
    policy === null ? '' : shorten(cleanLine(policy), 40),
    typeof step === 'number' ? words.step(step, steps) : '',
    pass !== null && passes !== null && passes > 1 ? words.pass(pass, passes) : '',
    count !== null && count > 1 ? words.count(count) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
