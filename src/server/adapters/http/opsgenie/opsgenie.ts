import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ClockPort, LogPort } from '../../../runtime/ports.ts';
import { UndoneError } from '../../../runtime/runner.ts';
import { isObject, type JsonObject } from '../../../sources/fields.ts';
import { genieKeyOf } from '../../../sources/opsgenie-answer.ts';
import type { IngestCounters } from '../ingest-counters.ts';
import type { KeyRing } from '../key-ring.ts';
import { parseContent } from '../parse-content.ts';
import { drain, readBody } from '../read-body.ts';
import { MAX_DEPTH } from '../settings.ts';
import type { Suspicion } from '../suspicion.ts';
import { answerAlertCall } from './alert-routes.ts';
import { type CallDeps, comeAgain, type Reply, reply, unprocessable } from './call.ts';
import { answerHeartbeatCall } from './heartbeat-routes.ts';
import { type ApiPath, apiPathOf } from './path.ts';

export interface OpsgenieDeps extends CallDeps {
  readonly keys: KeyRing;
  readonly suspicion: Suspicion;
  readonly counters: IngestCounters;
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly bodyLimit: number;
  /** Calls under way at once, above which senders are told to come again. */
  readonly maxInFlight: number;
}

type Read = { readonly ok: true; readonly body: JsonObject } | { readonly ok: false; readonly answer: Reply };

const TYPES = ['opsgenie'];
const WRONG_KEY = reply(401, { message: 'Could not authenticate' });

/**
 * Opsgenie's Alert and Heartbeat API but for creating alerts (ING113–ING121), in front of the ingestion path: the key of
 * an `opsgenie` integration, no bearer token. Returns false when the request is not one of these.
 */
export function createOpsgenie(deps: OpsgenieDeps) {
  const { counters, clock } = deps;
  let inFlight = 0;

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const found = apiPathOf(req.url!);
    if (found === null) return false;
    // Creating is an event: it takes the way of all events.
    if (found.api === 'alerts' && found.segments.length === 0 && req.method === 'POST') return false;
    inFlight++;
    void handle(req, res, found);
    return true;
  };

  /** Never rejects. */
  async function handle(req: IncomingMessage, res: ServerResponse, found: ApiPath) {
    const started = clock.elapsed();
    const requestId = randomUUID();
    let answer: Reply;
    try {
      answer = await judge(req, found, requestId);
    } catch (error) {
      const { message } = error as Error;
      const isBusy = error instanceof UndoneError || message === 'too many queries waiting';
      if (!isBusy) deps.log.error({ error: String(error) }, 'a call of the Opsgenie API failed');
      answer = comeAgain(isBusy ? 'overload' : 'storage');
    } finally {
      inFlight--;
    }
    drain(req);
    send(res, answer, { took: (clock.elapsed() - started) / 1000, requestId });
  }

  async function judge(req: IncomingMessage, found: ApiPath, requestId: string): Promise<Reply> {
    const integration = deps.keys.find(genieKeyOf(req.headers), TYPES);
    if (integration === null) {
      counters.wrongKeys++;
      deps.suspicion(req.socket.remoteAddress ?? 'unknown', null, clock.now());
      return WRONG_KEY;
    }
    if (inFlight > deps.maxInFlight) {
      counters.shed++;
      return comeAgain('overload');
    }
    const read: Read = req.method === 'GET' ? { ok: true, body: {} } : await bodyOf(req);
    if (!read.ok) return read.answer;
    const { body } = read;
    const call = { ...found, method: req.method!, body, integration, requestId, now: clock.now() };
    return found.api === 'alerts' ? answerAlertCall(call, deps) : answerHeartbeatCall(call, deps);
  }

  /** The body's object, an empty one where there was nothing (clients send `null` too), or why it is none. */
  async function bodyOf(req: IncomingMessage): Promise<Read> {
    const refused = (problem: string): Read => ({ ok: false, answer: unprocessable({ body: problem }) });
    const read = await readBody(req, deps.bodyLimit);
    if (!read.ok) {
      if (read.why === 'too-large')
        return { ok: false, answer: reply(413, { message: `Body over ${deps.bodyLimit} bytes` }) };
      return refused('does not arrive or unpack as its headers say');
    }
    const content = await parseContent(read.bytes, req.headers['content-type'] ?? '', MAX_DEPTH);
    if (!content.ok) return refused(content.reason.text);
    if (content.value === null) return { ok: true, body: {} };
    return isObject(content.value) ? { ok: true, body: content.value } : refused('Expected an object.');
  }

  function send(
    res: ServerResponse,
    answer: Reply,
    more: { readonly took: number; readonly requestId: string },
  ) {
    const counter = `opsgenie|${answer.status}`;
    counters.answers.set(counter, (counters.answers.get(counter) ?? 0) + 1);
    if (res.headersSent || res.destroyed) return;
    const text = JSON.stringify({ ...answer.body, ...more });
    res.writeHead(answer.status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(text),
      ...answer.headers,
    });
    res.end(text);
  }
}
