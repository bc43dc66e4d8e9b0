import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { ConfigDocument } from '../../../shared/config/document.ts';
import type { Reason } from '../../../shared/reason.ts';
import type { Auth } from '../../runtime/auth/auth.ts';
import type { Floor, Principal } from '../../runtime/floor.ts';
import type { Limits } from './limits.ts';
import type { HttpMetrics } from './metrics.ts';
import type { Answer } from './problem.ts';

/** Least a caller must be (STR44). `display`: a wall's token, or anybody who may do more. */
export const SCOPES = ['public', 'display', 'viewer', 'responder', 'lead', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Whether the server is fit to be sent traffic, with what is wrong when it is not. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, string>>;
}

/** What routes may use. */
export interface ApiDeps {
  readonly floor: Floor;
  readonly auth: Auth;
  readonly config: () => ConfigDocument;
  readonly limits: Limits;
  readonly metrics: HttpMetrics;
  readonly readiness: () => Readiness;
  /** Where links lead: the public URL, else the address listened on; no slash at the end. */
  readonly baseUrl: () => string;
  /** Why a URL that a responder writes may not be reached, as far as the URL itself says; null when it may. */
  readonly refuseUrl: (url: string) => Reason | null;
}

type Person = Exclude<Principal, { kind: 'display' }>;
type Caller<S extends Scope> = S extends 'public'
  ? Principal | null
  : S extends 'display'
    ? Principal
    : Person;

export interface RouteContext<S extends Scope = Scope, Q = unknown, B = unknown> {
  readonly deps: ApiDeps;
  readonly principal: Caller<S>;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
  /** Address of the peer; proxies are not believed. */
  readonly address: string;
  readonly isLoopback: boolean;
  /** Epoch ms. */
  readonly now: number;
}

export interface RouteAnswer {
  readonly description: string;
  /** JSON of this shape; a text of `type`, or nothing, when absent. */
  readonly schema?: z.ZodType;
  readonly type?: string;
}

/** One row of the route table: Express, the OpenAPI document and the scope test are made from it. */
export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** As OpenAPI spells it: `/api/v1/incidents/{id}`. */
  readonly path: string;
  readonly scope: Scope;
  readonly tag: string;
  readonly summary: string;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Largest body in bytes, where it is not the default. */
  readonly bodyLimit?: number;
  readonly answers: Readonly<Record<number, RouteAnswer>>;
  readonly handler: (context: RouteContext) => Promise<Answer> | Answer;
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined;

/** Ties a handler's context to the schemas and the scope of its row. */
export function defineRoute<
  S extends Scope,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  row: Omit<Route, 'scope' | 'query' | 'body' | 'handler'> & {
    readonly scope: S;
    readonly query?: Q;
    readonly body?: B;
    readonly handler: (context: RouteContext<S, Output<Q>, Output<B>>) => Promise<Answer> | Answer;
  },
): Route {
  return row as unknown as Route;
}

/** Answers of the usual kind: 200 with a body of `schema`. */
export const answers = (schema: z.ZodType, description = 'Done'): Route['answers'] => ({
  200: { description, schema },
});
