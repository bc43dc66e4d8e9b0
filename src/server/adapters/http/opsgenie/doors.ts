import type { Door } from '../openapi.ts';

const ALERT = '/v2/alerts/{identifier}';
const HEARTBEAT = '/v2/heartbeats/{name}';
const POSTED = ['close', 'acknowledge', 'unacknowledge', 'snooze', 'escalate', 'assign'];

/** The paths of the emulated API beside those of its source, as the OpenAPI document lists them. */
export const opsgenieDoors: readonly Door[] = [
  ['/v2/alerts', 'GET'],
  ['/v2/alerts/count', 'GET'],
  ['/v2/alerts/requests/{requestId}', 'GET'],
  [ALERT, 'GET', 'DELETE'],
  ...POSTED.map((name) => [`${ALERT}/${name}`, 'POST']),
  [`${ALERT}/notes`, 'GET', 'POST'],
  [`${ALERT}/logs`, 'GET'],
  [`${ALERT}/tags`, 'POST', 'DELETE'],
  [`${ALERT}/details`, 'POST', 'DELETE'],
  ...['priority', 'message', 'description'].map((name) => [`${ALERT}/${name}`, 'PUT']),
  ['/v2/heartbeats', 'GET', 'POST'],
  [HEARTBEAT, 'GET', 'PATCH'],
  [`${HEARTBEAT}/ping`, 'GET', 'POST', 'PUT', 'PATCH'],
  [`${HEARTBEAT}/enable`, 'POST'],
  [`${HEARTBEAT}/disable`, 'POST'],
].map(([path = '', ...methods]) => ({
  type: 'opsgenie',
  path,
  methods,
  summary: path.startsWith('/v2/alerts') ? 'Opsgenie Alert API v2' : 'Opsgenie Heartbeat API',
}));
