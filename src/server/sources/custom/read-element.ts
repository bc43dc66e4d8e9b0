import type { MappedField } from '../../../shared/config/custom-mapping.ts';
import {
  EVENT_STATUSES,
  type EventStatus,
  eventStatusSchema,
  type Urgency,
  urgencySchema,
} from '../../../shared/words.ts';
import type { EventLink, ParsedEvent } from '../../domain/event.ts';
import { mapUrgencyWord } from '../../domain/matching/urgency-words.ts';
import { MAX_FIELD, toLine } from '../bounded.ts';
import { copyDetails, findLinks, MAX_LINKS, toLink } from '../details.ts';
import { describeFound, isObject, refuseField } from '../fields.ts';
import { parseTime } from '../times.ts';
import { type EventParts, parsedEvent, parsedNotice } from '../webhook-source.ts';
import type { Place } from './body-path.ts';
import type { CompiledMapping } from './compile-mapping.ts';
import type { Found } from './compile-rule.ts';

/** An element as the mapping read it, with where each field came from. */
export interface Reading {
  readonly parsed: ParsedEvent;
  readonly fields: Readonly<Partial<Record<MappedField, Found>>>;
}

type Fields = Reading['fields'];

/** Reads one element (ING98–ING100). `at` is when it arrived, epoch milliseconds. */
export function readElement(mapping: CompiledMapping, place: Place, at: number): Reading {
  if (!isObject(place.item)) {
    const problem = `expected an object, found ${describeFound(place.item)}`;
    return { parsed: refuseField('ING2', 'body', problem), fields: {} };
  }
  const fields = readFields(mapping, place);
  return { parsed: judge(mapping, place, fields, at), fields };
}

function readFields(mapping: CompiledMapping, place: Place): Fields {
  const fields: Partial<Record<MappedField, Found>> = {};
  for (const [field, rule] of Object.entries(mapping.rules)) fields[field as MappedField] = rule.read(place);
  return fields;
}

function judge(mapping: CompiledMapping, place: Place, fields: Fields, at: number): ParsedEvent {
  const parts = describe(mapping, place, fields);
  const summary = wordOf(fields.summary) ?? '';
  const status = statusOf(mapping, fields.status);
  const notice = { ...parts, summary, status: typeof status === 'string' ? status : ('open' as const) };
  if (mapping.isTest(place, at)) return parsedNotice(notice, 'test', 'mapping.test: a test message');
  if (mapping.isIgnored(place, at))
    return parsedNotice(notice, 'neither', 'mapping.ignore: neither trouble nor its end');
  if (summary === '')
    return refuseField(
      'ING2',
      mapping.rules.summary?.label ?? 'summary',
      'expected a text (summary), found nothing',
    );
  if (typeof status !== 'string') return status;
  if (parts.dedupKey === null && status !== 'open') {
    const field = mapping.rules.key?.label ?? 'key';
    return refuseField('ING7', field, `expected the key of the event to ${status}, found nothing`);
  }
  return parsedEvent({ ...parts, summary, status });
}

/** The value of the table, else the text itself. */
const wordOf = (found: Found | undefined): string | null =>
  found === undefined ? null : (found.value ?? found.text);

/** The table decides, else our own three words; an unknown word is refused unless there is a default. */
function statusOf(mapping: CompiledMapping, found: Found | undefined): EventStatus | ParsedEvent {
  const rule = mapping.rules.status;
  if (rule === undefined || found === undefined) return 'open';
  const own = eventStatusSchema.safeParse(found.value ?? found.text?.toLowerCase());
  if (own.success) return own.data;
  const fallback = eventStatusSchema.safeParse(rule.fallback);
  if (fallback.success) return fallback.data;
  const known = rule.words.length > 0 ? rule.words : EVENT_STATUSES;
  const shown = known.slice(0, 8).map((word) => toLine(word, 40));
  const problem = `expected one of ${shown.join(', ')} (status), found ${describeFound(found.text)}`;
  return refuseField(found.text === null ? 'ING2' : 'ING6', rule.label, problem);
}

/**
 * The table decides, else the words that everybody knows, else the default. The tool's own word is kept, so that an
 * unknown one becomes a warning.
 */
function urgencyOf(
  mapping: CompiledMapping,
  found: Found | undefined,
): { readonly urgency: Urgency | null; readonly urgencyWord: string | null } {
  if (found === undefined || found.text === null) return { urgency: null, urgencyWord: null };
  const own = urgencySchema.safeParse(found.value);
  const known = own.success ? own.data : mapUrgencyWord(found.text);
  const fallback = urgencySchema.safeParse(mapping.rules.urgency?.fallback);
  return {
    urgency: known ?? (fallback.success ? fallback.data : null),
    urgencyWord: toLine(found.text, 64) || null,
  };
}

function describe(
  mapping: CompiledMapping,
  place: Place,
  fields: Fields,
): Omit<EventParts, 'status' | 'summary'> {
  const line = (field: MappedField): string | null => {
    const word = wordOf(fields[field]);
    return word === null ? null : toLine(word, MAX_FIELD) || null;
  };
  const part = mapping.details?.(place);
  const details = copyDetails(part ?? place.item);
  return {
    dedupKey: wordOf(fields.key),
    ...urgencyOf(mapping, fields.urgency),
    eventAt: parseTime(wordOf(fields.eventAt)),
    resource: line('resource'),
    metricName: line('metricName'),
    metricValue: line('metricValue'),
    threshold: line('threshold'),
    eventType: line('eventType'),
    details,
    links: collectLinks(mapping, place, details),
  };
}

/** The links of the mapping first; without any, the addresses among the details. */
function collectLinks(
  mapping: CompiledMapping,
  place: Place,
  details: Readonly<Record<string, unknown>>,
): readonly EventLink[] {
  if (mapping.links.length === 0) return findLinks(details);
  const links = mapping.links.map(({ text, read }) => toLink(text, read(place)?.text));
  return links.filter((link) => link !== null).slice(0, MAX_LINKS);
}
