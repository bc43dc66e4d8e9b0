import { durationMs } from '../../../shared/duration.ts';
import type { HeartbeatView as Heartbeat, HeartbeatChanges, HeartbeatPort } from '../heartbeat-port.ts';
import type { AlertHeartbeats, HeartbeatInput, HeartbeatResult, HeartbeatView } from './alert-heartbeats.ts';

const UNKNOWN = { ok: false, reason: 'unknown' } as const;
const OWNED = 'it belongs to the configuration; it can be switched off and on, and changed there';

/** The floor's heartbeats as the emulated API asks for them (ING121). */
export function alertHeartbeatsOf(heartbeats: HeartbeatPort): AlertHeartbeats {
  const done = (found: Heartbeat | null): HeartbeatResult =>
    found === null ? UNKNOWN : { ok: true, heartbeat: viewOf(found) };
  return {
    async ping(integration, name, now) {
      const found = await heartbeats.ping(integration, name);
      if (found === null) return UNKNOWN;
      return { ok: true, lastPingAt: found.lastPingAt === null ? now : Date.parse(found.lastPingAt) };
    },
    async get(integration, name) {
      const found = heartbeats.get(integration, name);
      return found && viewOf(found);
    },
    list: async (integration) => heartbeats.list(integration).map(viewOf),
    async create(integration, name, input) {
      const { every = 'PT1M', ...changes } = changesOf(input);
      const made = await heartbeats.create(integration, { name, every, ...changes });
      return 'error' in made ? { ok: false, reason: 'refused', message: made.error } : done(made);
    },
    async update(integration, name, input) {
      if (heartbeats.get(integration, name) === null) return UNKNOWN;
      const changed = await heartbeats.update(integration, name, changesOf(input));
      return changed === null ? { ok: false, reason: 'refused', message: OWNED } : done(changed);
    },
    enable: async (integration, name, isOn) => done(await heartbeats.setEnabled(integration, name, isOn)),
  };
}

function viewOf({
  name,
  description,
  every,
  enabled,
  expired,
  lastPingAt,
  message,
  tags,
  urgency,
}: Heartbeat): HeartbeatView {
  return {
    name,
    description,
    everyMs: durationMs(every),
    enabled,
    expired,
    lastPingAt: lastPingAt === null ? null : Date.parse(lastPingAt),
    alertMessage: message,
    alertTags: tags,
    alertUrgency: urgency,
  };
}

function changesOf(input: HeartbeatInput): HeartbeatChanges {
  const { description, everyMs, enabled, alertMessage, alertTags, alertUrgency } = input;
  return {
    ...(description === undefined ? {} : { description }),
    ...(everyMs === undefined ? {} : { every: `PT${Math.round(everyMs / 1000)}S` }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(alertMessage === undefined ? {} : { message: alertMessage }),
    ...(alertTags === undefined ? {} : { tags: alertTags }),
    ...(alertUrgency === undefined ? {} : { urgency: alertUrgency }),
  };
}
