import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Integration } from '../../../shared/config/integration.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { Urgency } from '../../../shared/words.ts';
import type { Heartbeat } from './heartbeat.ts';

/** A heartbeat made through an API: a run-time fact beside those of the config. */
export interface MadeHeartbeat {
  readonly name: string;
  readonly integration: string;
  readonly description: string;
  /** ISO 8601. */
  readonly every: string;
  readonly createdAt: number;
  readonly urgency?: Urgency;
  /** Summary of the incident that its silence opens; a text of ours when absent. */
  readonly message?: string;
  readonly tags?: readonly string[];
}

/** Grace of heartbeats made through an API, which has no word for one. */
const MADE_GRACE = 'PT1M';

export const ownHeartbeatId = (integration: string): string => `integration:${integration}`;

/**
 * [ING170] [ING178] Every heartbeat there is: integrations' own, the config's, and those made through an API whose name
 * the config does not have and whose integration it has. `isOff`: switched off at run time.
 */
export function heartbeatsOf(
  config: ConfigDocument,
  made: readonly MadeHeartbeat[],
  isOff: (id: string) => boolean,
): Heartbeat[] {
  const integrations = new Map(config.integrations.map((one) => [one.id, one]));
  const services = new Map(config.services.map((one) => [one.id, one]));
  const build = (
    id: string,
    integration: Integration,
    input: Pick<Heartbeat, 'name' | 'label' | 'madeBy' | 'note' | 'every' | 'grace' | 'isOn'> & {
      readonly service?: string | undefined;
      readonly urgency?: Urgency | undefined;
      readonly message?: string | undefined;
    },
  ): Heartbeat => {
    const service = input.service ?? integration.service;
    const switchedOff = isOff(id);
    return {
      ...input,
      id,
      integration: integration.id,
      service,
      urgency: input.urgency ?? services.get(service)?.urgency.default ?? 'high',
      allowedMs: durationMs(input.every) + durationMs(input.grace),
      switchedOff,
      isOn: input.isOn && integration.enabled && !switchedOff,
    };
  };

  const own = config.integrations.flatMap((integration) => {
    if (!integration.heartbeat) return [];
    const facts = {
      name: null,
      label: integration.name,
      madeBy: 'integration' as const,
      note: '',
      isOn: true,
    };
    return [build(ownHeartbeatId(integration.id), integration, { ...facts, ...integration.heartbeat })];
  });
  const named = config.heartbeats.flatMap(({ enabled, integration: of, ...rest }) => {
    const integration = integrations.get(of);
    if (!integration) return [];
    const facts = { label: rest.name, madeBy: 'config' as const, isOn: enabled };
    return [build(rest.name, integration, { ...facts, ...rest })];
  });
  const taken = new Set(named.map(({ id }) => id));
  const ofApi = made.flatMap(({ name, integration: of, description, every, urgency, message }) => {
    const integration = integrations.get(of);
    if (!integration || taken.has(name)) return [];
    const facts = { name, label: name, madeBy: 'api' as const, note: description, isOn: true };
    return [build(name, integration, { ...facts, every, grace: MADE_GRACE, urgency, message })];
  });
  return [...own, ...named, ...ofApi];
}
