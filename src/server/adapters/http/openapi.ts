import { z } from 'zod';
import { createDocument, type ZodOpenApiObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problemSchema } from '../../../shared/api/problem.ts';
import { docsPage, docsStyle } from './docs-page.ts';
import { problem } from './problem.ts';
import { defineRoute, type Route } from './route.ts';

/** A door of the ingestion path, as the document lists it. */
export interface Door {
  readonly type: string;
  /** Other names of the type. */
  readonly aliases?: readonly string[];
  readonly path: string;
  readonly methods: readonly string[];
  /** Where it does not take events. */
  readonly summary?: string;
}

const PROBLEM = { 'application/problem+json': { schema: problemSchema } };
const REFUSALS = {
  400: 'A parameter or field is not right; the problem names it',
  401: 'No token, or not a valid one',
  403: 'The caller may not do this',
} as const;

function paramsOf(path: string): { readonly path?: z.ZodObject } {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1]!);
  return names.length > 0
    ? { path: z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) }
    : {};
}

function operationOf(route: Route) {
  const params = paramsOf(route.path);
  const answers = Object.entries(route.answers).map(([status, { description, schema, type }]) => {
    const content =
      schema !== undefined
        ? { 'application/json': { schema } }
        : type !== undefined
          ? { [type]: { schema: z.string() } }
          : undefined;
    return [status, { description, ...(content === undefined ? {} : { content }) }] as const;
  });
  const refusals = Object.entries(REFUSALS)
    .filter(([status]) => status === '400' || route.scope !== 'public')
    .map(([status, description]) => [status, { description, content: PROBLEM }] as const);
  return {
    operationId: `${route.method}${route.path.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, next?: string) => (next ?? '').toUpperCase())}`,
    tags: [route.tag],
    summary: route.summary,
    description: `Least scope: ${route.scope}.`,
    'x-scope': route.scope,
    security: route.scope === 'public' ? [] : [{ bearer: [] }],
    requestParams: {
      ...params,
      ...(route.query === undefined ? {} : { query: route.query }),
    },
    ...(route.body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }),
    responses: Object.fromEntries([...refusals, ...answers]),
  };
}

/** The OpenAPI 3.1 document of the route table and the ingestion doors (STR51). */
export function openApiDocument(routes: readonly Route[], doors: readonly Door[], version: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    paths[route.path] ??= {};
    paths[route.path]![route.method] = operationOf(route);
  }
  for (const door of doors) {
    paths[door.path] ??= {};
    for (const method of door.methods)
      paths[door.path]![method.toLowerCase()] ??= {
        tags: ['Ingestion'],
        summary: door.summary ?? `Events of ${door.type}`,
        description: "Answers in the emulated API's own shape; the integration's key is the permission.",
        'x-scope': 'ingestion key',
        security: [],
        requestParams: paramsOf(door.path),
        responses: {
          '2XX': { description: 'On disk' },
          '4XX': { description: 'Refused; the answer says why' },
        },
      };
  }
  const document: ZodOpenApiObject = {
    openapi: '3.1.0',
    info: {
      title: 'Watchfloor',
      version,
      description: 'Instants are RFC 3339 UTC. Errors are RFC 9457 problems. Only paths listed here exist.',
    },
    servers: [{ url: '/' }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: paths as ZodOpenApiPathsObject,
  };
  // Conditions pick their schema by the keys present: the document shows them as any value.
  return createDocument(document, {
    allowEmptySchema: { transform: true, pipe: true, custom: true, lazy: true },
  });
}

/** The routes that describe the table, themselves included. `routes` is asked late, because it holds them. */
export function describingRoutes(
  routes: () => readonly Route[],
  doors: () => readonly Door[],
  version: string,
): readonly Route[] {
  let made: ReturnType<typeof openApiDocument> | null = null;
  const document = () => {
    made ??= openApiDocument(routes(), doors(), version);
    return made;
  };
  return [
    defineRoute({
      method: 'get',
      path: '/api/v1/openapi.json',
      scope: 'public',
      tag: 'Service',
      summary: 'This document',
      answers: { 200: { description: 'OpenAPI 3.1', type: 'application/json' } },
      handler: () => ({ status: 200, body: document() }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/docs',
      scope: 'public',
      tag: 'Service',
      summary: 'The same to read',
      answers: { 200: { description: 'Page', type: 'text/html' } },
      handler: () => ({ status: 200, type: 'text/html; charset=utf-8', body: docsPage(document()) }),
    }),
    defineRoute({
      method: 'get',
      path: '/api/v1/docs/{file}',
      scope: 'public',
      tag: 'Service',
      summary: 'Style of the page',
      answers: { 200: { description: 'Style', type: 'text/css' } },
      handler: ({ params }) =>
        params.file === 'style.css'
          ? { status: 200, type: 'text/css; charset=utf-8', body: docsStyle }
          : problem(404, 'not-found', 'STR45', 'There is no such file'),
    }),
  ];
}
