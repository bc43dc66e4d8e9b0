import type {
  DryRunBody,
  DryRunResult,
  SavedDryRun,
  SavedDryRunBody,
  WallTime,
} from '../../../shared/api/dry-run.ts';

/** Where the event comes from. */
export const SOURCES = ['payload', 'fields', 'recorded'] as const;
export type DraftSource = (typeof SOURCES)[number];

export const EVERY = ['PT10S', 'PT1M', 'PT5M', 'PT15M'] as const;

/** What the form holds; texts as typed. */
export interface Draft {
  readonly source: DraftSource;
  readonly integration: string;
  readonly payload: string;
  readonly summary: string;
  readonly dedupKey: string;
  readonly urgency: string;
  readonly status: 'open' | 'ack' | 'close';
  readonly resource: string;
  /** JSON of an object, or empty. */
  readonly details: string;
  readonly eventId: string;
  /** `2026-10-25T02:30` on the wall of `zone`. */
  readonly wall: string;
  readonly zone: string;
  readonly occurrence: WallTime['occurrence'];
  readonly repeats: number;
  readonly every: string;
  readonly open: boolean;
}

type Input = SavedDryRunBody['input'];

/** An object as typed; null when it is none. */
export function readDetails(text: string): Record<string, unknown> | null {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** Why the form cannot run yet; null when it can. */
export function missing(
  draft: Draft,
): 'integration' | 'payload' | 'summary' | 'details' | 'event' | 'time' | null {
  if (draft.wall === '') return 'time';
  if (draft.source === 'recorded') return draft.eventId === '' ? 'event' : null;
  if (draft.integration === '') return 'integration';
  if (draft.source === 'payload') return draft.payload.trim() === '' ? 'payload' : null;
  if (draft.summary.trim() === '') return 'summary';
  return readDetails(draft.details) === null ? 'details' : null;
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const timeOf = ({ wall, zone, occurrence }: Draft): WallTime => ({ wall, zone, occurrence });
const repeatsOf = ({ repeats, every }: Draft) => (repeats > 0 ? { repeats: { count: repeats, every } } : {});

const fieldsOf = (draft: Draft): NonNullable<Input['event']> => ({
  status: draft.status,
  summary: draft.summary.trim(),
  dedupKey: orNull(draft.dedupKey),
  urgency: orNull(draft.urgency),
  resource: orNull(draft.resource),
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: readDetails(draft.details) ?? {},
});

/** The body of a run; the form must lack nothing. */
export function runBody(draft: Draft): DryRunBody {
  const how = { ...repeatsOf(draft), at: timeOf(draft), open: draft.open };
  if (draft.source === 'recorded') return { ...how, eventId: draft.eventId };
  const { integration, payload } = draft;
  return draft.source === 'payload'
    ? { ...how, integration, payload }
    : { ...how, integration, event: fieldsOf(draft) };
}

/** The body that saves it. A recorded event is kept by its fields: what was recorded may be archived. */
export function saveBody(
  name: string,
  draft: Draft,
  recorded: { readonly integration: string; readonly event: DryRunResult['events'][number]['event'] } | null,
): SavedDryRunBody | null {
  const how = { ...repeatsOf(draft), time: timeOf(draft) };
  const { integration, payload } = draft;
  if (draft.source === 'payload') return { name, input: { ...how, integration, payload } };
  if (draft.source === 'fields') return { name, input: { ...how, integration, event: fieldsOf(draft) } };
  if (!recorded?.event) return null;
  const { urgencyWord, urgency, eventAt: _, links: __, ...event } = recorded.event;
  return {
    name,
    input: {
      ...how,
      integration: recorded.integration,
      event: { ...event, urgency: urgencyWord ?? urgency },
    },
  };
}

/** The form as a saved dry run fills it. */
export function draftOf({ input }: SavedDryRun, before: Draft): Draft {
  const { event, payload, time, repeats, integration = '' } = input;
  const base: Draft = {
    ...before,
    integration,
    ...time,
    repeats: repeats?.count ?? 0,
    every: repeats?.every ?? 'PT1M',
    open: false,
  };
  if (event === undefined)
    return {
      ...base,
      source: 'payload',
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2),
    };
  return {
    ...base,
    source: 'fields',
    summary: event.summary,
    dedupKey: event.dedupKey ?? '',
    urgency: event.urgency ?? '',
    status: event.status,
    resource: event.resource ?? '',
    details: Object.keys(event.details).length === 0 ? '' : JSON.stringify(event.details, null, 2),
  };
}
