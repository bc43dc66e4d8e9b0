import type { Integration } from '../../../../shared/config/integration.ts';
import type { AlertDesk } from '../../../runtime/alerts/alert-desk.ts';
import type { AlertHeartbeats } from '../../../runtime/alerts/alert-heartbeats.ts';
import type { RequestBook } from '../../../runtime/alerts/request-book.ts';
import type { JsonObject } from '../../../sources/fields.ts';

/** A request of Opsgenie's API whose key was right. */
export interface Call {
  readonly method: string;
  /** Decoded segments after `/v2/alerts` or `/v2/heartbeats`. */
  readonly segments: readonly string[];
  readonly query: Readonly<Record<string, string>>;
  /** Empty where there was none. */
  readonly body: JsonObject;
  readonly integration: Integration;
  readonly requestId: string;
  /** Epoch ms. */
  readonly now: number;
}

/** What the calls may use. */
export interface CallDeps {
  readonly desk: AlertDesk;
  readonly heartbeats: AlertHeartbeats;
  readonly book: RequestBook;
  /** Where paging links lead; no slash at the end. */
  readonly baseUrl: () => string;
}

/** An answer before `took` and `requestId` are added. */
export interface Reply {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers?: Readonly<Record<string, string>>;
}

export const reply = (status: number, body: JsonObject): Reply => ({ status, body });
export const data = (value: unknown): Reply => reply(200, { data: value });
export const notFound = (message: string): Reply => reply(404, { message });

/** 422 with a reason for each field at fault (ING112). */
export const unprocessable = (errors: Readonly<Record<string, string>>): Reply =>
  reply(422, { message: 'Request body is not processable. Please check the errors.', errors });

/** Nothing was decided: the codes that make Opsgenie's clients come again (ING124). */
export const comeAgain = (why: 'overload' | 'storage'): Reply => ({
  status: why === 'overload' ? 429 : 503,
  body: {
    message:
      why === 'overload'
        ? 'You are making too many requests!'
        : 'The request could not be stored. Please try again.',
  },
  headers: { 'Retry-After': '1' },
});
