import { reason } from '../../shared/reason.ts';
import type { EventStatus } from '../../shared/words.ts';
import type { ParsedEvent, SourceEvent } from '../domain/event.ts';
import { mapUrgencyWord } from '../domain/matching/urgency-words.ts';
import { MAX_FIELD, MAX_SUMMARY, toKey, toLine } from './bounded.ts';
import { optionalLine } from './fields.ts';
import type { SignatureScheme, Source, SourceRequest } from './source.ts';
import { acceptStandard, refuseStandard, refuseStandardRetrying } from './standard-reply.ts';

/** A tool that posts to `/integration/{type}/v1/{key}` and nowhere else. */
export interface WebhookTool {
  readonly type: string;
  readonly aliases?: readonly string[];
  /** POST alone when absent; some tools put their fields into the query of a GET. */
  readonly methods?: readonly ('POST' | 'PUT' | 'GET')[];
  readonly signature?: SignatureScheme;
  /** The sender gives up on every 4xx, 429 included, and comes again on 5xx: overload is a 503. */
  readonly retriesOnly5xx?: boolean;
  readonly parse: (request: SourceRequest) => readonly ParsedEvent[];
}

/** The source of such a tool: one door for its type and for each alias, answered as everything under `/integration/`. */
export function webhookSource({
  type,
  aliases = [],
  methods = ['POST'],
  signature,
  retriesOnly5xx = false,
  parse,
}: WebhookTool): Source {
  return {
    type,
    ...(aliases.length === 0 ? {} : { aliases }),
    endpoints: [type, ...aliases].map((name) => ({
      methods,
      path: `/integration/${name}/v1/{key}`,
      ...(signature === undefined ? {} : { signature }),
      parse,
      accept: acceptStandard,
      refuse: retriesOnly5xx ? refuseStandardRetrying : refuseStandard,
    })),
  };
}

type Optional =
  | 'eventAt'
  | 'resource'
  | 'metricName'
  | 'metricValue'
  | 'threshold'
  | 'eventType'
  | 'details'
  | 'links';

/** What a source knows of an event; what it leaves out the tool did not say. */
export interface EventParts extends Partial<Pick<SourceEvent, Optional | 'urgency' | 'urgencyUnset'>> {
  readonly status: EventStatus;
  /** Cut to one line of a summary; blank falls back to the key. */
  readonly summary: string;
  /** The tool's own key, made safe to keep; null where it has none. */
  readonly dedupKey: string | null;
  /** The tool's own word; mapped by the common table unless `urgency` is given too. */
  readonly urgencyWord?: unknown;
}

/** [ING3] Fields are read clean and bounded; one that a source put together from several may have grown too long. */
const bounded = (line: string | null | undefined): string | null =>
  line == null ? null : line.length > MAX_FIELD ? toLine(line, MAX_FIELD) : line;

function makeEvent(parts: EventParts): SourceEvent {
  const key = parts.dedupKey === null || parts.dedupKey.trim() === '' ? null : toKey(parts.dedupKey);
  const word = optionalLine(parts.urgencyWord, 64);
  return {
    status: parts.status,
    summary: toLine(parts.summary, MAX_SUMMARY) || toLine(key ?? '', MAX_SUMMARY) || parts.status,
    dedupKey: key,
    urgency: parts.urgency ?? (word === null ? null : mapUrgencyWord(word)),
    urgencyWord: word,
    ...(parts.urgencyUnset === undefined ? {} : { urgencyUnset: parts.urgencyUnset }),
    eventAt: parts.eventAt ?? null,
    resource: bounded(parts.resource),
    metricName: bounded(parts.metricName),
    metricValue: bounded(parts.metricValue),
    threshold: bounded(parts.threshold),
    eventType: bounded(parts.eventType),
    details: parts.details ?? {},
    links: parts.links ?? [],
  };
}

/** An element that is an event. */
export const parsedEvent = (parts: EventParts): ParsedEvent => ({ ok: true, event: makeEvent(parts) });

/** [ING16] The tool's own test message, or a notice that is neither trouble nor its end: recorded as `ignored`. */
export const parsedNotice = (parts: EventParts, cause: 'test' | 'neither', text: string): ParsedEvent => ({
  ok: true,
  event: makeEvent(parts),
  setAside: reason('ING16', text, { cause }),
});
