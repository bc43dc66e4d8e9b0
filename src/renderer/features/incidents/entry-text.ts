import type { TimelineEntry } from '../../../shared/incident.ts';
import type { Names } from '../shell/use-floor.ts';
import type { Text } from '../shell/use-text.ts';

/** How a timeline entry is marked: what woke people, what answered, what went wrong, the rest. */
export type EntryTone = 'alarm' | 'answer' | 'trouble' | 'plain';

const TONES: Readonly<Record<string, EntryTone>> = {
  created: 'alarm',
  'urgency-raised': 'alarm',
  're-alarmed': 'alarm',
  reopened: 'alarm',
  exhausted: 'trouble',
  'reached-nobody': 'trouble',
  'delivery-failed': 'trouble',
  overdue: 'trouble',
  'ack-expiring': 'trouble',
  flapping: 'trouble',
  joined: 'alarm',
  acked: 'answer',
  notified: 'answer',
  'step-fired': 'answer',
  final: 'answer',
  'fallback-told': 'answer',
  closed: 'answer',
  redacted: 'trouble',
  assigned: 'answer',
};
export const toneOf = (kind: string): EntryTone => TONES[kind] ?? 'plain';

const isText = (value: unknown): value is string => typeof value === 'string';

/** Who did it, in words: nobody for the system itself. */
export function actorText(entry: Pick<TimelineEntry, 'actor'>, names: Names, t: Text): string {
  const { actor } = entry;
  const behalf = actor.onBehalfOf === undefined ? '' : names.person(actor.onBehalfOf);
  switch (actor.kind) {
    case 'user':
      return names.person(actor.id);
    case 'integration':
      return names.integration(actor.id);
    case 'automation':
      return behalf === '' ? t('actor.automation') : t('actor.automationFor', { name: behalf });
    case 'display':
      return t('actor.display', { id: actor.id });
    case 'system':
      return t('actor.system');
  }
}

/** Facts that say how many: of incidents, events, keys of a group, changes of one that flaps. */
const COUNTS = ['incidents', 'count', 'keys', 'firing', 'changes', 'damped'] as const;

/** Some kinds have a fuller line where their facts say more. */
function keyOf({ kind, data }: TimelineEntry, step: number | null, count: number | null): string {
  if (kind === 'step-fired' && step !== null) return 'entry.step-fired-n';
  if (kind === 'late-open' && count !== null && count > 1) return 'entry.late-open-n';
  if (kind === 'paused' && data.until !== undefined) return 'entry.paused-until';
  if (kind === 'joined' && isText(data.key) && count !== null) return 'entry.joined-key';
  if (kind === 'key-recovered' && count !== null) return 'entry.key-recovered-n';
  if (kind === 'flapping' && count !== null)
    return data.damped === undefined ? 'entry.flapping-n' : 'entry.flapping-damped';
  if (kind === 'calm' && count !== null && count > 0) return 'entry.calm-n';
  const isDelivery = kind === 'delivered' || kind === 'delivery-failed';
  return isDelivery && typeof data.incidents === 'number' ? `entry.${kind}-bundle` : `entry.${kind}`;
}

/** The first line of an entry: what happened, with names instead of ids. `urgencyWord` words an urgency. */
export function entryText(
  entry: TimelineEntry,
  names: Names,
  t: Text,
  words: { readonly urgency: (urgency: string) => string; readonly when: (at: string | number) => string },
): string {
  const { data } = entry;
  const users = Array.isArray(data.users) ? data.users.filter(isText) : [];
  const dueAt = typeof data.dueAt === 'number' || isText(data.dueAt) ? data.dueAt : null;
  const step = typeof data.step === 'number' ? data.step : null;
  const isUrgency = entry.kind.startsWith('urgency-');
  const value = (raw: unknown) =>
    isText(raw) ? (isUrgency ? words.urgency(raw) : raw) : raw === null ? t('none') : '';
  const count = COUNTS.map((name) => data[name]).find((n): n is number => typeof n === 'number') ?? null;
  // Whom a tool says it speaks for: its word, so it never stands without the tool.
  const by = isText(data.by) ? data.by : '';
  const actor = actorText(entry, names, t);
  const text = t(keyOf(entry, step, count), {
    defaultValue: entry.kind,
    actor: by === '' ? actor : `${actor} (${by})`,
    users: users.length > 0 ? names.people(users) : by === '' ? t('nobody') : by,
    contact: isText(data.contact) ? data.contact : '',
    channel: isText(data.channel) ? t(`channel.${data.channel}`, { defaultValue: data.channel }) : '',
    from: value(data.from),
    to: value(data.to),
    text: isText(data.text) ? data.text : '',
    key: isText(data.key) ? data.key : '',
    // A fired step counts from 0 in its facts.
    step: step === null ? '' : entry.kind === 'step-fired' ? step + 1 : step,
    name: isText(data.name) ? data.name : '',
    count: count ?? '',
    service: isText(data.service) ? names.service(data.service) : '',
    due: dueAt === null ? '' : words.when(dueAt),
    until:
      isText(data.until) || typeof data.until === 'number' ? words.when(data.until as string | number) : '',
  });
  return text.replaceAll(/\s{2,}/g, ' ').trim();
}
