import type { TraceLine } from '../../../shared/api/dry-run.ts';
import { reason } from '../../../shared/reason.ts';
import type { ParsedEvent } from '../../domain/event.ts';
import { applyUrgencyTable } from '../../domain/matching/judge-urgency.ts';
import { creationKeyOf } from '../../domain/noise/creation-key.ts';
import { type Passage, subjectOf, urgencyOf } from '../decide-event.ts';
import { becauseOf, partsOf } from './condition-words.ts';
import { type Add, type TraceScene, traceMuting, traceRoutes, traceUrgency } from './trace-rules.ts';

/** What every stage says of one event, asked just before it is decided (RTE42). */
export function traceEvent(scene: TraceScene, parsed: ParsedEvent): TraceLine[] {
  const lines: TraceLine[] = [];
  const add: Add = (stage, verdict, why, condition) => {
    const parts = condition && partsOf(condition);
    lines.push({
      event: scene.index,
      stage,
      verdict,
      reason: why,
      ...(condition ? { because: becauseOf(condition) } : {}),
      ...(parts ? { condition: parts } : {}),
    });
  };
  walk(scene, parsed, add);
  return lines;
}

function walk(scene: TraceScene, parsed: ParsedEvent, add: Add): void {
  const { compiled, floor, turn, at, door } = scene;
  if (!compiled.integration.enabled)
    add(
      'source',
      'info',
      reason('RTE43', 'the integration is switched off: its key is refused', { cause: 'off' }),
    );
  if (!parsed.ok) {
    add('source', 'no', parsed.reason);
    return;
  }
  if (parsed.setAside) {
    add('source', 'no', parsed.setAside);
    return;
  }
  const { status } = parsed.event;
  add(
    'source',
    'yes',
    door === null
      ? reason('RTE43', `by its fields: ${status}`, { status, cause: 'fields' })
      : reason('RTE43', `${door} reads ${status}`, { door, status, cause: 'door' }),
  );
  const event = tabled(scene, parsed.event, add);
  const context = floor.deps.contextAt(at);
  const arrival = { integration: compiled.integration.id, event, dedupKey: event.dedupKey ?? '', raw: null };
  const passage: Passage = { deps: floor.deps, turn, compiled, context, arrival };
  if (isKnown(scene, passage, add)) return;
  if (event.status !== 'open') {
    add('key', 'no', reason('RTE44', 'no open incident has the key', { cause: 'unknown' }));
    return;
  }
  const subject = subjectOf(passage);
  const serviceId = traceRoutes(scene, subject, add);
  const service = context.roster.service(serviceId);
  traceUrgency(scene, passage, serviceId, subject, add);
  const judged = urgencyOf(passage, serviceId, () => subject);
  if (!service) {
    add('service', 'no', reason('RTE44', 'the service is gone', { cause: 'no-service' }));
    return;
  }

  const creation = creationKeyOf(service.creation, event, subject);
  const rule = service.creation.rule;
  const stored = creation && floor.deps.noise.get(turn, 'member', `service:${serviceId}`, creation.key);
  const joined = stored ? turn.get(stored.incident) : undefined;
  if (creation === null)
    add(
      'creation',
      'info',
      reason('RTE46', `creation rule "${rule}": only the key counts`, { rule, cause: 'key' }),
    );
  else if (joined && joined.status !== 'closed')
    add(
      'creation',
      'yes',
      reason('RTE46', `creation rule "${rule}" finds #${joined.number}`, {
        rule,
        number: joined.number,
        cause: 'finds',
      }),
    );
  else
    add(
      'creation',
      'no',
      reason('RTE46', `creation rule "${rule}" finds no open incident`, { rule, cause: 'none' }),
    );

  if (!traceMuting(scene, passage, { serviceId, urgency: judged, subject }, add)) return;
  const { delay } = service.creation;
  if (!delay) add('delay', 'info', reason('RTE46', 'creation is not delayed', { rule, cause: 'at-once' }));
  else {
    const { moreThan, within } = delay;
    add(
      'delay',
      'info',
      reason('RTE46', `created once it came more than ${moreThan} times within ${within}`, {
        rule,
        count: moreThan,
        within,
        cause: 'delayed',
      }),
    );
  }
}

/** [RTE13] The integration's own value table. */
function tabled({ compiled }: TraceScene, event: Passage['arrival']['event'], add: Add) {
  const after = applyUrgencyTable(event, compiled.urgencies);
  const word = event.urgencyWord ?? '';
  if (compiled.urgencies === null) return after;
  if (after === event)
    add(
      'urgency',
      'no',
      reason('RTE45', `the value table does not name "${word}"`, { word, cause: 'not-in-table' }),
    );
  else
    add(
      'urgency',
      'yes',
      reason('RTE45', `the value table makes "${word}" ${after.urgency}`, {
        word,
        urgency: after.urgency,
        cause: 'table',
      }),
    );
  return after;
}

/** True when an open incident has the key already. */
function isKnown({ openNow }: TraceScene, { deps, turn, compiled, arrival }: Passage, add: Add): boolean {
  const { domain } = compiled;
  const key = arrival.event.dedupKey;
  if (key === null) {
    add('key', 'info', reason('RTE44', 'the tool gave no key: each is its own', { cause: 'no-key' }));
    return false;
  }
  const member = deps.noise.get(turn, 'member', domain, key);
  const shared = arrival.event.status === 'open' ? undefined : turn.sharing(domain, key)[0];
  const own = turn.findOpen(domain, key) ?? (member && turn.get(member.incident)) ?? shared;
  if (own && own.status !== 'closed') {
    const { number } = own;
    add('key', 'yes', reason('RTE44', `#${number} is open under the key`, { key, number, cause: 'open' }));
    return true;
  }
  add('key', 'no', reason('RTE44', 'no open incident has the key', { key, cause: 'new' }));
  const now = openNow(domain, key);
  if (now !== null)
    add(
      'key',
      'info',
      reason('RTE44', `#${now} is open under the key now; this run leaves it out`, {
        key,
        number: now,
        cause: 'left-out',
      }),
    );
  return false;
}
