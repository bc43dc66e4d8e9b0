import type {
  Contact,
  NotificationRule,
  Profile,
  QuietHours,
  ShortWhen,
} from '../../../shared/config/user.ts';

/** A profile being written. Every change is a new one; nothing is checked here, the server names what is wrong. */
export type Draft = Profile;
export type Channel = Contact['channel'];

const LONG = ['all', 'any', 'not', 'field', 'timeOfWeek'];
/** True when a rule's condition is more than the lists this page can edit. */
export const isLong = (
  when: NotificationRule['when'],
): when is Exclude<NotificationRule['when'], ShortWhen> => LONG.some((key) => key in when);

const BASE: Readonly<Record<Channel, string>> = { desktop: 'desk', email: 'mail', webhook: 'hook' };
function freeId(base: string, taken: readonly string[]): string {
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}

export function withContact(draft: Draft, channel: Channel): Draft {
  const id = freeId(
    BASE[channel],
    draft.contacts.map((contact) => contact.id),
  );
  const contact: Contact =
    channel === 'desktop'
      ? { id, channel }
      : channel === 'email'
        ? { id, channel, address: '' }
        : { id, channel, url: '' };
  return { ...draft, contacts: [...draft.contacts, contact] };
}

/** Without a contact, and without the rules that would tell nobody then. */
export function withoutContact(draft: Draft, id: string): Draft {
  return {
    ...draft,
    contacts: draft.contacts.filter((contact) => contact.id !== id),
    notificationRules: draft.notificationRules
      .map((rule) => ({ ...rule, notify: rule.notify.filter((one) => one !== id) }))
      .filter((rule) => rule.notify.length > 0),
  };
}

/** A switch that is off is left out, as the config writes it. */
export function muted(contact: Contact, isMuted: boolean): Contact {
  const { muted: _before, ...rest } = contact;
  return isMuted ? { ...rest, muted: true } : rest;
}

export const addressOf = (contact: Contact): string =>
  contact.channel === 'email' ? contact.address : contact.channel === 'webhook' ? contact.url : '';

export function withAddress(contact: Contact, text: string): Contact {
  if (contact.channel === 'email') return { ...contact, address: text.trim() };
  return contact.channel === 'webhook' ? { ...contact, url: text.trim() } : contact;
}

/** A list of a rule's condition; an empty one asks nothing and is left out. */
export function withWhen<K extends keyof ShortWhen>(
  rule: NotificationRule,
  key: K,
  values: NonNullable<ShortWhen[K]>,
): NotificationRule {
  if (isLong(rule.when)) return rule;
  const { [key]: _before, ...rest } = rule.when;
  return { ...rule, when: values.length === 0 ? rest : { ...rest, [key]: values } };
}

/** `list` with `value` in it or not; the order of `all` stays. */
export const toggled = <T>(all: readonly T[], list: readonly T[], value: T, isOn: boolean): T[] =>
  all.filter((one) => (one === value ? isOn : list.includes(one)));

/** Whole minutes as the config spells them. */
export const minutes = (count: number): string => (count === 0 ? 'PT0S' : `PT${count}M`);

export const newRule = (draft: Draft): NotificationRule => ({
  when: {},
  notify: draft.contacts.slice(0, 1).map((contact) => contact.id),
  after: 'PT0S',
});
export const NEW_QUIET: QuietHours = { from: '22:00', to: '07:00', exceptUrgency: ['highest'] };

/** A list with one item replaced, or taken out when `item` is null. */
export const replaced = <T>(list: readonly T[], index: number, item: T | null): T[] =>
  list.flatMap((one, at) => (at !== index ? [one] : item === null ? [] : [item]));
