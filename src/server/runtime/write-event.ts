import type { Reason } from '../../shared/reason.ts';
import type { Outcome, Urgency } from '../../shared/words.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { Turn } from './turn.ts';
import { unknownUrgency } from './unknown-urgency.ts';

/** A hot key keeps a new sample of its raw body at most this often. */
const RAW_SAMPLE_MS = 60_000;

/** Row that collects hot repeats, and when its raw body was last kept. `of`: an incident, or a key kept quiet. */
export interface RepeatRows {
  readonly repeatRow: (turn: Turn, of: string) => { readonly id: string; readonly rawAt: number } | undefined;
  readonly noteRepeatRow: (turn: Turn, of: string, row: { id: string; rawAt: number }) => void;
}

/** An event as it arrived, and what it is put down to. */
export interface Arrival {
  readonly integration: string;
  readonly event: SourceEvent;
  readonly dedupKey: string;
  /** Body of the request; null where another element of it keeps it. */
  readonly raw: string | null;
}

export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly incident: string | null;
  readonly urgency: Urgency | null;
}

/** The one row of an event that is no hot repeat. Returns its id. */
export function writeEvent(newId: () => string, turn: Turn, arrival: Arrival, verdict: Verdict): string {
  const { integration, event, dedupKey, raw } = arrival;
  const { resource, metricName, metricValue, threshold, eventType, details, links } = event;
  const id = newId();
  turn.events.push({
    id,
    receivedAt: turn.at,
    eventAt: event.eventAt,
    integration,
    dedupKey,
    status: event.status,
    urgency: verdict.urgency ?? event.urgency,
    summary: event.summary,
    outcome: verdict.outcome,
    reason: reasonOf(event, verdict),
    incident: verdict.incident,
    count: 1,
    fields: {
      resource,
      metricName,
      metricValue,
      threshold,
      eventType,
      details,
      links,
      ...(verdict.urgency === null ? null : unknownUrgency(event)),
    },
    raw,
  });
  return id;
}

/** What opened or changed an incident without the tool's sending says so; the incident's timeline has the rest. */
const reasonOf = ({ origin }: SourceEvent, { incident, reason: why }: Verdict): Reason =>
  origin === undefined || incident === null ? why : origin;

/** [DED2] A hot repeat adds to one row per incident instead of writing its own. */
export function writeRepeat(
  rows: RepeatRows,
  newId: () => string,
  turn: Turn,
  { integration, event, dedupKey, raw }: Arrival,
  incident: Incident,
  why: Reason,
): void {
  if (addToRow(rows, turn, incident.id, raw)) return;
  const id = newId();
  // The first body of the incident is kept with its creation; a repeat right after it says the same.
  const isSample = turn.at - incident.createdAt >= RAW_SAMPLE_MS;
  rows.noteRepeatRow(turn, incident.id, { id, rawAt: isSample ? turn.at : incident.createdAt });
  turn.events.push({
    id,
    receivedAt: turn.at,
    eventAt: event.eventAt,
    integration,
    dedupKey,
    status: event.status,
    urgency: incident.latestUrgency,
    summary: event.summary,
    outcome: 'deduplicated',
    reason: why,
    incident: incident.id,
    count: 1,
    fields: unknownUrgency(event),
    raw: isSample ? raw : null,
  });
}

/** Counts an event in the row that collects those of `of`; false where there is none yet. */
export function addToRow(rows: RepeatRows, turn: Turn, of: string, raw: string | null): boolean {
  const row = rows.repeatRow(turn, of);
  if (!row) return false;
  const isSample = raw !== null && turn.at - row.rawAt >= RAW_SAMPLE_MS;
  turn.repeat(row.id, isSample ? raw : null);
  if (isSample) rows.noteRepeatRow(turn, of, { id: row.id, rawAt: turn.at });
  return true;
}
