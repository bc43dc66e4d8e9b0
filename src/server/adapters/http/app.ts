import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import { type ApiOptions, mountRoutes, write } from './api.ts';
import { mountPages } from './pages.ts';
import { problem } from './problem.ts';
import { drain } from './read-body.ts';
import type { Route } from './route.ts';

/** Headers of every answer but the ingestion path's (STR47). No CORS header is ever sent. */
const securityHeaders = (isTls: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        // 'self' covers the stream's WebSocket on the same host and port.
        connectSrc: ["'self'"],
        fontSrc: ["'self'", 'data:'],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isTls,
    // Browsers refuse this one on plain HTTP other than loopback and complain in the console.
    crossOriginOpenerPolicy: isTls,
    originAgentCluster: false,
  });

/** API and pages behind the gate and the ingestion path. */
export function createApp(
  options: ApiOptions & {
    readonly routes: readonly Route[];
    readonly staticDir: string;
    readonly isTls: boolean;
  },
): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('case sensitive routing', true).set('query parser', false);
  app.use(securityHeaders(options.isTls));
  mountRoutes(app, options.routes, options);
  const pages = express();
  pages.disable('x-powered-by').set('query parser', false);
  mountPages(pages, options.staticDir);
  app.use(pages);
  app.use((req, res) => {
    drain(req);
    write(res, problem(404, 'not-found', 'STR45', 'There is nothing here in this version'));
  });
  const failed: ErrorRequestHandler = (error, req, res, _next) => {
    drain(req);
    // Express says 400 of a path that does not decode; anything else is ours.
    const status = (error as { status?: number }).status === 400 ? 400 : 500;
    if (status === 500) options.log.error({ error: String(error) }, 'a request failed');
    write(
      res,
      problem(status, status === 400 ? 'bad-path' : 'failed', 'STR45', 'The request could not be served'),
    );
  };
  app.use(failed);
  return app;
}
