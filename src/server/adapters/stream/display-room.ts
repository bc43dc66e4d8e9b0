import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Display } from '../../../shared/config/service.ts';
import { durationMs } from '../../../shared/duration.ts';
import type { DisplaySettings } from '../../../shared/stream.ts';
import { ADMITS_ALL, type RoomFilter } from './room.ts';

/** A display that was paired but is not in the config: the board, nothing filtered. */
export function findDisplay(config: ConfigDocument, id: string): Display {
  return (
    config.displays.find((display) => display.id === id) ?? {
      id,
      views: ['board', 'heatmap', 'oncall', 'metrics'],
      rotateEvery: 'PT30S',
      distance: 5,
      theme: 'dark',
      sound: true,
      filter: {},
    }
  );
}

export function displaySettings(config: ConfigDocument, id: string): DisplaySettings {
  const display = findDisplay(config, id);
  const { services, teams, groups, urgency } = display.filter;
  const names = (ids: readonly string[] | undefined, list: readonly { id: string; name: string }[]) =>
    (ids ?? []).map((one) => list.find((item) => item.id === one)?.name ?? one);
  return {
    id,
    name: display.name ?? display.id,
    views: display.views,
    rotateEveryMs: display.rotateEvery === null ? null : durationMs(display.rotateEvery),
    distance: display.distance,
    theme: display.theme,
    locale: display.locale ?? config.locale,
    sound: display.sound,
    timeZone: config.timeZone,
    filter: [
      ...names(services, config.services),
      ...names(teams, config.teams),
      ...(groups ?? []),
      ...(urgency ?? []),
    ],
  };
}

/** A display shows a service that any of its lists names; urgencies narrow it further. */
export function displayFilter(config: ConfigDocument, id: string): RoomFilter {
  const { services, teams, groups, urgency } = findDisplay(config, id).filter;
  if (!services && !teams && !groups && !urgency) return ADMITS_ALL;
  const admitted =
    services || teams || groups
      ? new Set(
          config.services
            .filter(
              (service) =>
                services?.includes(service.id) ||
                (service.team !== undefined && teams?.includes(service.team)) ||
                (service.group !== undefined && groups?.includes(service.group)),
            )
            .map((service) => service.id),
        )
      : null;
  return { services: admitted, urgencies: urgency ? new Set(urgency) : null };
}
