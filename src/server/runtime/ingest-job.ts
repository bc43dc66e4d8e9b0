import type { Reason } from '../../shared/reason.ts';
import { reason } from '../../shared/reason.ts';
import type { SourceHeard } from '../../shared/stream.ts';
import type { SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import type { DecisionContext } from '../domain/incident/roster.ts';
import { applyUrgencyTable } from '../domain/matching/judge-urgency.ts';
import type { EventResult } from '../sources/source.ts';
import type { Catalog } from './catalog.ts';
import { decideEvent } from './decide-event.ts';
import type { IngestRequest } from './floor.ts';
import type { NoiseBook } from './noise-book.ts';
import type { Turn } from './turn.ts';
import { type RepeatRows, writeEvent } from './write-event.ts';

/** Raw bodies of one request kept for several events: together at most this much text. */
const MAX_RAW_PER_REQUEST = 262_144;

/** What deciding about events needs of the runtime. */
export interface IngestDeps extends RepeatRows {
  readonly catalog: () => Catalog;
  readonly contextAt: (now: number) => DecisionContext;
  readonly newId: () => string;
  readonly findLatestClosed: (turn: Turn, domain: string, dedupKey: string) => Incident | null;
  /** Members, muted and held keys, shelves. */
  readonly noise: NoiseBook;
  readonly heard: (integration: string) => SourceHeard | undefined;
}

/** Decides every element of one request, in order: each gets exactly one outcome (ING1). */
export function decideIngest(deps: IngestDeps, turn: Turn, request: IngestRequest): EventResult[] {
  const compiled = deps.catalog().integrations.get(request.integration);
  const context = deps.contextAt(turn.at);
  if (request.record) turn.put(request.record);
  const keepsAllRaw = request.raw.length * request.events.length <= MAX_RAW_PER_REQUEST;
  return request.events.map((parsed, index) => {
    const raw = keepsAllRaw || index === 0 ? request.raw : null;
    if (!parsed.ok || !compiled) {
      const why = parsed.ok ? reason('ING40', 'the integration was removed meanwhile', {}) : parsed.reason;
      return rejectEvent(deps, turn, request.integration, request.receivedAt, why, raw);
    }
    const result = parsed.setAside
      ? setEventAside(deps, turn, request.integration, parsed.event, parsed.setAside, raw)
      : decideEvent(deps, turn, compiled, applyUrgencyTable(parsed.event, compiled.urgencies), context, raw);
    turn.countOutcome(request.integration, result.outcome);
    turn.hear(request.integration, true, deps.heard(request.integration));
    return result;
  });
}

/** One `rejected` event, with its reason. */
export function rejectEvent(
  deps: Pick<IngestDeps, 'newId' | 'heard'>,
  turn: Turn,
  integration: string,
  receivedAt: number,
  why: Reason,
  raw: string | null,
): EventResult {
  turn.events.push({
    id: deps.newId(),
    receivedAt,
    eventAt: null,
    integration,
    dedupKey: null,
    status: null,
    urgency: null,
    summary: null,
    outcome: 'rejected',
    reason: why,
    incident: null,
    count: 1,
    fields: null,
    raw,
  });
  turn.countOutcome(integration, 'rejected');
  turn.hear(integration, false, deps.heard(integration));
  return { outcome: 'rejected', reason: why, incident: null, dedupKey: null };
}

/** [ING16] A test message, or a notice that is neither trouble nor its end: recorded, and nothing else. */
function setEventAside(
  deps: IngestDeps,
  turn: Turn,
  integration: string,
  event: SourceEvent,
  why: Reason,
  raw: string | null,
): EventResult {
  const dedupKey = event.dedupKey ?? deps.newId();
  const verdict = { outcome: 'ignored', reason: why, incident: null, urgency: null } as const;
  writeEvent(deps.newId, turn, { integration, event, dedupKey, raw }, verdict);
  return { outcome: 'ignored', reason: why, incident: null, dedupKey };
}
