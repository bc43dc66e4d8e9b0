import type { MatchEndpoint } from '../../../src/server/adapters/http/ingest.ts';
import type { SourceEvent } from '../../../src/server/domain/event.ts';
import type { Endpoint, Source } from '../../../src/server/sources/source.ts';
import { reason } from '../../../src/shared/reason.ts';

const STATUS = {
  key: 401,
  signature: 401,
  body: 400,
  'too-large': 413,
  overload: 503,
  storage: 503,
  method: 405,
} as const;

const event = (summary: string): SourceEvent => ({
  status: 'open',
  summary,
  dedupKey: null,
  urgency: null,
  urgencyWord: null,
  eventAt: null,
  resource: null,
  metricName: null,
  metricValue: null,
  threshold: null,
  eventType: null,
  details: {},
  links: [],
});

const parse: Endpoint['parse'] = ({ body }) => {
  if ((body as { explode?: boolean } | null)?.explode) throw new Error('poison');
  return (Array.isArray(body) ? body : [body]).map((element) => {
    const summary = (element as { summary?: unknown } | null)?.summary;
    return typeof summary === 'string'
      ? { ok: true, event: event(summary) }
      : { ok: false, reason: reason('ING1', 'summary: missing') };
  });
};
const shapes: Pick<Endpoint, 'parse' | 'accept' | 'refuse'> = {
  parse,
  accept: (results) => ({ status: 200, body: { code: '200', msg: 'ok', events: results } }),
  refuse: (refusal) => ({
    status: STATUS[refusal.kind],
    body: { code: String(STATUS[refusal.kind]), msg: refusal.reason.text },
  }),
};
const pathDoor: Endpoint = { methods: ['POST', 'GET'], path: '/integration/standard/v1/{key}', ...shapes };
const bodyDoor: Endpoint = {
  methods: ['POST'],
  path: '/v2/enqueue',
  keyOf: ({ body }) => {
    const key = (body as { routing_key?: unknown } | null)?.routing_key;
    return typeof key === 'string' ? key : null;
  },
  ...shapes,
};
const STANDARD: Source = { type: 'standard', endpoints: [pathDoor] };
const PAGERDUTY: Source = { type: 'pagerduty', endpoints: [bodyDoor] };

/** Two doors: one with the key in its path, one with the key in the body. */
export const fakeDoors: MatchEndpoint = (method, path) => {
  const found = /^\/integration\/standard\/v1\/([^/]*)$/.exec(path);
  if (found !== null && pathDoor.methods.includes(method as 'POST'))
    return { endpoint: pathDoor, source: STANDARD, key: found[1]! };
  if (path === '/v2/enqueue' && method === 'POST')
    return { endpoint: bodyDoor, source: PAGERDUTY, key: null };
  return null;
};
