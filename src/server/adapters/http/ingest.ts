import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Integration } from '../../../shared/config/integration.ts';
import { type Reason, reason } from '../../../shared/reason.ts';
import type { EventEffect, ParsedEvent } from '../../domain/event.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { ClockPort, LogPort } from '../../runtime/ports.ts';
import type { Endpoint, HttpAnswer, Refusal, Source, SourceRequest } from '../../sources/source.ts';
import type { IngestCounters } from './ingest-counters.ts';
import type { KeyRing } from './key-ring.ts';
import { type Content, parseContent } from './parse-content.ts';
import { drain, readBody } from './read-body.ts';
import type { CheckSignature } from './signatures/check-signature.ts';
import type { Suspicion } from './suspicion.ts';

/** A door found for a request, with the key where the path holds it. */
export interface EndpointMatch {
  readonly endpoint: Endpoint;
  readonly source: Pick<Source, 'type' | 'aliases'>;
  readonly key: string | null;
}
export type MatchEndpoint = (method: string, path: string) => EndpointMatch | null;

export interface IngestDeps {
  readonly floor: Pick<Floor, 'ingest' | 'reject'>;
  readonly match: MatchEndpoint;
  readonly keys: KeyRing;
  readonly suspicion: Suspicion;
  readonly checkSignature: CheckSignature;
  /** Does what an event of a proven sender asks for, after the commit; durable when it resolves. */
  readonly onEffect: (integration: Integration, effect: EventEffect) => Promise<void>;
  readonly counters: IngestCounters;
  readonly clock: Pick<ClockPort, 'now'>;
  readonly log: LogPort;
  readonly bodyLimit: number;
  readonly maxDepth: number;
  readonly maxInFlight: number;
}

const METHODS = ['POST', 'PUT', 'GET'] as const;
const NO_QUERY: Readonly<Record<string, string>> = Object.freeze({});
/** Bodies held in memory at once, above which senders are told to try again. */
const MAX_BUFFERED = 256 * 1024 * 1024;
const newId = () => randomUUID();

const WRONG_KEY: Refusal = { kind: 'key', reason: reason('ING20', 'key: unknown or missing') };
const OVERLOAD: Refusal = { kind: 'overload', reason: reason('ING29', 'too many requests at once') };
const WRONG_METHOD: Refusal = { kind: 'method', reason: reason('ING27', 'method not allowed here') };
const bodyRefusal = (why: Reason): Refusal => ({ kind: 'body', reason: why });

/**
 * The ingestion path, straight on node:http. Returns false when the path is no door of any source,
 * so that the caller goes on. Order: key → overload → size → depth → signature → parse → commit → answer (ING20–ING30,
 * ING50).
 */
export function createIngest(deps: IngestDeps) {
  const { floor, counters } = deps;

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const url = req.url!;
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const found = deps.match(req.method!, path);
    if (found === null) return refuseMethod(req, res, path);
    counters.inFlight++;
    void handle(req, res, found, mark === -1 ? '' : url.slice(mark + 1));
    return true;
  };

  function refuseMethod(req: IncomingMessage, res: ServerResponse, path: string): boolean {
    const allowed = METHODS.filter((method) => deps.match(method, path) !== null);
    if (allowed.length === 0) return false;
    const other = deps.match(allowed[0]!, path)!;
    const answer = other.endpoint.refuse(WRONG_METHOD, null);
    drain(req);
    send(res, other, { ...answer, status: 405, headers: { ...answer.headers, allow: allowed.join(', ') } });
    return true;
  }

  /** Never rejects. */
  async function handle(req: IncomingMessage, res: ServerResponse, found: EndpointMatch, search: string) {
    try {
      await judgeAndRead(req, res, found, search);
    } catch (error) {
      deps.log.error({ error: String(error) }, 'ingestion failed');
      const why = reason('ING30', 'not stored');
      send(res, found, found.endpoint.refuse({ kind: 'storage', reason: why }, null));
    } finally {
      counters.inFlight--;
    }
  }

  async function judgeAndRead(
    req: IncomingMessage,
    res: ServerResponse,
    found: EndpointMatch,
    search: string,
  ) {
    const { endpoint, source } = found;
    const receivedAt = deps.clock.now();
    const types = source.aliases === undefined ? [source.type] : [source.type, ...source.aliases];
    const request = {
      body: null as unknown,
      integration: null as Integration | null,
      query: search === '' ? NO_QUERY : Object.fromEntries(new URLSearchParams(search)),
      headers: req.headers as Readonly<Record<string, string>>,
      receivedAt,
      newId,
    };
    const early = endpoint.keyOf === undefined ? found.key : endpoint.keyOf(request);
    let integration: Integration | null = null;
    // A door that finds no key before the body may find it in the body.
    if (early !== null || endpoint.keyOf === undefined) {
      integration = deps.keys.find(early, types);
      if (integration === null) return refuseKey(req, res, found);
    }
    if (counters.inFlight > deps.maxInFlight || counters.bufferedBytes > MAX_BUFFERED) {
      counters.shed++;
      drain(req);
      return send(res, found, endpoint.refuse(OVERLOAD, null));
    }

    const read = await readBody(req, deps.bodyLimit);
    if (!read.ok) {
      if (read.why === 'aborted') {
        counters.aborted++;
        return;
      }
      drain(req);
      return refuse(res, found, request, integration, readRefusal(read.why, deps.bodyLimit), read.head);
    }
    const size = read.bytes.length;
    counters.bufferedBytes += size;
    try {
      const parsed = parseContent(read.bytes, req.headers['content-type'] ?? '', deps.maxDepth);
      const content = parsed instanceof Promise ? await parsed : parsed;
      if (content.ok) request.body = content.text === '' && search !== '' ? request.query : content.value;
      if (integration === null) {
        integration = content.ok ? deps.keys.find(endpoint.keyOf!(request), types) : null;
        if (integration === null && content.ok) return refuseKey(req, res, found);
      }
      // Before a broken body is recorded: what nobody proved to have sent leaves no event.
      let isProven = false;
      if (integration !== null && (endpoint.signature !== undefined || integration.secret !== undefined)) {
        const verdict = await deps.checkSignature({
          scheme: endpoint.signature,
          integration,
          headers: request.headers,
          bytes: read.bytes,
          body: request.body,
          now: receivedAt,
        });
        if (!verdict.ok) return refuseSignature(res, found, request, integration, verdict.refusal);
        isProven = verdict.isProven;
      }
      if (!content.ok)
        return await refuse(res, found, request, integration, bodyRefusal(content.reason), content.text);
      request.integration = integration;
      await accept(req, res, found, request, integration!, content, isProven);
    } finally {
      counters.bufferedBytes -= size;
    }
  }

  async function accept(
    req: IncomingMessage,
    res: ServerResponse,
    found: EndpointMatch,
    request: SourceRequest,
    integration: Integration,
    content: Content,
    isProven: boolean,
  ) {
    const { endpoint } = found;
    let events: readonly ParsedEvent[];
    try {
      events = endpoint.parse(request);
    } catch (error) {
      counters.adapterFailures++;
      deps.log.error({ type: found.source.type, error: String(error) }, 'adapter failed on a body');
      const why = bodyRefusal(
        reason('ING30', `body: the ${found.source.type} adapter could not read it`, { cause: 'adapter' }),
      );
      return refuse(res, found, request, integration, why, content.text);
    }
    const reply = await floor.ingest({
      integration: integration.id,
      receivedAt: request.receivedAt,
      events,
      raw: content.text,
    });
    if (!reply.ok) {
      if (reply.refusal.kind === 'overload') counters.shed++;
      return send(res, found, endpoint.refuse(reply.refusal, request));
    }
    if (isProven)
      for (const event of events)
        if (event.ok && event.effect) await deps.onEffect(integration, event.effect);
    const bad = events.find((event) => !event.ok);
    if (bad === undefined || events.some((event) => event.ok))
      return send(res, found, endpoint.accept(reply.results, request));
    deps.suspicion(addressOf(req), integration.id, request.receivedAt);
    send(res, found, endpoint.refuse(bodyRefusal((bad as { reason: Reason }).reason), request));
  }

  function refuseKey(req: IncomingMessage, res: ServerResponse, found: EndpointMatch) {
    counters.wrongKeys++;
    deps.suspicion(addressOf(req), null, deps.clock.now());
    drain(req);
    send(res, found, found.endpoint.refuse(WRONG_KEY, null));
  }

  /** Like a wrong key, and about the integration whose key it was; what we could not check is tried again. */
  function refuseSignature(
    res: ServerResponse,
    found: EndpointMatch,
    request: SourceRequest,
    integration: Integration,
    refusal: Refusal,
  ) {
    if (refusal.kind === 'signature') {
      counters.refusedSignatures++;
      deps.suspicion(addressOf(res.req), integration.id, request.receivedAt);
    }
    send(res, found, found.endpoint.refuse(refusal, null));
  }

  /** A body refused as a whole: one `rejected` event where the key was right (ING21), then the answer. */
  async function refuse(
    res: ServerResponse,
    found: EndpointMatch,
    request: SourceRequest,
    integration: Integration | null,
    refusal: Refusal,
    raw: string,
  ) {
    if (integration !== null) {
      deps.suspicion(addressOf(res.req), integration.id, request.receivedAt);
      await floor.reject(integration.id, refusal, raw);
    }
    send(res, found, found.endpoint.refuse(refusal, request));
  }

  function send(res: ServerResponse, found: EndpointMatch, answer: HttpAnswer) {
    const counter = `${found.source.type}|${answer.status}`;
    counters.answers.set(counter, (counters.answers.get(counter) ?? 0) + 1);
    if (res.headersSent || res.destroyed) return;
    if (answer.body === undefined) {
      res.writeHead(answer.status, { 'content-length': 0, ...answer.headers });
      res.end();
      return;
    }
    const text = JSON.stringify(answer.body);
    res.writeHead(answer.status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
      ...answer.headers,
    });
    res.end(text);
  }
}

const addressOf = (req: IncomingMessage): string => req.socket.remoteAddress ?? 'unknown';

function readRefusal(why: 'too-large' | 'encoding' | 'corrupt', limit: number): Refusal {
  if (why === 'too-large')
    return { kind: 'too-large', reason: reason('ING22', `body: over ${limit} bytes`, { limit }) };
  if (why === 'encoding')
    return bodyRefusal(
      reason('ING26', 'content-encoding: expected identity, gzip, deflate or br', { cause: 'unknown' }),
    );
  return bodyRefusal(reason('ING26', 'content-encoding: the body does not unpack'));
}
