import type { MaintenanceInput, MaintenanceItem, QuietList } from '../../shared/api/quiet.ts';
import type { MaintenanceWindow } from '../../shared/config/maintenance.ts';
import { durationMs } from '../../shared/duration.ts';
import { occurrenceAt, type ReadyWindow } from '../domain/maintenance/occurrences.ts';
import { parsePeriod } from '../domain/oncall/rotation.ts';
import { formatWall, parseWall, wallAt } from '../domain/time/zoned.ts';
import { actorOf } from './auth/actor.ts';
import type { Principal } from './floor.ts';
import type { FloorCore } from './floor-core.ts';
import type { MaintenanceChange, RuntimeMaintenance } from './maintenance-book.ts';
import { maintenanceItem } from './maintenance-item.ts';
import { quietList } from './quiet-list.ts';

/** Longest that one occurrence may last, extended or not. */
const MAX_LENGTH_MS = 31 * 86_400_000;

export type QuietAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | {
      readonly ok: false;
      readonly status: 404 | 409 | 422;
      readonly code: string;
      readonly path: string;
      readonly message: string;
    };

/** Maintenance, shelves and the register of what is kept quiet, as people use them (product rule 15). */
export interface QuietService {
  maintenance(): readonly MaintenanceItem[];
  addMaintenance(principal: Principal, input: MaintenanceInput): Promise<QuietAnswer<MaintenanceItem>>;
  /** Moves the end of the occurrence that is on: extends it, or ends it early. */
  moveEnd(principal: Principal, id: string, to: number): Promise<QuietAnswer<MaintenanceItem>>;
  /** Takes a maintenance of people back, its repetitions too; what is on ends. */
  removeMaintenance(principal: Principal, id: string): Promise<QuietAnswer<null>>;
  register(): QuietList;
  /** False when there is no such shelf. */
  unshelve(principal: Principal, id: string): Promise<boolean>;
}

const refuse = (status: 404 | 409 | 422, code: string, path: string, message: string) =>
  ({ ok: false, status, code, path, message }) as const;

export function createQuietService(core: FloorCore): QuietService {
  const windowOf = (id: string): ReadyWindow | undefined =>
    core.catalog().maintenance.find(({ window }) => window.id === id);

  function itemOf(id: string): MaintenanceItem {
    const ready = windowOf(id);
    if (!ready) throw new Error(`maintenance ${id} is not there`);
    return maintenanceItem(core, ready);
  }

  async function addMaintenance(
    principal: Principal,
    input: MaintenanceInput,
  ): Promise<QuietAnswer<MaintenanceItem>> {
    const now = core.now();
    const from = Math.floor((input.from === undefined ? now : Date.parse(input.from)) / 1000) * 1000;
    const to = input.to === undefined ? from + durationMs(input.for ?? 'PT1S') : Date.parse(input.to);
    const unknown = input.services.findIndex((id) => !core.catalog().services.has(id));
    if (unknown >= 0)
      return refuse(422, 'unknown-reference', `services[${unknown}]`, 'expected the id of a service');
    if (to <= from) return refuse(422, 'bad-span', 'to', 'expected an instant after "from"');
    if (to <= now) return refuse(422, 'bad-span', 'to', 'expected an instant in the future');
    if (to - from > MAX_LENGTH_MS)
      return refuse(422, 'bad-span', 'to', 'expected at most 31 days after "from"');
    const zone = input.repeat === null ? 'UTC' : (input.timeZone ?? core.catalog().config.timeZone);
    const window: MaintenanceWindow = {
      id: `m-${core.newId()}`,
      services: input.services,
      from: formatWall(wallAt(from, zone)),
      to: formatWall(wallAt(Math.ceil(to / 1000) * 1000, zone)),
      timeZone: zone,
      repeat: input.repeat,
      breakThrough: input.breakThrough,
      atEnd: input.atEnd,
      note: input.note,
    };
    if (overlapsItself(window))
      return refuse(422, 'bad-span', 'repeat', 'expected a period longer than the maintenance');
    const made: RuntimeMaintenance = { window, by: actorOf(principal), createdAt: now };
    await core.change('maintenance', (turn) => {
      turn.put({ kind: 'maintenance', id: window.id, value: made });
      turn.record(actorOf(principal), 'maintenance.create', `maintenance:${window.id}`, { after: window });
    });
    await core.noiseClock.tick(core.now());
    return { ok: true, value: itemOf(window.id) };
  }

  async function moveEnd(
    principal: Principal,
    id: string,
    to: number,
  ): Promise<QuietAnswer<MaintenanceItem>> {
    const ready = windowOf(id);
    const now = core.now();
    const occurrence = ready && occurrenceAt(ready, now);
    if (!ready) return refuse(404, 'not-found', 'id', 'there is no such maintenance');
    if (!occurrence) return refuse(409, 'not-active', 'id', 'it is not on now');
    if (to - occurrence.from > MAX_LENGTH_MS)
      return refuse(422, 'bad-span', 'to', 'expected at most 31 days after its beginning');
    const value: MaintenanceChange = { to: Math.max(to, now), by: actorOf(principal), at: now };
    await core.change('maintenance', (turn) => {
      turn.put({ kind: 'maintenance-change', id: occurrence.key, value });
      const action = to > occurrence.to ? 'maintenance.extend' : 'maintenance.shorten';
      turn.record(actorOf(principal), to <= now ? 'maintenance.end' : action, `maintenance:${id}`, {
        before: { to: new Date(occurrence.to).toISOString() },
        after: { to: new Date(value.to).toISOString() },
      });
    });
    const item = itemOf(id);
    await core.noiseClock.tick(core.now());
    return { ok: true, value: windowOf(id) ? itemOf(id) : { ...item, state: 'over' } };
  }

  async function removeMaintenance(principal: Principal, id: string): Promise<QuietAnswer<null>> {
    if (!windowOf(id)) return refuse(404, 'not-found', 'id', 'there is no such maintenance');
    const made = core.resources.get('maintenance', id) as RuntimeMaintenance | undefined;
    if (!made)
      return refuse(
        409,
        'in-config',
        'id',
        'it stands in the config: end it early, or take it out of the config',
      );
    await core.change('maintenance', (turn) => {
      turn.remove('maintenance', id);
      turn.record(actorOf(principal), 'maintenance.remove', `maintenance:${id}`, { before: made.window });
    });
    await core.noiseClock.tick(core.now());
    return { ok: true, value: null };
  }

  async function unshelve(principal: Principal, id: string): Promise<boolean> {
    const before = core.resources.get('shelf', id);
    if (before === undefined) return false;
    await core.change('unshelve', (turn) => {
      turn.remove('shelf', id);
      turn.record(actorOf(principal), 'shelf.remove', `shelf:${id}`, { before });
    });
    await core.noiseClock.tick(core.now());
    return true;
  }

  return {
    maintenance: () => core.catalog().maintenance.map((ready) => maintenanceItem(core, ready)),
    addMaintenance,
    moveEnd,
    removeMaintenance,
    register: () => quietList(core),
    unshelve,
  };
}

/** True where an occurrence would begin before the one before has ended. */
export function overlapsItself({
  from,
  to,
  repeat,
}: Pick<MaintenanceWindow, 'from' | 'to' | 'repeat'>): boolean {
  if (repeat === null) return false;
  const period = parsePeriod(repeat.every);
  const length = parseWall(to) - parseWall(from);
  // A month has at least 28 days.
  return length > ('months' in period ? period.months * 28 * 86_400_000 : period.wallMs);
}
