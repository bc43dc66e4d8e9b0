import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Reason } from '../../../shared/reason.ts';
import { type Auth, type AuthSettings, createAuth } from '../../runtime/auth/auth.ts';
import type { Floor } from '../../runtime/floor.ts';
import type { ClockPort, LogPort } from '../../runtime/ports.ts';
import { SOURCES } from '../../sources/registry.ts';
import { gateSettings, isLoopbackBind } from './allowed-hosts.ts';
import { createApp } from './app.ts';
import { capConnections } from './connections.ts';
import { type GateSettings, judge, type RequestHead, type Verdict } from './gate.ts';
import { createIngest, type MatchEndpoint } from './ingest.ts';
import { newIngestCounters } from './ingest-counters.ts';
import { createKeyRing } from './key-ring.ts';
import { createLimits } from './limits.ts';
import { createMetrics, type GaugeSource } from './metrics.ts';
import type { Door } from './openapi.ts';
import { drain, expectContinue } from './read-body.ts';
import type { Readiness } from './route.ts';
import { routeTable } from './route-table.ts';
import { DEFAULT_BODY_LIMIT, type HttpSettings, LIMITS, MAX_DEPTH } from './settings.ts';
import { createSuspicion, type OnSuspicious } from './suspicion.ts';

export interface HttpOptions {
  readonly floor: Floor;
  readonly config: () => ConfigDocument;
  readonly settings: HttpSettings;
  readonly log: LogPort;
  readonly clock: ClockPort;
  /** Folder of the built renderer. */
  readonly staticDir: string;
  readonly auth: AuthSettings;
  /** Doors of the sources. */
  readonly sources: {
    readonly matchEndpoint: MatchEndpoint;
    readonly doors?: () => readonly Door[];
  };
  readonly version: string;
  readonly onSuspicious?: OnSuspicious;
  readonly readiness?: () => Readiness;
  /** See `ApiDeps`; without one no URL is refused before it is connected to. */
  readonly refuseUrl?: (url: string) => Reason | null;
  readonly gauges?: readonly GaugeSource[];
}

export interface Http {
  /** Not listening yet. */
  readonly server: Server;
  /** Judges a request or a handshake; Socket.IO's `allowRequest` must ask it. */
  readonly gate: (head: RequestHead) => Verdict;
  readonly auth: Auth;
}

const registeredDoors = (): readonly Door[] =>
  SOURCES.flatMap(({ type, endpoints }) => endpoints.map(({ path, methods }) => ({ type, path, methods })));

/** How often a non-loopback server looks again for addresses of its own. */
const ADDRESSES_EVERY_MS = 5_000;

/** The server's HTTP side: gate → ingestion path → API and pages. Nothing listens or runs until `server.listen`. */
export function createHttp(options: HttpOptions): Http {
  const { floor, settings, log, clock } = options;
  const auth = createAuth({ floor, clock, log, ...options.auth });
  const counters = newIngestCounters();
  const metrics = createMetrics({ floor, ingest: counters, gauges: options.gauges ?? [] });
  // Asked for on every request: kept here, since `address()` is a system call.
  let port = 0;
  const gate = createGate(settings, clock, () => port);
  const bodyLimit = settings.bodyLimit ?? DEFAULT_BODY_LIMIT;

  const ingest = createIngest({
    floor,
    match: options.sources.matchEndpoint,
    keys: createKeyRing(options.config),
    suspicion: createSuspicion(options.onSuspicious ?? (() => undefined)),
    counters,
    clock,
    log,
    bodyLimit,
    maxDepth: MAX_DEPTH,
    maxInFlight: settings.maxInFlight ?? 10_000,
  });
  const baseUrl = () => {
    if (settings.publicUrl !== null) return settings.publicUrl.replace(/\/+$/, '');
    const host =
      isLoopbackBind(settings.host) || /^(?:0\.0\.0\.0|::)$/.test(settings.host)
        ? '127.0.0.1'
        : settings.host;
    const scheme = settings.tls === null ? 'http' : 'https';
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  };
  const app = createApp({
    deps: {
      floor,
      auth,
      config: options.config,
      limits: createLimits(),
      metrics,
      readiness: options.readiness ?? (() => ({ ready: true, checks: {} })),
      baseUrl,
      refuseUrl: options.refuseUrl ?? (() => null),
    },
    routes: routeTable(options.sources.doors ?? registeredDoors, options.version),
    staticDir: options.staticDir,
    isTls: settings.tls !== null,
    clock,
    log,
    bodyLimit,
  });

  const onRequest = (req: IncomingMessage, res: ServerResponse): void => {
    const verdict = gate(req);
    if (!verdict.ok) {
      metrics.gateRefused(verdict.problem.code);
      drain(req);
      const text = JSON.stringify(verdict.problem);
      res.writeHead(verdict.status, {
        'content-type': 'application/problem+json',
        'content-length': Buffer.byteLength(text),
      });
      res.end(text);
      return;
    }
    if (!ingest(req, res)) app(req, res);
  };
  const limits = {
    headersTimeout: LIMITS.headersTimeoutMs,
    requestTimeout: LIMITS.requestTimeoutMs,
    connectionsCheckingInterval: LIMITS.checkEveryMs,
    keepAliveTimeout: LIMITS.keepAliveMs,
    maxHeaderSize: 16_384,
    noDelay: true,
  };
  const server: Server =
    settings.tls === null
      ? createServer(limits, onRequest)
      : createTlsServer({ ...limits, ...settings.tls, minVersion: 'TLSv1.2' }, onRequest);
  server.on('checkContinue', (req: IncomingMessage, res: ServerResponse) => {
    // `100 Continue` is sent when the body is first read: a wrong key never gets to send it.
    expectContinue(req, res);
    onRequest(req, res);
  });
  server.on('listening', () => {
    port = (server.address() as AddressInfo).port;
  });
  server.maxHeadersCount = LIMITS.maxHeaders;
  server.timeout = LIMITS.idleMs;
  capConnections(server);
  return { server, gate, auth };
}

/** The gate of a listening server: settings are made once per port; own addresses are looked up again on a miss. */
function createGate(settings: HttpSettings, clock: ClockPort, port: () => number) {
  let made: { readonly port: number; readonly at: number; readonly settings: GateSettings } | null = null;
  const renew = (actual: number) => {
    made = { port: actual, at: clock.elapsed(), settings: gateSettings(settings, actual) };
    return made;
  };
  const watchesAddresses = !isLoopbackBind(settings.host);
  return (head: RequestHead): Verdict => {
    const actual = port();
    const current = made === null || made.port !== actual ? renew(actual) : made;
    const verdict = judge(head, current.settings);
    if (verdict.ok || !watchesAddresses || clock.elapsed() - current.at < ADDRESSES_EVERY_MS) return verdict;
    return judge(head, renew(actual).settings);
  };
}
