import { PRIORITY_BY_URGENCY } from '../../../runtime/alerts/alert.ts';
import type {
  HeartbeatInput,
  HeartbeatResult,
  HeartbeatView,
} from '../../../runtime/alerts/alert-heartbeats.ts';
import { MAX_FIELD, toText } from '../../../sources/bounded.ts';
import { type JsonObject, optionalLine, textOf } from '../../../sources/fields.ts';
import { URGENCY_BY_PRIORITY } from '../../../sources/opsgenie.ts';
import { MAX_DESCRIPTION, tagsOf } from '../../../sources/opsgenie-details.ts';
import { type Call, type CallDeps, data, notFound, type Reply, reply, unprocessable } from './call.ts';

const UNITS = [
  ['days', 86_400_000],
  ['hours', 3_600_000],
  ['minutes', 60_000],
] as const;
/** Longest interval: a year. */
const MAX_INTERVAL_MS = 366 * 86_400_000;

const unknown = (name: string): Reply =>
  notFound(`Heartbeat with name [${name.slice(0, 200)}] does not exist`);

/** Everything under `/v2/heartbeats`. An unknown heartbeat is an error, never a PONG (ING121). */
export async function answerHeartbeatCall(call: Call, deps: CallDeps): Promise<Reply> {
  const { method, segments, integration, body, now } = call;
  const { heartbeats } = deps;
  if (segments.length === 0) {
    if (method === 'GET') {
      const all = await heartbeats.list(integration.id);
      return data({ heartbeats: all.map(heartbeatShape) });
    }
    return method === 'POST' ? create(call, deps) : notSupported(method);
  }
  const last = segments.at(-1)!;
  const named = segments.slice(0, -1).join('/');
  if (segments.length > 1 && last === 'ping' && ['GET', 'POST', 'PUT', 'PATCH'].includes(method)) {
    const heard = await heartbeats.ping(integration.id, named, now);
    return heard.ok ? reply(202, { result: 'PONG - Heartbeat received' }) : unknown(named);
  }
  if (segments.length > 1 && (last === 'enable' || last === 'disable') && method === 'POST') {
    const result = await heartbeats.enable(integration.id, named, last === 'enable');
    return answerOf(named, result, 200, last === 'enable' ? 'Enabled' : 'Disabled');
  }
  const name = segments.join('/');
  if (method === 'GET') {
    const heartbeat = await heartbeats.get(integration.id, name);
    return heartbeat === null ? unknown(name) : data(heartbeatShape(heartbeat));
  }
  if (method === 'PATCH' || method === 'PUT') {
    const read = readInput(body);
    if ('errors' in read) return unprocessable(read.errors);
    return answerOf(name, await heartbeats.update(integration.id, name, read.input), 200, 'Updated');
  }
  return notSupported(method);
}

const notSupported = (method: string): Reply =>
  reply(method === 'DELETE' ? 403 : 405, {
    message:
      method === 'DELETE'
        ? 'Heartbeats are not deleted through the API: disable it, or take it out of the configuration'
        : `${method} is not supported here`,
  });

async function create({ integration, body }: Call, { heartbeats }: CallDeps): Promise<Reply> {
  const name = optionalLine(body.name);
  if (name === null) return unprocessable({ name: 'Name can not be empty.' });
  const read = readInput(body);
  if ('errors' in read) return unprocessable(read.errors);
  if (read.input.everyMs === undefined) return unprocessable({ interval: 'Interval can not be empty.' });
  return answerOf(name, await heartbeats.create(integration.id, name, read.input), 201, 'Created');
}

function answerOf(name: string, result: HeartbeatResult, status: number, done: string): Reply {
  if (result.ok) return reply(status, { result: done, data: heartbeatShape(result.heartbeat) });
  return result.reason === 'unknown' ? unknown(name) : reply(403, { message: result.message });
}

function readInput(
  body: JsonObject,
): { readonly input: HeartbeatInput } | { readonly errors: Readonly<Record<string, string>> } {
  const isSet = (value: unknown) => value !== undefined && value !== null && value !== '';
  const word = isSet(body.intervalUnit) ? String(textOf(body.intervalUnit)).toLowerCase() : 'minutes';
  const unit = UNITS.find(([name]) => name === word)?.[1];
  if (unit === undefined) return { errors: { intervalUnit: 'should be one of [ minutes, hours, days ]' } };
  const everyMs = isSet(body.interval) ? Number(textOf(body.interval)) * unit : undefined;
  if (everyMs !== undefined && !(everyMs >= 60_000 && everyMs <= MAX_INTERVAL_MS))
    return { errors: { interval: 'expected one minute to one year' } };
  const priority = isSet(body.alertPriority) ? String(textOf(body.alertPriority)).toUpperCase() : null;
  const alertUrgency = priority === null ? undefined : URGENCY_BY_PRIORITY.get(priority);
  if (priority !== null && alertUrgency === undefined)
    return { errors: { alertPriority: 'should be one of [ P1, P2, P3, P4, P5 ]' } };
  return {
    input: {
      ...(isSet(body.description)
        ? { description: toText(textOf(body.description) ?? '', MAX_DESCRIPTION) }
        : {}),
      ...(everyMs === undefined ? {} : { everyMs }),
      ...(typeof body.enabled === 'boolean' ? { enabled: body.enabled } : {}),
      ...(isSet(body.alertMessage) ? { alertMessage: optionalLine(body.alertMessage, MAX_FIELD) ?? '' } : {}),
      ...(isSet(body.alertTags) ? { alertTags: tagsOf(body.alertTags) } : {}),
      ...(alertUrgency === undefined ? {} : { alertUrgency }),
    },
  };
}

function heartbeatShape(heartbeat: HeartbeatView) {
  const [intervalUnit, unit] = UNITS.find(([, ms]) => heartbeat.everyMs % ms === 0) ?? UNITS[2];
  return {
    name: heartbeat.name,
    description: heartbeat.description,
    interval: heartbeat.everyMs / unit,
    intervalUnit,
    enabled: heartbeat.enabled,
    expired: heartbeat.expired,
    ...(heartbeat.lastPingAt === null ? {} : { lastPingTime: new Date(heartbeat.lastPingAt).toISOString() }),
    alertMessage: heartbeat.alertMessage,
    alertTags: heartbeat.alertTags,
    alertPriority: PRIORITY_BY_URGENCY[heartbeat.alertUrgency],
  };
}
