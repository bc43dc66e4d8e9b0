import type { DryRunResult, Moment } from '../../../shared/api/dry-run.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { Outcome } from '../../../shared/words.ts';
import type { OutboxMessage } from '../../domain/incident/decision.ts';
import type { Incident, Instant } from '../../domain/incident/incident.ts';
import { formatWall, offsetAt, wallAt } from '../../domain/time/zoned.ts';
import type { Catalog } from '../catalog.ts';
import type { OutboxRow } from '../ports.ts';
import type { Decided, Given } from './scratch-floor.ts';
import { type Arrivals, simulate } from './simulate.ts';
import { traceEvent } from './trace-event.ts';
import { createPeopleTrace } from './trace-people.ts';

/** Moments and lines shown of one run (RTE51). */
const MAX_MOMENTS = 1000;
const MAX_LINES = 1500;
/** Entries that say what the messages beside them say too, or what the run began with. */
const UNSHOWN = new Set(['delivered', 'notified', 'run-started']);

/** Whether an outcome has somebody told, or could. */
const VERDICTS: Readonly<Record<Outcome, 'yes' | 'no'>> = {
  created: 'yes',
  deduplicated: 'yes',
  updated: 'yes',
  held: 'no',
  suppressed: 'no',
  ignored: 'no',
  rejected: 'no',
};

export interface DryRunTask {
  readonly catalog: Catalog;
  readonly revision: number | null;
  readonly arrivals: Arrivals;
  readonly given: Given;
  readonly random: () => number;
  /** Number of the floor's open incident of a key that `given` leaves out; null where there is none. */
  readonly openNow: (domain: string, key: string) => number | null;
  readonly pause?: () => Promise<void>;
}

const iso = (at: Instant): string => new Date(at).toISOString();

/** [RTE40] What would come of it: the trace, the people minute by minute. The integration must be in the catalog. */
export async function dryRun(task: DryRunTask): Promise<DryRunResult> {
  const { catalog, arrivals, given } = task;
  const compiled = catalog.integrations.get(arrivals.integration);
  if (!compiled) throw new Error(`no integration ${arrivals.integration}`);
  const people = createPeopleTrace(catalog);
  const traces: DryRunResult['trace'] = [];
  const run = await simulate(catalog, given, arrivals, task.random, {
    onEvent: ({ floor, turn, index, at }, parsed, arrival) => {
      if (arrival > 0 || traces.length >= MAX_LINES) return;
      traces.push(
        ...traceEvent(
          { catalog, compiled, floor, turn, at, index, openNow: task.openNow, door: arrivals.door },
          parsed,
        ),
      );
    },
    onResult: (event, { outcome, reason: why }, arrival) => {
      if (arrival > 0 || traces.length >= MAX_LINES) return;
      traces.push({ event, stage: 'outcome', verdict: VERDICTS[outcome], reason: why });
    },
    onTurn: people.follow,
    ...(task.pause ? { pause: task.pause } : {}),
  });
  const numbers = new Map(run.incidents.map(({ id }, index) => [id, index + 1]));
  const known = new Map(given.incidents.map(({ id, number }) => [id, number]));
  const moments = run.decided.flatMap((decided) => momentsOf(decided, arrivals.at, numbers));
  const { at } = arrivals;
  const zone = catalog.config.timeZone;
  return {
    at: iso(at),
    wall: formatWall(wallAt(at, zone)),
    timeZone: zone,
    utcOffsetMinutes: Math.round(offsetAt(at, zone) / 60_000),
    revision: task.revision,
    events: arrivals.events.map((parsed) =>
      parsed.ok
        ? { event: normalised(parsed.event), refusal: null, setAside: parsed.setAside ?? null }
        : { event: null, refusal: parsed.reason, setAside: null },
    ),
    outcomes: run.arrived.map(({ at: when, event, result }) => {
      const incident = run.incidents.find(({ id }) => id === result.incident);
      const muted = run.decided
        .flatMap(({ turn }) => [...turn.resources.values()])
        .find(({ kind, value }) => (kind === 'muted' || kind === 'held') && isOfKey(value, result.dedupKey));
      const of = (incident ?? muted?.value ?? null) as Pick<Incident, 'service' | 'urgency'> | null;
      return {
        at: iso(when),
        event,
        outcome: result.outcome,
        reason: result.reason,
        incident: numbers.get(result.incident ?? '') ?? null,
        service: of?.service ?? null,
        urgency: of?.urgency ?? null,
      };
    }),
    incidents: run.incidents.map(({ id, summary, service, urgency, status }, index) => ({
      number: index + 1,
      summary,
      service,
      urgency,
      status,
      known: known.get(id) ?? null,
    })),
    trace: [...traces, ...people.lines()],
    timeline: moments.slice(0, MAX_MOMENTS),
    omitted: Math.max(0, moments.length - MAX_MOMENTS),
    end: { at: iso(run.end.at), reason: run.end.reason },
  };
}

/** What is held is kept without its key, and there is one at most per event. */
const isOfKey = (value: unknown, key: string | null): boolean => {
  const of = (value as { dedupKey?: string }).dedupKey;
  return of === undefined || of === key;
};

function normalised(event: Extract<DryRunTask['arrivals']['events'][number], { ok: true }>['event']) {
  const { status, summary, dedupKey, urgency, urgencyWord, resource, metricName, metricValue, threshold } =
    event;
  const { eventType, details, links } = event;
  return {
    status,
    summary,
    dedupKey,
    urgency,
    urgencyWord,
    eventAt: event.eventAt === null ? null : iso(event.eventAt),
    resource,
    metricName,
    metricValue,
    threshold,
    eventType,
    details: { ...details },
    links: links.map((link) => ({ ...link })),
  };
}

function momentsOf(
  { at, entries, left }: Decided,
  from: Instant,
  numbers: ReadonlyMap<string, number>,
): Moment[] {
  const when = { at: iso(at), offsetMs: at - from };
  const nobody = { user: null, contact: null, channel: null, step: null, pass: null, rule: null };
  const said = entries
    .filter(({ kind, incident }) => !UNSHOWN.has(kind) && numbers.has(incident))
    .map(({ incident, kind, reason, data }): Moment => {
      const of = { ...when, ...nobody, incident: numbers.get(incident) ?? null };
      return { ...of, what: 'entry', kind, reason, ...(data ? { data: { ...data } } : {}) };
    });
  return [...said, ...onePerBundle(left).flatMap((row) => toldOf(row, when, numbers))];
}

/** [NTF10] What one message carries of one incident is one line. */
function onePerBundle(left: readonly OutboxRow[]): OutboxRow[] {
  const seen = new Set<string>();
  return left.filter(({ message }) => {
    if (message.to !== 'person' || message.bundle === undefined) return true;
    const slot = `${message.bundle} ${message.incident}`;
    if (seen.has(slot)) return false;
    seen.add(slot);
    return true;
  });
}

function toldOf(
  { message }: OutboxRow,
  when: Pick<Moment, 'at' | 'offsetMs'>,
  numbers: ReadonlyMap<string, number>,
): Moment[] {
  const incident = numbers.get(message.incident ?? '') ?? null;
  // Of a bundle its members say what it says, each of its own incident.
  if (incident === null) return [];
  if (message.to === 'extension') {
    const { extension, event } = message;
    const why = reason('RTE56', `extension ${extension} is told: ${event}`, { extension, event });
    const none = { user: null, contact: extension, channel: 'extension', step: null, pass: null, rule: null };
    return [{ ...when, ...none, incident, what: 'extension', kind: event, reason: why }];
  }
  const { user, contact, kind, firing, body } = message;
  const { channel } = body;
  return [
    {
      ...when,
      incident,
      what: 'told',
      kind,
      user,
      contact,
      channel: typeof channel === 'string' ? channel : null,
      step: firing === null ? null : typeof firing.step === 'number' ? firing.step + 1 : firing.step,
      pass: firing?.pass ?? null,
      rule: ruleOf(message),
      reason: body.reason as Reason,
    },
  ];
}

/** The personal rule stands in the idempotency key of what a run tells (product rule 2). */
function ruleOf(message: Extract<OutboxMessage, { to: 'person' }>): string | null {
  if (message.firing === null) return null;
  return message.id.split('/').at(-2) ?? null;
}
