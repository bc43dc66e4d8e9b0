import { randomUUID } from 'node:crypto';
import type { RequestBook } from '../../../runtime/alerts/request-book.ts';
import type { ClockPort } from '../../../runtime/ports.ts';
import { isObject } from '../../../sources/fields.ts';
import type { Endpoint, EventResult, HttpAnswer, SourceRequest } from '../../../sources/source.ts';
import type { MatchEndpoint } from '../ingest.ts';

/**
 * The doors of the `opsgenie` source with a receipt: what became of a created alert can be asked for by the answer's
 * `requestId` (ING113), and `took` is what it took. A source is pure and can know neither.
 */
export function withReceipts(match: MatchEndpoint, book: RequestBook, clock: ClockPort): MatchEndpoint {
  const stamped = (answer: HttpAnswer, started: number): HttpAnswer => {
    if (!isObject(answer.body) || !('requestId' in answer.body)) return answer;
    const requestId = answer.body.requestId || randomUUID();
    return { ...answer, body: { ...answer.body, took: (clock.elapsed() - started) / 1000, requestId } };
  };
  const decorate = (endpoint: Endpoint): Endpoint => {
    const started = clock.elapsed();
    return {
      ...endpoint,
      accept(results, request) {
        const answer = stamped(endpoint.accept(results, request), started);
        const [first] = results;
        if (first !== undefined && isObject(answer.body)) note(String(answer.body.requestId), first, request);
        return answer;
      },
      refuse: (refusal, request) => stamped(endpoint.refuse(refusal, request), started),
    };
  };
  function note(requestId: string, result: EventResult, { integration, receivedAt }: SourceRequest) {
    if (integration === null) return;
    const isSuccess = result.incident !== null && result.outcome !== 'ignored';
    book.note({
      requestId,
      integration: integration.id,
      action: 'Create',
      processedAt: receivedAt,
      isSuccess,
      status: statusOf(result, isSuccess),
      alertId: result.incident ?? '',
      alias: result.dedupKey ?? '',
    });
  }
  return (method, path) => {
    const found = match(method, path);
    return found?.source.type === 'opsgenie' ? { ...found, endpoint: decorate(found.endpoint) } : found;
  };
}

function statusOf({ outcome, reason }: EventResult, isSuccess: boolean): string {
  if (outcome === 'created') return 'Created alert';
  return isSuccess ? 'Increased the count of the open alert' : `No alert was created: ${reason.text}`;
}
