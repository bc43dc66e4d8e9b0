import type { Service } from '../../../shared/config/service.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { SourceEvent } from '../event.ts';
import { type ConditionDefaults, compileCondition } from './condition.ts';
import type { Subject } from './subject.ts';
import { type EffectiveUrgency, effectiveUrgency } from './urgency-words.ts';

/** What the rules of a service say of an event's urgency; null when none holds. */
export type UrgencyRules = (subject: Subject, at: number) => Urgency | null;

/** [RTE14] The urgency rules of a service: the first that holds decides. */
export function compileUrgencyRules(
  service: Pick<Service, 'urgency'>,
  defaults: ConditionDefaults,
): UrgencyRules | null {
  if (service.urgency.rules.length === 0) return null;
  const rules = service.urgency.rules.map(({ when, urgency }) => ({
    test: compileCondition(when, defaults),
    urgency,
  }));
  return (subject, at) => rules.find(({ test }) => test(subject, at))?.urgency ?? null;
}

/** Words of an integration's own value table, as they are looked up: without case. */
export type UrgencyTable = ReadonlyMap<string, Urgency>;

export const compileUrgencyTable = (table: Readonly<Record<string, Urgency>>): UrgencyTable | null => {
  const entries = Object.entries(table).map(
    ([word, urgency]) => [word.trim().toLowerCase(), urgency] as const,
  );
  return entries.length === 0 ? null : new Map(entries);
};

/** [RTE13] An event as its integration's value table has it: the tool's own word decides before every other mapping. */
export function applyUrgencyTable(event: SourceEvent, table: UrgencyTable | null): SourceEvent {
  if (table === null || event.urgencyWord === null) return event;
  const urgency = table.get(event.urgencyWord.trim().toLowerCase());
  return urgency === undefined ? event : { ...event, urgency };
}

/** The urgency an event counts with at its service: the service's rules, else what the tool said (RTE9, RTE10, RTE14). */
export function judgeUrgency(
  event: SourceEvent,
  service: Pick<Service, 'urgency'> | undefined,
  rules: UrgencyRules | null,
  subject: () => Subject,
  at: number,
): EffectiveUrgency {
  const ruled = rules?.(subject(), at) ?? null;
  if (ruled !== null) return { urgency: ruled, mapping: null };
  return effectiveUrgency(event, service?.urgency.default ?? null);
}
