import type { Urgency } from '../../../shared/words.ts';
import type { SourceEvent } from '../event.ts';

/** A field's value; undefined where the field is missing, empty of meaning (null), or not a single value. */
export type FieldValue = string | number | boolean | undefined;

/** What a condition looks at: an event, or whatever else answers by field name. */
export interface Subject {
  field(name: string): FieldValue;
}

/** What is known of an event beside what its tool said. */
export interface EventContext {
  /** Id of the integration it came through. */
  readonly integration: string;
  /** The urgency to compare by; null leaves the field missing. */
  readonly urgency: Urgency | null;
}

type Getter = (event: SourceEvent, context: EventContext) => FieldValue | null;

const getTime: Getter = (event) => (event.eventAt === null ? null : new Date(event.eventAt).toISOString());

/** Fields by our own names and by those of the Standard integration. Times are RFC 3339 text in UTC. */
const FIELDS: ReadonlyMap<string, Getter> = new Map<string, Getter>([
  ['summary', (event) => event.summary],
  ['status', (event) => event.status],
  ['urgency', (_, context) => context.urgency],
  ['urgencyWord', (event) => event.urgencyWord],
  ['integration', (_, context) => context.integration],
  ['dedupKey', (event) => event.dedupKey],
  ['event_id', (event) => event.dedupKey],
  ['eventAt', getTime],
  ['event_time', getTime],
  ['resource', (event) => event.resource],
  ['resource_name', (event) => event.resource],
  ['metricName', (event) => event.metricName],
  ['metric_name', (event) => event.metricName],
  ['metricValue', (event) => event.metricValue],
  ['metric_value', (event) => event.metricValue],
  ['threshold', (event) => event.threshold],
  ['eventType', (event) => event.eventType],
  ['event_type', (event) => event.eventType],
]);

const DETAIL_PREFIXES = ['details.', 'custom_details.'] as const;

/** True when a condition on events may name `name`: a field, or a path into the details. */
export const isEventField = (name: string): boolean => FIELDS.has(name) || detailPath(name) !== null;

/** The fields of one event. Paths into details are looked up once, however many routes ask. */
export function eventSubject(event: SourceEvent, context: EventContext): Subject {
  const found = new Map<string, FieldValue>();
  return {
    field(name) {
      const getter = FIELDS.get(name);
      if (getter !== undefined) return getter(event, context) ?? undefined;
      if (found.has(name)) return found.get(name);
      const path = detailPath(name);
      const value = path === null ? undefined : lookUp(event.details, path);
      found.set(name, value);
      return value;
    },
  };
}

function detailPath(name: string): string | null {
  const prefix = DETAIL_PREFIXES.find((start) => name.startsWith(start));
  return prefix === undefined || prefix.length === name.length ? null : name.slice(prefix.length);
}

/**
 * Follows a dotted path through own properties and array indexes. Where the rest of the path is itself a
 * property it is taken whole, because labels such as `app.kubernetes.io/name` carry dots.
 */
export function lookUp(root: unknown, path: string): FieldValue {
  let value = root;
  let rest = path;
  while (typeof value === 'object' && value !== null) {
    if (Object.hasOwn(value, rest)) return asFieldValue((value as Record<string, unknown>)[rest]);
    const dot = rest.indexOf('.');
    const head = dot < 0 ? rest : rest.slice(0, dot);
    if (dot < 0 || !Object.hasOwn(value, head)) return undefined;
    value = (value as Record<string, unknown>)[head];
    rest = rest.slice(dot + 1);
  }
  return undefined;
}

function asFieldValue(value: unknown): FieldValue {
  const isSingle = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isSingle ? value : undefined;
}
