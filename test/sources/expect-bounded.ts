import { expect } from 'vitest';
import type { ParsedEvent } from '../../src/server/domain/event.ts';
import { EVENT_STATUSES, URGENCIES } from '../../src/shared/words.ts';

const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029]/u;
const expectLine = (text: string | null, max: number) => {
  if (text === null) return;
  expect([...text].length).toBeLessThanOrEqual(max);
  expect(text).not.toMatch(UNSAFE);
};

/** Every field of an element is bounded and clean (ING1, ING3). */
export function expectBounded(parsed: ParsedEvent): void {
  if (!parsed.ok) {
    expect(parsed.reason.code).toMatch(/^ING\d+$/);
    expect(parsed.reason.text.length).toBeLessThan(1000);
    expect(parsed.reason.text).not.toMatch(UNSAFE);
    return;
  }
  const { event } = parsed;
  expect(EVENT_STATUSES).toContain(event.status);
  expect(event.summary).not.toBe('');
  expectLine(event.summary, 1024);
  expectLine(event.dedupKey, 512);
  for (const field of [
    event.resource,
    event.metricName,
    event.metricValue,
    event.threshold,
    event.eventType,
  ]) {
    expectLine(field, 512);
  }
  expectLine(event.urgencyWord, 64);
  if (event.urgency !== null) expect(URGENCIES).toContain(event.urgency);
  if (event.eventAt !== null) expect(new Date(event.eventAt).getUTCFullYear()).toBeGreaterThan(1979);
  const details = JSON.stringify(event.details);
  expect(details.length).toBeLessThan(600_000);
  expect(JSON.stringify(JSON.parse(details))).toBe(details);
  expect(event.links.length).toBeLessThanOrEqual(20);
  for (const { text, url } of event.links) {
    expect(url).toMatch(/^https?:\/\//i);
    expect(url.length).toBeLessThanOrEqual(2000);
    expectLine(text, 2000);
  }
}
