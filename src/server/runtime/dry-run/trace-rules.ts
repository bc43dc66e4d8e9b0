import type { TraceLine } from '../../../shared/api/dry-run.ts';
import type { Condition } from '../../../shared/condition.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { Instant } from '../../domain/incident/incident.ts';
import { activeMaintenances } from '../../domain/maintenance/maintenance-at.ts';
import { type Explained, explainCondition } from '../../domain/matching/explain-condition.ts';
import type { Subject } from '../../domain/matching/subject.ts';
import type { Catalog, CompiledIntegration } from '../catalog.ts';
import { type Passage, urgencyOf } from '../decide-event.ts';
import { keyId } from '../incident-index.ts';
import { findMuting } from '../mute-event.ts';
import type { Turn } from '../turn.ts';
import type { ScratchFloor } from './scratch-floor.ts';

/** Rules before the one that holds: so many of the first are shown, and so many of the last (RTE42). */
const FIRST_SHOWN = 50;
const LAST_SHOWN = 3;

export interface TraceScene {
  readonly catalog: Catalog;
  readonly compiled: CompiledIntegration;
  readonly floor: ScratchFloor;
  readonly turn: Turn;
  readonly at: Instant;
  readonly index: number;
  readonly door: string | null;
  /** Number of the floor's open incident of a key, where the dry run leaves it out. */
  readonly openNow: (domain: string, key: string) => number | null;
}

export type Add = (
  stage: TraceLine['stage'],
  verdict: TraceLine['verdict'],
  why: Reason,
  condition?: Explained,
) => void;

/** [RTE1] [RTE2] Every route up to the one that holds. Only what is shown is explained: there may be ten thousand. */
export function traceRoutes({ catalog, compiled, at }: TraceScene, subject: Subject, add: Add): string {
  const { integration } = compiled;
  const chosen = compiled.route(subject, at);
  const matched = chosen.reason.code === 'RTE1' ? Number(chosen.reason.params?.route) - 1 : null;
  const before = matched ?? integration.routes.length;
  const defaults = defaultsOf(catalog);
  const explain = (when: Condition) => explainCondition(when, defaults, subject, at);
  integration.routes.slice(0, before).forEach(({ when, service }, index) => {
    if (index === FIRST_SHOWN && before > FIRST_SHOWN + LAST_SHOWN) {
      const count = before - FIRST_SHOWN - LAST_SHOWN;
      add(
        'route',
        'no',
        reason('RTE42', `… and ${count} more routes that do not hold`, { count, cause: 'routes' }),
      );
    }
    if (index >= FIRST_SHOWN && index < before - LAST_SHOWN) return;
    const params = { route: index + 1, service };
    add(
      'route',
      'no',
      reason('RTE42', `route ${index + 1} does not hold`, { ...params, cause: 'route' }),
      explain(when),
    );
  });
  const when = matched === null ? undefined : integration.routes[matched]?.when;
  add('route', matched === null ? 'info' : 'yes', chosen.reason, when && explain(when));
  return chosen.service;
}

/** [RTE14] [RTE9] [RTE10] The service's urgency rules, then what the tool said. */
export function traceUrgency(
  { catalog, at }: TraceScene,
  passage: Passage,
  id: string,
  subject: Subject,
  add: Add,
): void {
  const { event } = passage.arrival;
  const judged = urgencyOf(passage, id, () => subject);
  const rules = passage.context.roster.service(id)?.urgency.rules ?? [];
  const params = { urgency: judged.urgency, word: event.urgencyWord ?? '' };
  for (const [index, { when, urgency: gives }] of rules.entries()) {
    const explained = explainCondition(when, defaultsOf(catalog), subject, at);
    if (explained.holds || index < FIRST_SHOWN) {
      const which = { rule: index + 1, urgency: gives };
      if (explained.holds) {
        add(
          'urgency',
          'yes',
          reason('RTE45', `urgency rule ${index + 1} makes it ${gives}`, { ...which, cause: 'rule' }),
          explained,
        );
        return;
      }
      add(
        'urgency',
        'no',
        reason('RTE45', `urgency rule ${index + 1} does not hold`, { ...which, cause: 'rule-fails' }),
        explained,
      );
    }
  }
  if (judged.mapping !== null) {
    add('urgency', 'info', judged.mapping);
    return;
  }
  if (event.urgency !== null) {
    add('urgency', 'info', reason('RTE45', `the tool says ${judged.urgency}`, { ...params, cause: 'tool' }));
    return;
  }
  add(
    'urgency',
    'info',
    reason('RTE45', `the tool names no urgency: ${judged.urgency}`, { ...params, cause: 'default' }),
  );
}

/** False when something keeps it quiet: then nothing after is asked. */
export function traceMuting(
  { catalog, at, turn }: TraceScene,
  passage: Passage,
  routed: Parameters<typeof findMuting>[1],
  add: Add,
): boolean {
  const { arrival, compiled, deps } = passage;
  const { serviceId: service, subject } = routed;
  const id = keyId(compiled.domain, arrival.dedupKey);
  const found = findMuting(passage, routed, id);
  if (found?.by.kind === 'maintenance') {
    add('maintenance', 'yes', found.reason);
    return false;
  }
  const on = activeMaintenances(catalog.maintenance, at).find(({ window }) =>
    window.services.includes(service),
  );
  if (on)
    add(
      'maintenance',
      'no',
      reason('RTE47', `${routed.urgency.urgency} breaks through maintenance ${on.window.id}`, {
        maintenance: on.window.id,
        urgency: routed.urgency.urgency,
        cause: 'breaks-through',
      }),
    );
  else
    add(
      'maintenance',
      'no',
      reason('RTE47', 'no maintenance of the service is on', { service, cause: 'no-maintenance' }),
    );
  if (found?.by.kind === 'shelf') {
    add('shelf', 'yes', found.reason);
    return false;
  }
  if (deps.noise.getById(turn, 'shelf', id) !== undefined)
    add('shelf', 'no', reason('RTE47', 'its shelf has ended', { cause: 'shelf-over' }));
  for (const { id: rule, target } of catalog.config.inhibitions.slice(0, FIRST_SHOWN)) {
    const explained = explainCondition(target, defaultsOf(catalog), subject, at);
    if (found !== null && found.reason.params?.rule === rule) break;
    if (explained.holds)
      add(
        'inhibition',
        'no',
        reason('RTE47', `inhibition ${rule}: no open incident mutes it`, { rule, cause: 'no-source' }),
        explained,
      );
    else
      add(
        'inhibition',
        'no',
        reason('RTE47', `inhibition ${rule} does not mean it`, { rule, cause: 'no-target' }),
        explained,
      );
  }
  if (found !== null) add('inhibition', 'yes', found.reason);
  return found === null;
}

const defaultsOf = ({ config, env }: Catalog) => ({ zone: config.timeZone, holidays: env.holidays });
