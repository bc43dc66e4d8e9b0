import { reason } from '../../shared/reason.ts';
import type { Incident, Instant } from '../domain/incident/incident.ts';
import { decideMaintenance } from '../domain/maintenance/follow-maintenance.ts';
import { activeMaintenances } from '../domain/maintenance/maintenance-at.ts';
import { nextBoundary } from '../domain/maintenance/occurrences.ts';
import { bundleNewPages } from './bundle-turn.ts';
import type { Catalog } from './catalog.ts';
import { DueHeap } from './due-heap.ts';
import type { IngestDeps } from './ingest-job.ts';
import type { ActiveOccurrence, MaintenanceChange } from './maintenance-book.ts';
import { maintenanceMessages } from './maintenance-reminder.ts';
import type { Muted, MutedBy } from './noise-book.ts';
import { reprocess } from './reprocess.ts';
import type { ResourceBook } from './resources.ts';
import type { Turn } from './turn.ts';

/** How long after a source incident's end what it muted has to recover too, before it is told (SUP8). */
export const INHIBITION_GRACE_MS = 60_000;
/** How long before its end a maintenance is announced (product rule 15). */
const REMIND_MS = 10 * 60_000;
/** How long a moved end of a maintenance is remembered: two of the longest. */
const CHANGE_KEPT_MS = 62 * 86_400_000;
/** Keys made incidents of, and incidents paused or resumed, in one turn; senders are answered in between. */
const MAX_PER_TURN = 500;

export interface NoiseClockDeps {
  readonly ingest: IngestDeps;
  readonly resources: ResourceBook;
  readonly catalog: () => Catalog;
  readonly incidents: () => Iterable<Incident>;
  readonly incident: (id: string) => Incident | undefined;
  readonly change: <T>(name: string, apply: (turn: Turn) => T) => Promise<T>;
}

/** What time ends of all that keeps noise away: maintenance, shelves, inhibitions, held keys. */
export class NoiseClock {
  readonly #deps: NoiseClockDeps;
  /** Source incidents that ended, and when what they muted is looked at. */
  readonly #ended = new Map<string, Instant>();
  readonly #expiries = new DueHeap();
  /** Closed incidents whose other keys are still noted. */
  readonly #stale = new Set<string>();
  #catalog: Catalog | null = null;
  #boundary: Instant = 0;
  #isTicking = false;

  constructor(deps: NoiseClockDeps) {
    this.#deps = deps;
    const { noise } = deps.ingest;
    for (const { id, value } of noise.list('held')) this.#expiries.push(value.until, `held ${id}`);
    for (const { id, value } of noise.list('shelf')) this.#expiries.push(value.until, `shelf ${id}`);
    for (const { value } of noise.list('muted'))
      if (value.by.kind === 'inhibition' && !this.#mutes(value.by.id)) this.#ended.set(value.by.id, 0);
    for (const { value } of noise.list('member'))
      if (!isOpen(deps.incident(value.incident))) this.#stale.add(value.incident);
  }

  #mutes(incident: string): boolean {
    const source = this.#deps.incident(incident);
    return isOpen(source) && source?.cleared === false;
  }

  /** Takes note of what a turn that became real changed. */
  settle(turn: Turn): void {
    for (const incident of turn.incidents.values()) {
      if (incident.group && incident.status === 'closed') this.#stale.add(incident.id);
      if (!incident.inhibits) continue;
      const { id } = incident;
      const isOver = !isOpen(incident) || incident.cleared;
      const mutes = this.#deps.ingest.noise.hiddenBy({ kind: 'inhibition', id }).keys > 0;
      if (!isOver) this.#ended.delete(id);
      else if (mutes && !this.#ended.has(id)) this.#ended.set(id, turn.at + INHIBITION_GRACE_MS);
    }
    for (const { kind, id, value } of turn.resources.values())
      if (kind === 'held' || kind === 'shelf')
        this.#expiries.push((value as { until: Instant }).until, `${kind} ${id}`);
    for (const { kind, id } of turn.removed.values())
      if (kind === 'shelf') this.#expiries.push(turn.at, `shelf ${id}`);
  }

  /** When it has something to do next; null while nothing waits. */
  nextDueAt(): Instant | null {
    if (this.#catalog !== this.#deps.catalog()) return 0;
    let first = Math.min(this.#boundary, this.#expiries.peek()?.at ?? Number.POSITIVE_INFINITY);
    for (const at of this.#ended.values()) first = Math.min(first, at);
    return first === Number.POSITIVE_INFINITY ? null : first;
  }

  async tick(now: Instant): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      await this.#followWindows(now);
      await this.#endInhibitions(now);
      await this.#expire(now);
      await this.#forget();
    } finally {
      this.#isTicking = false;
    }
  }

  // ——— maintenance

  async #followWindows(now: Instant): Promise<void> {
    const catalog = this.#deps.catalog();
    if (catalog === this.#catalog && now < this.#boundary) return;
    const known = this.#recorded();
    const active = new Map(
      activeMaintenances(catalog.maintenance, now).map((one) => [one.occurrence.key, one]),
    );
    const ended = [...known].filter(([key]) => !active.has(key));
    const begun = [...active.values()].filter(({ occurrence, window }) => {
      const before = known.get(occurrence.key);
      return before?.to !== occurrence.to || before.services.join() !== window.services.join();
    });
    for (const { window, occurrence } of begun) {
      const { key, from, to } = occurrence;
      const { services, atEnd } = window;
      const before = known.get(key);
      const reminded = before?.reminded === true && before.to === to;
      const value: ActiveOccurrence = { window: window.id, services, from, to, atEnd, reminded };
      await this.#deps.change('maintenance-begin', (turn) =>
        turn.put({ kind: 'maintenance-active', id: key, value }),
      );
    }
    const services = new Set([
      ...begun.flatMap(({ window }) => window.services),
      ...ended.flatMap(([, one]) => one.services),
    ]);
    if (services.size > 0) await this.#sweep(services);
    for (const [key, occurrence] of ended) await this.#end(key, occurrence);
    await this.#remind(now);
    this.#catalog = catalog;
    this.#boundary = this.#nextBoundary(now);
  }

  #recorded(): Map<string, ActiveOccurrence> {
    return new Map(
      this.#deps.resources.list('maintenance-active').map(({ id, value }) => [id, value as ActiveOccurrence]),
    );
  }

  #nextBoundary(now: Instant): Instant {
    const bounds = this.#deps
      .catalog()
      .maintenance.map((ready) => nextBoundary(ready, now) ?? Number.POSITIVE_INFINITY);
    const reminders = [...this.#recorded().values()]
      .filter(({ reminded }) => !reminded)
      .map(({ to }) => to - REMIND_MS);
    return Math.min(...bounds, ...reminders.filter((at) => at > now), Number.POSITIVE_INFINITY);
  }

  /** [SUP11] Runs of these services pause or go on, as the windows now say. */
  async #sweep(services: ReadonlySet<string>): Promise<void> {
    const ids = [...this.#deps.incidents()]
      .filter(({ service }) => services.has(service))
      .map(({ id }) => id);
    for (let first = 0; first < ids.length; first += MAX_PER_TURN) {
      const some = ids.slice(first, first + MAX_PER_TURN);
      await this.#deps.change('maintenance-sweep', (turn) => {
        for (const id of some) {
          const incident = turn.get(id);
          const decision = incident && decideMaintenance(incident, this.#deps.ingest.contextAt(turn.at));
          if (decision) turn.apply(decision);
        }
      });
    }
  }

  /** [SUP12] What a maintenance kept quiet and still fires is told as one notice, closed, or left. */
  async #end(key: string, { window, atEnd }: ActiveOccurrence): Promise<void> {
    const by: MutedBy = { kind: 'maintenance', id: key };
    const why = () =>
      reason('SUP12', `still fires after maintenance ${window}`, { maintenance: window, cause: 'fires' });
    await this.#release(by, atEnd, why, `maintenance-${key}`);
    await this.#deps.change('maintenance-end', (turn) => {
      turn.remove('maintenance-active', key);
      this.#dropOldChanges(turn);
      const made = this.#deps.resources.get('maintenance', window) as
        | { window: { repeat: unknown } }
        | undefined;
      if (made && made.window.repeat === null) turn.remove('maintenance', window);
    });
  }

  /** An end that was moved earlier holds until the window's own end has passed, and no occurrence lasts longer than this. */
  #dropOldChanges(turn: Turn): void {
    for (const { id, value } of this.#deps.resources.list('maintenance-change'))
      if (turn.at - (value as MaintenanceChange).at > CHANGE_KEPT_MS) turn.remove('maintenance-change', id);
  }

  async #remind(now: Instant): Promise<void> {
    for (const [key, occurrence] of this.#recorded()) {
      if (
        occurrence.reminded ||
        occurrence.to - now > REMIND_MS ||
        occurrence.to - occurrence.from <= REMIND_MS
      )
        continue;
      await this.#deps.change('maintenance-remind', (turn) => {
        turn.put({ kind: 'maintenance-active', id: key, value: { ...occurrence, reminded: true } });
        for (const message of maintenanceMessages(
          this.#deps.resources,
          this.#deps.catalog(),
          key,
          occurrence,
        ))
          turn.send(message);
      });
    }
  }

  // ——— inhibitions, shelves, held keys

  async #endInhibitions(now: Instant): Promise<void> {
    for (const [id, dueAt] of this.#ended) {
      if (dueAt > now) continue;
      this.#ended.delete(id);
      const source = this.#deps.incident(id);
      const number = source?.number ?? null;
      const why = () => reason('SUP8', 'still fires after what muted it was over', { number });
      await this.#release({ kind: 'inhibition', id }, 'reprocess', why, `inhibition-${id}-${now}`);
    }
  }

  async #expire(now: Instant): Promise<void> {
    for (let first = this.#expiries.peek(); first && first.at <= now; first = this.#expiries.peek()) {
      this.#expiries.pop();
      const [kind = '', id = ''] = splitOnce(first.id);
      if (kind === 'held') {
        await this.#deps.change('held-expire', (turn) => {
          const held = this.#deps.ingest.noise.getById(turn, 'held', id);
          if (held && held.until <= turn.at) turn.remove('held', id);
        });
        continue;
      }
      const shelf = this.#deps.resources.get('shelf', id) as { until: Instant } | undefined;
      if (shelf && shelf.until > now) continue;
      if (shelf) await this.#deps.change('shelf-expire', (turn) => turn.remove('shelf', id));
      const why = () => reason('SUP16', 'still fires after it was shelved', {});
      await this.#release({ kind: 'shelf', id }, 'reprocess', why, `shelf-${id}-${now}`);
    }
  }

  /** What was kept quiet by something that ended: at most so many keys a turn, each turn's pages as one message a contact. */
  async #release(
    by: MutedBy,
    how: ActiveOccurrence['atEnd'],
    why: (muted: Muted) => ReturnType<typeof reason>,
    occasion: string,
  ) {
    const { ingest, change } = this.#deps;
    const ids = ingest.noise.mutedBy(by).map(({ id }) => id);
    for (let first = 0; first < ids.length; first += MAX_PER_TURN) {
      const some = ids.slice(first, first + MAX_PER_TURN);
      await change('release', (turn) => {
        if (how === 'nothing') for (const id of some) turn.remove('muted', id);
        else bundleNewPages(turn, `${occasion}-${first}`, () => reprocess(ingest, turn, some, how, why));
      });
    }
  }

  /** Closed incidents' other keys are nobody's. */
  async #forget(): Promise<void> {
    for (const incident of this.#stale) {
      await this.#deps.change('forget-keys', (turn) => {
        if (!isOpen(turn.get(incident)))
          for (const id of this.#deps.ingest.noise.membersOf(turn, incident)) turn.remove('member', id);
      });
      this.#stale.delete(incident);
    }
  }
}

const isOpen = (incident: Incident | undefined): boolean =>
  incident !== undefined && incident.status !== 'closed';

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}
