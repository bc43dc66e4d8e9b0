import { reason } from '../../shared/reason.ts';
import type { ParsedEvent } from '../domain/event.ts';

/** Most elements of one request that may become events. */
export const MAX_BATCH = 10_000;

/** One object for all of them, so that a list of a million nothings costs little and can be counted at once. */
const TOO_MANY: ParsedEvent = {
  ok: false,
  reason: reason('ING8', `body: expected at most ${MAX_BATCH} events in one request`, {
    field: 'body',
    max: MAX_BATCH,
  }),
};

/** Each element to what it is; elements beyond the limit are refused one by one, never dropped (ING1, ING8). */
export function parseBatch(
  list: readonly unknown[],
  parse: (item: unknown) => ParsedEvent,
): readonly ParsedEvent[] {
  return list.map((item, index) => (index < MAX_BATCH ? parse(item) : TOO_MANY));
}
