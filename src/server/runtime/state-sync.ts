import { reason } from '../../shared/reason.ts';
import type { ParsedEvent, SourceEvent } from '../domain/event.ts';
import type { Incident } from '../domain/incident/incident.ts';
import { isNews } from './active-news.ts';
import type { CompiledIntegration } from './catalog.ts';
import type { FloorCore } from './floor-core.ts';
import { decideIngest } from './ingest-job.ts';
import type { Turn } from './turn.ts';

/** An alert that a tool has active, as its source reads it. */
export interface ActiveAlert {
  readonly events: readonly ParsedEvent[];
  /** The body its source read. */
  readonly raw: string;
  readonly isQuiet: boolean;
}

/** How sure we must be that something is over. */
export interface SyncRules {
  /** Elapsed ms for which it must be missing; null: nothing is closed. */
  readonly graceMs: number | null;
  /** Longest elapsed ms between two readings of which one confirms the other. */
  readonly maxGapMs: number;
  /** Which keys the tool could have named at all. */
  readonly owns: (dedupKey: string) => boolean;
}

type SyncCore = Pick<
  FloorCore,
  'noteRead' | 'change' | 'ingestDeps' | 'catalog' | 'contextAt' | 'incidents' | 'noise' | 'clock'
>;

/** Alerts decided in one turn, so that senders are answered in between. */
const PER_TURN = 200;

interface Missing {
  /** Elapsed time of the reading that missed it first. */
  readonly since: number;
  /** When its incident was last heard, then. */
  readonly lastEventAt: number;
}

interface OpenKey {
  readonly id: string;
  readonly key: string;
  readonly incident: Incident;
}

/**
 * Brings an integration's incidents to what its tool has active (ING160–ING166), reading after reading. Remembers
 * between readings what was missing since when, and what was told without leaving an incident.
 */
export function createStateSync(core: SyncCore, integrationId: string) {
  const missing = new Map<string, Missing>();
  const told = new Map<string, string>();
  let takenAt = Number.NEGATIVE_INFINITY;

  /** Takes a whole state. Rejects with an `UndoneError` where the floor could not store. */
  async function take(alerts: readonly ActiveAlert[], rules: SyncRules): Promise<void> {
    const slots = new Set<string>();
    const present = new Set<string>();
    for (const { events, raw } of alerts) {
      for (const parsed of events) {
        if (parsed.ok && parsed.event.dedupKey !== null) present.add(parsed.event.dedupKey);
        slots.add(slotOf(parsed, raw));
      }
    }
    for (const slot of told.keys()) if (!slots.has(slot)) told.delete(slot);
    const active = alerts.filter(({ isQuiet }) => !isQuiet);
    for (let at = 0; at < active.length; at += PER_TURN) await openSome(active.slice(at, at + PER_TURN));
    const now = core.clock.elapsed();
    // Asleep in between: the tool may have started anew and know nothing yet.
    if (now - takenAt > rules.maxGapMs) missing.clear();
    takenAt = now;
    await closeMissing(present, rules);
    core.noteRead(integrationId);
  }

  async function openSome(alerts: readonly ActiveAlert[]): Promise<void> {
    // A turn that finds nothing new is empty, and costs no commit.
    const found = await core.change('state', (turn) => {
      const compiled = core.catalog().integrations.get(integrationId);
      if (!compiled) return [];
      return alerts.flatMap(({ events, raw }) =>
        events.flatMap((parsed) => {
          const slot = slotOf(parsed, raw);
          const sign = signOf(parsed);
          if (told.get(slot) === sign || !isWorthTelling(turn, compiled, parsed)) return [];
          const event = parsed.ok ? { ...parsed, event: { ...parsed.event, origin: ACTIVE } } : parsed;
          const request = { integration: integrationId, receivedAt: turn.at, events: [event], raw };
          const [result] = decideIngest(core.ingestDeps, turn, request);
          return result?.incident == null || result.outcome === 'ignored' ? [{ slot, sign }] : [];
        }),
      );
    });
    for (const { slot, sign } of found) told.set(slot, sign);
  }

  function isWorthTelling(turn: Turn, compiled: CompiledIntegration, parsed: ParsedEvent): boolean {
    if (!parsed.ok) return true;
    if (parsed.setAside || parsed.event.status !== 'open' || parsed.event.dedupKey === null) return false;
    const context = core.contextAt(turn.at);
    return isNews(core.ingestDeps, turn, compiled, parsed.event, parsed.event.dedupKey, context);
  }

  async function closeMissing(present: ReadonlySet<string>, { graceMs, owns }: SyncRules): Promise<void> {
    const integrations = core.catalog().integrations;
    const compiled = integrations.get(integrationId);
    const isShared =
      compiled !== undefined &&
      [...integrations.values()].some(
        ({ domain, integration }) => domain === compiled.domain && integration.id !== integrationId,
      );
    if (graceMs === null || compiled === undefined || isShared) return missing.clear();
    const now = core.clock.elapsed();
    const open = openKeys(compiled).filter(({ key }) => owns(key) && !present.has(key));
    const ids = new Set(open.map(({ id }) => id));
    for (const id of missing.keys()) if (!ids.has(id)) missing.delete(id);
    const over: OpenKey[] = [];
    for (const one of open) {
      const known = missing.get(one.id);
      const { lastEventAt } = one.incident;
      // Heard since: it fires, whatever the reading says.
      if (known?.lastEventAt !== lastEventAt) missing.set(one.id, { since: now, lastEventAt });
      else if (now - known.since >= graceMs) over.push(one);
    }
    for (let at = 0; at < over.length; at += PER_TURN) await closeSome(over.slice(at, at + PER_TURN));
  }

  function openKeys({ domain }: CompiledIntegration): readonly OpenKey[] {
    const open = [...core.incidents()].filter(
      ({ status, integration, cleared, flap }) =>
        status !== 'closed' && integration === integrationId && !cleared && flap?.over !== true,
    );
    const own = open.filter(({ group }) => group?.firstOver !== true);
    const keys = own.map((incident) => keyOf(incident, incident.dedupKey));
    const groups = new Map(open.filter(({ group }) => group).map((incident) => [incident.id, incident]));
    if (groups.size === 0) return keys;
    for (const { id, value } of core.noise.list('member')) {
      const incident = groups.get(value.incident);
      if (!incident || value.kind !== 'key' || value.over || !id.startsWith(`${domain}|`)) continue;
      keys.push(keyOf(incident, id.slice(domain.length + 1)));
    }
    return keys;
  }

  async function closeSome(keys: readonly OpenKey[]): Promise<void> {
    await core.change('state', (turn) => {
      const checked = new Set<string>();
      for (const { key, incident } of keys) {
        const current = turn.get(incident.id);
        if (!current || current.status === 'closed') continue;
        // A webhook came between the reading and this turn.
        if (!checked.has(incident.id) && current.lastEventAt !== incident.lastEventAt) continue;
        checked.add(incident.id);
        const event: ParsedEvent = { ok: true, event: overEvent(current, key) };
        const raw = JSON.stringify({ status: 'not active any more', dedupKey: key });
        const request = { integration: integrationId, receivedAt: turn.at, events: [event], raw };
        decideIngest(core.ingestDeps, turn, request);
      }
    });
    for (const { id } of keys) missing.delete(id);
  }

  return {
    take,
    /** A reading failed: what was missing before it must be missing anew (ING163). */
    failed: (): void => missing.clear(),
  };
}

const ACTIVE = reason('ING161', 'active at the tool when its state was read', {});
const OVER = reason('ING160', 'no longer active at the tool: it recovered while we did not listen', {});

/** Each of an incident's keys goes missing by itself; a key may be of several incidents (SUP5). */
const keyOf = (incident: Incident, key: string): OpenKey => ({ id: `${incident.id}|${key}`, key, incident });

/** What an alert is remembered by. */
const slotOf = (parsed: ParsedEvent, raw: string): string =>
  parsed.ok && parsed.event.dedupKey !== null ? parsed.event.dedupKey : raw;

/** What makes a known alert another one. */
const signOf = (parsed: ParsedEvent): string =>
  parsed.ok ? `${parsed.event.eventAt} ${parsed.event.urgency} ${parsed.event.urgencyWord}` : 'refused';

/** The tool's own time of the end is not known, so no later open is taken for an older one (DED5). */
const overEvent = ({ summary }: Incident, dedupKey: string): SourceEvent => ({
  status: 'close',
  summary,
  dedupKey,
  urgency: null,
  urgencyWord: null,
  eventAt: null,
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
  links: [],
  origin: OVER,
});
