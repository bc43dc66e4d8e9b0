import type { TimelineEntry } from '../../../shared/incident.ts';
import { ALERT_CHANGED } from '../../domain/incident/alert-change.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { type AlertBody, unpackDetails } from '../../sources/opsgenie-details.ts';
import type { AlertFacts, AlertLine } from './alert.ts';

/** Tags an alert may gather over its life. */
const MAX_TAGS = 100;
/** Names of details it may gather. */
const MAX_DETAILS = 1000;

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** One change after the other on what the alert was created with (ING115). What a redaction took out changes nothing. */
function fold(body: AlertBody, timeline: readonly TimelineEntry[]): AlertBody {
  const tags = new Set(body.tags);
  const details = new Map(Object.entries(body.details));
  let { description } = body;
  for (const { kind, data } of timeline) {
    if (kind !== ALERT_CHANGED) continue;
    switch (data.change) {
      case 'tags-added':
        for (const tag of texts(data.tags)) if (tags.size < MAX_TAGS) tags.add(tag);
        break;
      case 'tags-removed':
        for (const tag of texts(data.tags)) tags.delete(tag);
        break;
      case 'details-added':
        for (const [name, value] of Object.entries((data.details ?? {}) as Record<string, unknown>))
          if (details.size < MAX_DETAILS || details.has(name)) details.set(name, String(value));
        break;
      case 'details-removed':
        for (const name of texts(data.keys)) details.delete(name);
        break;
      case 'description':
        description = textOf(data.value) || description;
        break;
    }
  }
  return { ...body, description, tags: [...tags], details: Object.fromEntries(details) };
}

/** The name a tool gave, else who acted. */
const ownerOf = ({ actor, data }: Pick<TimelineEntry, 'actor' | 'data'>): string =>
  textOf(data.by) || (actor.onBehalfOf ?? actor.id);

const lineOf = (entry: TimelineEntry, text: string): AlertLine => ({
  at: Date.parse(entry.at),
  seq: entry.seq,
  kind: entry.kind,
  text,
  owner: ownerOf(entry),
});

/** What Opsgenie's API says of an alert that the incident itself does not hold. */
export function alertFacts(
  incident: Pick<Incident, 'createdAt' | 'lastEventAt'>,
  fields: Readonly<Record<string, unknown>>,
  timeline: readonly TimelineEntry[],
): AlertFacts {
  const body = unpackDetails(fields.details);
  const last = (kind: string) => timeline.findLast((entry) => entry.kind === kind);
  const acked = last('acked');
  const closed = last('closed');
  const first: AlertLine[] =
    body.note === ''
      ? []
      : [
          {
            at: incident.createdAt,
            seq: 0,
            kind: 'commented',
            text: body.note,
            owner: body.user || body.source,
          },
        ];
  const latest = timeline.at(-1);
  return {
    ...fold(body, timeline),
    updatedAt: Math.max(incident.lastEventAt, latest === undefined ? 0 : Date.parse(latest.at)),
    acknowledgedBy: acked ? ownerOf(acked) : '',
    closedBy: closed ? ownerOf(closed) : '',
    notes: [
      ...first,
      ...timeline
        .filter(({ kind }) => kind === 'commented')
        .map((entry) => lineOf(entry, textOf(entry.data.text))),
    ],
    log: timeline.map((entry) =>
      lineOf(
        entry,
        entry.data.text === undefined
          ? entry.reason.text
          : `${entry.reason.text}: ${textOf(entry.data.text)}`,
      ),
    ),
  };
}
