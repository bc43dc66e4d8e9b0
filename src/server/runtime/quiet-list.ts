import type { QuietItem, QuietList } from '../../shared/api/quiet.ts';
import { type Reason, reason } from '../../shared/reason.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { activeMaintenances } from '../domain/maintenance/maintenance-at.ts';
import type { FloorCore } from './floor-core.ts';
import type { RuntimeMaintenance } from './maintenance-book.ts';

/** Most things the register shows. */
const MAX_ITEMS = 1000;

const iso = (at: number): string => new Date(at).toISOString();

/** [SUP14] Everything that fires and tells nobody now, newest first: why, by whom, until when, and how much of it. */
export function quietList(core: FloorCore): QuietList {
  const items = [...mutedKeys(core), ...shelves(core), ...heldKeys(core), ...quietIncidents(core)];
  items.sort((a, b) => (a.since < b.since ? 1 : a.since > b.since ? -1 : 0));
  return { items: items.slice(0, MAX_ITEMS), total: items.length };
}

function mutedKeys(core: FloorCore): QuietItem[] {
  const active = activeMaintenances(core.catalog().maintenance, core.now());
  const ends = new Map(active.map(({ occurrence }) => [occurrence.key, iso(occurrence.to)]));
  return core.noise.list('muted').map(({ id, value }) => {
    const { by, service, integration, event, urgency, firstAt, count } = value;
    const why = by.kind === 'maintenance' ? maintenanceReason(value.reason, ends.get(by.id)) : value.reason;
    const source = by.kind === 'inhibition' ? core.incident(by.id) : undefined;
    const until = why.params?.until;
    return {
      kind: by.kind,
      id,
      service,
      integration,
      summary: event.summary,
      urgency,
      reason: why,
      by: typeof why.params?.user === 'string' ? why.params.user : makerOf(core, why.params?.maintenance),
      since: iso(firstAt),
      until: typeof until === 'string' ? until : null,
      events: count,
      incident: source?.id ?? null,
      number: source?.number ?? null,
    };
  });
}

/** The reason as it is now: the end may have been moved since the key was muted. */
function maintenanceReason(why: Reason, until: string | undefined): Reason {
  const name = why.params?.maintenance;
  if (until === undefined || typeof name !== 'string') return why;
  return reason(why.code, `maintenance ${name} until ${until}`, { ...why.params, until });
}

/** Who made a maintenance at run time; null for one of the config. */
function makerOf(core: FloorCore, window: unknown): string | null {
  if (typeof window !== 'string') return null;
  const made = core.resources.get('maintenance', window) as RuntimeMaintenance | undefined;
  return made ? (made.by.onBehalfOf ?? made.by.id) : null;
}

/** Shelves whose key does not fire now; those that do are among the muted keys. */
function shelves(core: FloorCore): QuietItem[] {
  return core.noise
    .list('shelf')
    .filter(({ id }) => core.resources.get('muted', id) === undefined)
    .map(({ id, value }) => ({
      kind: 'shelf',
      id,
      service: value.service,
      integration: null,
      summary: value.summary,
      urgency: 'none',
      reason: reason('SUP15', `shelved by ${value.by} until ${iso(value.until)}`, {
        user: value.by,
        until: iso(value.until),
        note: value.note,
      }),
      by: value.by,
      since: iso(value.at),
      until: iso(value.until),
      events: 0,
      incident: value.incident,
      number: null,
    }));
}

function heldKeys(core: FloorCore): QuietItem[] {
  return core.noise.list('held').map(({ id, value }) => ({
    kind: 'held',
    id,
    service: value.service,
    integration: value.integration,
    summary: value.summary,
    urgency: value.urgency,
    reason: reason('SUP4', `held: ${value.times.length} so far`, {
      count: value.times.length,
      cause: 'so-far',
    }),
    by: null,
    since: iso(value.times[0] ?? value.until),
    until: iso(value.until),
    events: value.times.length,
    incident: null,
    number: null,
  }));
}

function quietIncidents(core: FloorCore): QuietItem[] {
  const items: QuietItem[] = [];
  for (const incident of core.incidents()) {
    const found = incident.status === 'closed' ? null : whyQuiet(core, incident);
    if (found === null) continue;
    const { id, number, service, integration, summary, urgency, count } = incident;
    items.push({ ...found, id, number, service, integration, summary, urgency, events: count, incident: id });
  }
  return items;
}

type Why = Pick<QuietItem, 'kind' | 'reason' | 'by' | 'since' | 'until'>;

function whyQuiet(
  core: FloorCore,
  { pause, silent, flap, service, createdAt, autoCloseAt }: Incident,
): Why | null {
  if (pause?.kind === 'snoozed') {
    const until = iso(pause.until);
    const by = pause.by.onBehalfOf ?? pause.by.id;
    const why = reason('ESC18', `snoozed by ${by} until ${until}`, { until, by });
    return { kind: 'snoozed', reason: why, by, since: iso(pause.since), until };
  }
  if (pause?.kind === 'maintenance') {
    const until = iso(pause.until);
    const why = reason('SUP11', `maintenance ${pause.maintenance} until ${until}`, {
      maintenance: pause.maintenance,
      until,
    });
    const by = makerOf(core, pause.maintenance);
    return { kind: 'paused', reason: why, by, since: iso(pause.since), until };
  }
  if (flap?.since != null) {
    const why = reason('SUP21', `flapping: ${flap.damped} changes kept quiet`, { count: flap.damped });
    const until = flap.calmAt === null ? null : iso(flap.calmAt);
    return { kind: 'flapping', reason: why, by: null, since: iso(flap.since), until };
  }
  if (!silent) return null;
  const name = core.catalog().services.get(service)?.service.name ?? service;
  const why = reason('RTE12', 'this service tells nobody', { service: name });
  return {
    kind: 'silent',
    reason: why,
    by: null,
    since: iso(createdAt),
    until: autoCloseAt === null ? null : iso(autoCloseAt),
  };
}
