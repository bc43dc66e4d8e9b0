import type { ConfigDocument } from './document.ts';

/** [ING170] Names used twice, and integrations and services that do not exist, by path. `broken` elements are left out. */
export function reportHeartbeatProblems(
  config: Pick<ConfigDocument, 'heartbeats' | 'integrations'>,
  broken: ReadonlySet<object>,
  isService: (id: string) => boolean,
  report: (path: string, message: string, found: string) => void,
): void {
  const integrations = new Set(config.integrations.map(({ id }) => id));
  const needService = (id: string | undefined, path: string) => {
    if (id !== undefined && !isService(id)) report(`${path}.service`, 'expected the id of a service', id);
  };
  config.integrations.forEach((integration, i) => {
    if (!broken.has(integration)) needService(integration.heartbeat?.service, `integrations[${i}].heartbeat`);
  });
  const names = new Set<string>();
  config.heartbeats.forEach((heartbeat, h) => {
    if (broken.has(heartbeat)) return;
    const path = `heartbeats[${h}]`;
    if (names.has(heartbeat.name)) report(`${path}.name`, 'expected a name not used before', heartbeat.name);
    names.add(heartbeat.name);
    if (!integrations.has(heartbeat.integration))
      report(`${path}.integration`, 'expected the id of an integration', heartbeat.integration);
    needService(heartbeat.service, path);
  });
}
