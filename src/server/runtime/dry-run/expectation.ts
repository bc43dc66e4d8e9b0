import type { Difference, DryRunResult, Expectation } from '../../../shared/api/dry-run.ts';

/** Messages and outcomes a saved dry run holds to. */
const MAX_KEPT = 300;
/** Lines of one difference. */
const MAX_DIFFERENCES = 60;

/** [RTE52] What a saved dry run expects: who is told when, through what, and what became of each event. Never a reason's text. */
export function expectationOf({ outcomes, timeline }: DryRunResult): Expectation {
  return {
    outcomes: outcomes.slice(0, MAX_KEPT).map(({ event, outcome, service, urgency }) => ({
      event,
      outcome,
      service,
      urgency,
    })),
    told: timeline
      .filter(({ what }) => what !== 'entry')
      .slice(0, MAX_KEPT)
      .map(({ what, user, contact, channel, kind, offsetMs }) => ({
        offsetMs,
        to: what === 'extension' ? `extension/${contact}` : (user ?? ''),
        contact: what === 'extension' ? null : contact,
        channel,
        kind,
      })),
  };
}

/** `+0:05:00` */
export function offsetText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `+${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

const outcomeText = ({ event, outcome, service, urgency }: Expectation['outcomes'][number]): string =>
  `event ${event + 1}: ${[outcome, service, urgency].filter((part) => part !== null).join(', ')}`;
const toldText = ({ offsetMs, to, contact, channel, kind }: Expectation['told'][number]): string =>
  `${offsetText(offsetMs)} ${[to, contact, channel, kind].filter((part) => part !== null).join(', ')}`;

/** [RTE53] What was expected and is not so any more, and what is so now; empty when they are the same. */
export function differencesOf(expected: Expectation, found: Expectation): Difference[] {
  const differences = [
    ...compare(expected.outcomes, found.outcomes, (outcome) => ({ text: outcomeText(outcome), outcome })),
    ...compare(expected.told, found.told, (told) => ({ text: toldText(told), told })),
  ];
  return differences.slice(0, MAX_DIFFERENCES);
}

/** Two lists of lines, repetitions counted: what only one of them has, in the order of the lists. */
function compare<T>(
  before: readonly T[],
  after: readonly T[],
  lineOf: (item: T) => Omit<Difference, 'sign'>,
): Difference[] {
  const left = countsOf(after.map((item) => lineOf(item).text));
  const removed: Difference[] = [];
  for (const item of before) {
    const line = lineOf(item);
    const count = left.get(line.text) ?? 0;
    if (count > 0) left.set(line.text, count - 1);
    else removed.push({ sign: '-', ...line });
  }
  const added: Difference[] = [];
  // Of lines there are more of now, the last ones are new.
  for (const item of after.toReversed()) {
    const line = lineOf(item);
    const count = left.get(line.text) ?? 0;
    if (count === 0) continue;
    left.set(line.text, count - 1);
    added.unshift({ sign: '+', ...line });
  }
  return [...removed, ...added];
}

function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
