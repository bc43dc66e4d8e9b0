import type { HeartbeatItem } from '../../shared/api/heartbeats.ts';
import { heartbeatNameSchema } from '../../shared/config/heartbeat.ts';
import { positiveDurationSchema } from '../../shared/duration.ts';
import type { Actor } from '../../shared/reason.ts';
import type { Heartbeat } from '../domain/heartbeat/heartbeat.ts';
import type { MadeHeartbeat } from '../domain/heartbeat/heartbeats-of.ts';
import type { FloorCore } from './floor-core.ts';
import { HEARTBEAT_KIND, MADE_KIND, putRecord, recordOf } from './heartbeat-job.ts';
import type { HeartbeatPort, HeartbeatView } from './heartbeat-port.ts';
import type { Turn } from './turn.ts';

/** Heartbeats that may be made through an API, in all and of one integration (ING178). */
const MAX_MADE = 10_000;
const MAX_MADE_PER_INTEGRATION = 1000;

/** Heartbeats as people, scripts and other products' doors may use them. Every change is durable when it resolves. */
export interface HeartbeatService extends HeartbeatPort {
  items(): readonly HeartbeatItem[];
  /** A ping by id. `integration` when its key asks: another one's heartbeat is then as good as none. */
  beat(id: string, integration: string | null): Promise<HeartbeatItem | null>;
  /** Null when there is none of this id. */
  switchTo(actor: Actor, id: string, on: boolean): Promise<HeartbeatItem | null>;
  /** Takes back one that was made through an API; `config` for any other. */
  takeBack(actor: Actor, id: string): Promise<'removed' | 'config' | 'none'>;
}

export function createHeartbeatService(core: FloorCore): HeartbeatService {
  const { heartbeats } = core;
  const actorOf = (integration: string): Actor => ({ kind: 'integration', id: integration });
  const find = (integration: string, name: string): Heartbeat | null => {
    const found = heartbeats.get(name);
    return found?.integration === integration && found.name !== null ? found : null;
  };
  const madeOf = (id: string) => core.resources.get(MADE_KIND, id) as MadeHeartbeat | undefined;
  const viewOf = (id: string): HeartbeatView | null => {
    const item = heartbeats.item(id);
    if (item?.name == null) return null;
    return {
      name: item.name,
      description: item.note,
      every: item.every,
      enabled: item.state !== 'off',
      expired: item.state === 'late',
      lastPingAt: item.lastBeatAt,
      message: madeOf(id)?.message ?? '',
      tags: madeOf(id)?.tags ?? [],
      urgency: heartbeats.get(id)?.urgency ?? 'high',
    };
  };

  async function ping(heartbeat: Heartbeat): Promise<void> {
    await core.change('heartbeat ping', (turn) => heartbeats.decidePing(turn, heartbeat));
  }

  async function switchTo(actor: Actor, heartbeat: Heartbeat, on: boolean): Promise<void> {
    await core.change('heartbeat', (turn) => stageSwitch(core, turn, actor, heartbeat.id, on));
  }

  async function takeBack(actor: Actor, id: string): Promise<void> {
    await core.change('heartbeat', (turn) => {
      turn.remove(MADE_KIND, id);
      turn.remove(HEARTBEAT_KIND, id);
      turn.record(actor, 'heartbeat.remove', `heartbeat:${id}`, { before: madeOf(id) });
    });
  }

  return {
    items: () => heartbeats.all().flatMap(({ id }) => heartbeats.item(id) ?? []),
    async beat(id, integration) {
      const heartbeat = heartbeats.get(id);
      if (!heartbeat || (integration !== null && heartbeat.integration !== integration)) return null;
      await ping(heartbeat);
      return heartbeats.item(id);
    },
    async switchTo(actor, id, on) {
      const heartbeat = heartbeats.get(id);
      if (!heartbeat) return null;
      await switchTo(actor, heartbeat, on);
      return heartbeats.item(id);
    },
    async takeBack(actor, id) {
      const heartbeat = heartbeats.get(id);
      if (!heartbeat) return 'none';
      if (heartbeat.madeBy !== 'api') return 'config';
      await takeBack(actor, id);
      return 'removed';
    },

    async ping(integration, name) {
      const heartbeat = find(integration, name);
      if (!heartbeat) return null;
      await ping(heartbeat);
      return viewOf(name);
    },
    get: (integration, name) => (find(integration, name) ? viewOf(name) : null),
    list: (integration) =>
      heartbeats
        .all()
        .filter((one) => one.integration === integration)
        .flatMap(({ id }) => viewOf(id) ?? []),
    async create(integration, input) {
      const error = await core.change('heartbeat', (turn) => decideMake(core, turn, integration, input));
      if (error !== null) return { error };
      return viewOf(input.name) ?? { error: `there is no integration ${integration}` };
    },
    async update(integration, name, { every, description, enabled, ...rest }) {
      const heartbeat = find(integration, name);
      const isFine = every === undefined || positiveDurationSchema.safeParse(every).success;
      if (heartbeat?.madeBy !== 'api' || !isFine) return null;
      const actor = actorOf(integration);
      await core.change('heartbeat', (turn) => {
        const before = madeOf(name);
        if (!before) return;
        const after: MadeHeartbeat = {
          ...before,
          ...rest,
          every: every ?? before.every,
          description: description === undefined ? before.description : noteOf(description),
        };
        turn.put({ kind: MADE_KIND, id: name, value: after });
        turn.record(actor, 'heartbeat.change', `heartbeat:${name}`, { before, after });
        if (enabled !== undefined) stageSwitch(core, turn, actor, name, enabled);
      });
      return viewOf(name);
    },
    async setEnabled(integration, name, on) {
      const heartbeat = find(integration, name);
      if (!heartbeat) return null;
      await switchTo(actorOf(integration), heartbeat, on);
      return viewOf(name);
    },
    async remove(integration, name) {
      const heartbeat = find(integration, name);
      if (heartbeat?.madeBy !== 'api') return false;
      await takeBack(actorOf(integration), name);
      return true;
    },
  };
}

const noteOf = (text: string): string => text.slice(0, 1000);

/** [ING178] Switched off or on at run time, the config's as well; what is so already is no change. */
function stageSwitch(core: FloorCore, turn: Turn, actor: Actor, id: string, on: boolean): void {
  if (recordOf(core, id).isOff === !on) return;
  putRecord(turn, core, id, { isOff: !on });
  turn.record(actor, on ? 'heartbeat.enable' : 'heartbeat.disable', `heartbeat:${id}`, {});
}

/** [ING178] A heartbeat made through an API; what is wrong with it, or null. */
function decideMake(
  core: FloorCore,
  turn: Turn,
  integration: string,
  input: Parameters<HeartbeatPort['create']>[1],
): string | null {
  const { name, every, description = '', enabled = true, ...rest } = input;
  const wrong = heartbeatNameSchema.safeParse(name).error ?? positiveDurationSchema.safeParse(every).error;
  if (wrong) return wrong.issues[0]?.message ?? 'not a heartbeat';
  if (!core.catalog().integrations.has(integration)) return `there is no integration ${integration}`;
  const staged = turn.stagedResource(MADE_KIND, name);
  const stored = staged === undefined ? core.resources.get(MADE_KIND, name) : staged.value;
  if (stored !== undefined || core.heartbeats.get(name)) return `there is a heartbeat ${name} already`;
  const made = core.resources.list(MADE_KIND).map(({ value }) => value as MadeHeartbeat);
  const ofIntegration = made.filter((one) => one.integration === integration).length;
  if (made.length >= MAX_MADE || ofIntegration >= MAX_MADE_PER_INTEGRATION)
    return `no more than ${MAX_MADE_PER_INTEGRATION} heartbeats of one integration, ${MAX_MADE} in all, can be made`;
  const actor: Actor = { kind: 'integration', id: integration };
  const value: MadeHeartbeat = {
    name,
    integration,
    description: noteOf(description),
    every,
    createdAt: turn.at,
    ...rest,
  };
  turn.put({ kind: MADE_KIND, id: name, value });
  turn.record(actor, 'heartbeat.create', `heartbeat:${name}`, { after: { ...value, enabled } });
  if (!enabled) putRecord(turn, core, name, { isOff: true });
  return null;
}
