import type { DryRunBody, SavedInput } from '../../../shared/api/dry-run.ts';
import { MAX_PAYLOAD } from '../../../shared/api/dry-run.ts';
import type { DryRunInput } from '../../runtime/dry-run/dry-runner.ts';
import { instantOf } from '../../runtime/dry-run/dry-runner.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { RecordedEvent } from '../../runtime/query-port.ts';
import { parseContent } from './parse-content.ts';
import { type Answer, problem } from './problem.ts';
import { MAX_DEPTH } from './settings.ts';

type Read<T> = { readonly value: T } | Answer;

const bad = (path: string, message: string): Answer =>
  problem(422, 'bad-input', 'RTE51', `${path}: ${message}`, { problems: [{ path, message }] });

/** A payload as the gate of ingestion would read it: text by its content, anything else as it is. */
export async function readPayload<T extends Pick<SavedInput, 'payload' | 'contentType'>>(
  input: T,
  limit = MAX_PAYLOAD,
): Promise<Read<T>> {
  const { payload } = input;
  if (payload === undefined) return { value: input };
  const size = typeof payload === 'string' ? payload.length : JSON.stringify(payload).length;
  if (size > limit) return bad('payload', `expected at most ${limit} characters`);
  if (typeof payload !== 'string') return { value: input };
  const content = await parseContent(Buffer.from(payload, 'utf8'), input.contentType ?? '', MAX_DEPTH);
  return content.ok ? { value: { ...input, payload: content.value } } : bad('payload', content.reason.text);
}

/** What a caller asks to run, with a recorded event in the place of its id. */
export async function readDryRun(body: DryRunBody, floor: Floor, now: number): Promise<Read<DryRunInput>> {
  const { at = now, eventId, config: _, ...rest } = body;
  const when = typeof at === 'number' ? at : typeof at === 'string' ? Date.parse(at) : instantOf(at);
  const { repeats, horizon, open } = body;
  if (eventId === undefined) {
    const read = await readPayload(rest);
    return 'status' in read ? read : { value: { ...read.value, at: when } };
  }
  const recorded = await floor.queries.recordedEvent(eventId);
  if (recorded === null) return problem(404, 'not-found', 'STR45', 'There is no such event in the ledger');
  return recordedInput(recorded, { repeats, horizon, open, at: when });
}

/** [RTE43] The raw body where it was kept, and of its events the one that was asked for; else its fields. */
async function recordedInput(
  { item, fields, raw }: RecordedEvent,
  how: Pick<DryRunInput, 'repeats' | 'horizon' | 'open' | 'at'>,
): Promise<Read<DryRunInput>> {
  const { integration, summary, dedupKey, status, urgency } = item;
  const content = raw === null ? null : await parseContent(Buffer.from(raw, 'utf8'), '', MAX_DEPTH);
  if (content?.ok && content.text.length <= MAX_PAYLOAD)
    return {
      value: {
        ...how,
        integration,
        payload: content.value,
        ...(status === null
          ? {}
          : { only: (event) => event.status === status && (event.dedupKey ?? dedupKey) === dedupKey }),
      },
    };
  if (status === null || summary === null)
    return bad('eventId', 'nothing was kept of what was refused: expected an event that was read');
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const event = {
    status,
    summary,
    dedupKey,
    urgency,
    resource: text('resource'),
    metricName: text('metricName'),
    metricValue: text('metricValue'),
    threshold: text('threshold'),
    eventType: text('eventType'),
    details: (fields.details ?? {}) as Record<string, unknown>,
  };
  return { value: { ...how, integration, event } };
}
