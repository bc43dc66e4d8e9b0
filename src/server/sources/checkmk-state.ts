import { isObject, type JsonObject, textOf } from './fields.ts';
import { readAll, type StateAlert, type StateAnswer } from './state-answer.ts';

/** Columns of Livestatus that the two readers below ask for. */
export const CHECKMK_SERVICE_COLUMNS = [
  'host_name',
  'description',
  'state',
  'state_type',
  'plugin_output',
  'perf_data',
  'last_state_change',
  'scheduled_downtime_depth',
  'host_scheduled_downtime_depth',
  'host_state',
  'notifications_enabled',
] as const;
export const CHECKMK_HOST_COLUMNS = [
  'name',
  'state',
  'state_type',
  'plugin_output',
  'last_state_change',
  'scheduled_downtime_depth',
  'notifications_enabled',
] as const;

const SERVICE_STATES = ['OK', 'WARNING', 'CRITICAL', 'UNKNOWN'];
const HOST_STATES = ['UP', 'DOWN', 'UNREACHABLE'];

/**
 * `/domain-types/service/collections/all` with what is not OK, as variables of the notification plug-in (ING169). Quiet:
 * in a downtime, of a host that is down, in a soft state, or with its notifications off, as Checkmk itself tells
 * nobody of these. Source: Checkmk's REST API, "Service status", and its Livestatus columns.
 */
export function readCheckmkServices(answer: unknown, site: string): StateAnswer {
  return readCollection(answer, 'services', (row) => {
    const state = SERVICE_STATES[Number(row.state)];
    const host = textOf(row.host_name);
    const service = textOf(row.description);
    if (state === undefined || host === null || service === null) return null;
    return {
      body: {
        ...notification(row, site, host),
        WHAT: 'SERVICE',
        SERVICEDESC: service,
        SERVICESTATE: state,
        SERVICEOUTPUT: row.plugin_output,
        SERVICEPERFDATA: row.perf_data,
      },
      isQuiet: isQuiet(row) || Number(row.host_scheduled_downtime_depth) > 0 || Number(row.host_state) > 0,
    };
  });
}

/** `/domain-types/host/collections/all` with what is not UP. */
export function readCheckmkHosts(answer: unknown, site: string): StateAnswer {
  return readCollection(answer, 'hosts', (row) => {
    const state = HOST_STATES[Number(row.state)];
    const host = textOf(row.name);
    if (state === undefined || host === null) return null;
    return {
      body: {
        ...notification(row, site, host),
        WHAT: 'HOST',
        HOSTSTATE: state,
        HOSTOUTPUT: row.plugin_output,
      },
      isQuiet: isQuiet(row),
    };
  });
}

function readCollection(
  answer: unknown,
  what: string,
  read: (row: JsonObject) => StateAlert | null,
): StateAnswer {
  const list = isObject(answer) ? answer.value : undefined;
  return readAll(list, what, ({ extensions }) => (isObject(extensions) ? read(extensions) : null));
}

const notification = ({ last_state_change: since }: JsonObject, site: string, host: string) => ({
  NOTIFICATIONTYPE: 'PROBLEM',
  OMD_SITE: site,
  HOSTNAME: host,
  // Seconds there, microseconds in a notification.
  MICROTIME: typeof since === 'number' && since > 0 ? String(Math.round(since * 1e6)) : '',
});

const isQuiet = (row: JsonObject): boolean =>
  Number(row.scheduled_downtime_depth) > 0 || row.state_type === 0 || row.notifications_enabled === 0;
