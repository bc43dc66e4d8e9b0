import { isObject, type JsonObject } from './fields.ts';
import type { EventResult, HttpAnswer, Refusal, SourceRequest } from './source.ts';
import { statusOf } from './standard-reply.ts';

/** The key of `Authorization: GenieKey …`; null where there is none. */
export function genieKeyOf(headers: Readonly<Record<string, string | string[] | undefined>>): string | null {
  const given = headers.authorization;
  const found = typeof given === 'string' ? /^GenieKey[ \t]+(\S+)[ \t]*$/i.exec(given) : null;
  return found?.[1] ?? null;
}

/** What Opsgenie says of an accepted request; it decides later, we have decided already. */
export const WILL_BE_PROCESSED = 'Request will be processed';
const NOT_PROCESSABLE = 'Request body is not processable. Please check the errors.';

/** Every fault of an alert's body by field, in Opsgenie's words; empty when it is an alert (ING112). */
export function alertErrors(body: unknown): Readonly<Record<string, string>> {
  if (!isObject(body)) return { body: 'Expected an object.' };
  const { message } = body;
  const isEmpty = message === undefined || message === null || message === '';
  if (isEmpty || (typeof message === 'string' && message.trim() === ''))
    return { message: 'Message can not be empty.' };
  if (typeof message !== 'string' && typeof message !== 'number') return { message: 'Expected a text.' };
  const { priority } = body;
  const isUnset = priority === undefined || priority === null || priority === '';
  if (!isUnset && !/^p[1-5]$/i.test(typeof priority === 'string' ? priority.trim() : ''))
    return { priority: 'should be one of [ P1, P2, P3, P4, P5 ]' };
  return {};
}

/** Codes and words of a refusal in Opsgenie's shape. The adapter adds how long it took. */
export function refuseAlert(refusal: Refusal, request: SourceRequest | null): HttpAnswer {
  const requestId = request?.newId() ?? '';
  const retry = { 'Retry-After': '1' };
  switch (refusal.kind) {
    case 'key':
      return { status: 401, body: { message: 'Could not authenticate', took: 0, requestId } };
    case 'overload':
      return {
        status: 429,
        body: { message: 'You are making too many requests!', took: 0, requestId },
        headers: retry,
      };
    case 'storage':
      return {
        status: 503,
        body: { message: 'The request could not be stored. Please try again.', took: 0, requestId },
        headers: retry,
      };
    case 'body': {
      const found = alertErrors(request?.body);
      const errors: JsonObject = Object.keys(found).length > 0 ? found : { body: refusal.reason.text };
      return { status: 422, body: { message: NOT_PROCESSABLE, errors, took: 0, requestId } };
    }
    default:
      return { status: statusOf(refusal.kind), body: { message: refusal.reason.text, took: 0, requestId } };
  }
}

/** 202: the alert is on disk already, and its request can be asked for at once (ING113). */
export const acceptAlert = (_results: readonly EventResult[], request: SourceRequest): HttpAnswer => ({
  status: 202,
  body: { result: WILL_BE_PROCESSED, took: 0, requestId: request.newId() },
});

/** Exactly 200: senders of the older JSON endpoints check for it (ING122). */
export const acceptWebhook = (results: readonly EventResult[], request: SourceRequest): HttpAnswer => ({
  ...acceptAlert(results, request),
  status: 200,
});
