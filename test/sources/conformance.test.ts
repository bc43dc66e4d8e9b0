import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedEvent, SourceEvent } from '../../src/server/domain/event.ts';
import { effectiveUrgency } from '../../src/server/domain/matching/urgency-words.ts';
import { matchEndpoint, SOURCES } from '../../src/server/sources/registry.ts';
import type { Integration } from '../../src/shared/config/integration.ts';
import { expectBounded } from './expect-bounded.ts';
import { createdResult, KEY, requestOf } from './request.ts';
import { allConformances, type Conformance, type Post, postsOf, type Refused } from './tools/conformance.ts';

const CONFORMANCES = await allConformances();
/** Cases per tool; `FUZZ_RUNS` raises it for a long run. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

const doorOf = ({ type, path, method = 'POST' }: Conformance) => {
  const found = matchEndpoint(method, (path ?? `/integration/${type}/v1/{key}`).replace('{key}', KEY));
  if (found === null) throw new Error(`no door for ${type}`);
  return found.endpoint;
};

function parse(tool: Conformance, { body, query, headers }: Post): readonly ParsedEvent[] {
  const integration = (tool.integration ?? null) as Integration | null;
  return doorOf(tool).parse(requestOf(body, { query: query ?? {}, headers: headers ?? {}, integration }));
}

function only(tool: Conformance, post: Post): SourceEvent {
  const [parsed, ...others] = parse(tool, post);
  expect(others, `${post.name}: one event`).toEqual([]);
  if (!parsed?.ok) throw new Error(`${post.name} was refused: ${parsed?.reason.text}`);
  expect(parsed.setAside, `${post.name}: set aside`).toBeUndefined();
  return parsed.event;
}

const named = (posts: readonly Post[]) => posts.map((post) => [post.name, post] as const);
const namedRefusals = (refusals: readonly Refused[]) =>
  refusals.map((refused) => [refused.post.name, refused] as const);

function expectSetAside(tool: Conformance, post: Post, why: object): void {
  const parsed = parse(tool, post);
  expect(parsed.length).toBeGreaterThan(0);
  for (const each of parsed) expect(each).toMatchObject({ ok: true, setAside: why });
}

function expectRefused(tool: Conformance, { post, field }: Refused): void {
  const parsed = parse(tool, post);
  expect(parsed.length).toBeGreaterThan(0);
  for (const each of parsed) {
    if (each.ok) throw new Error('expected a refusal, got an event');
    expect(each.reason.text.startsWith(field), each.reason.text).toBe(true);
  }
}

it('[ING17] every type that a config may name has a conformance', () => {
  const shown = new Set(CONFORMANCES.map(({ type }) => type));
  expect(SOURCES.map(({ type }) => type).filter((type) => !shown.has(type))).toEqual([]);
});

describe.each(CONFORMANCES.map((tool) => [tool.path ?? tool.type, tool] as const))('%s', (_, tool) => {
  it('[ING17] shows several versions or severities', () => {
    expect(tool.courses.length).toBeGreaterThan(1);
    expect(tool.malformed.length).toBeGreaterThan(1);
  });

  it('[ING17] shows a repeat, a change of severity and a recovery, or says why it cannot', () => {
    expect(tool.courses.some(({ repeat }) => repeat)).toBe(true);
    expect(tool.courses.some(({ worse }) => worse)).toBe(tool.lacks?.worse === undefined);
    expect(tool.courses.some(({ recovery }) => recovery)).toBe(tool.lacks?.recovery === undefined);
  });

  it.each(tool.courses.map((course) => [course.name, course] as const))(
    '[ING17] course: %s',
    (_name, course) => {
      const opened = only(tool, course.trigger);
      expect(opened.status).toBe('open');
      expect(opened.dedupKey).toBe(course.key);
      expect(opened.summary).toContain(course.summary);
      expect(opened.urgency).toBe(course.urgency);
      // A word that nobody knows would be a mapping warning on the wall.
      if (course.urgency !== null) expect(effectiveUrgency(opened, null).mapping).toBeNull();
      if (course.repeat)
        expect(only(tool, course.repeat)).toMatchObject({ status: 'open', dedupKey: course.key });
      if (course.worse) {
        expect(course.worse.urgency).not.toBe(course.urgency);
        expect(only(tool, course.worse.post)).toMatchObject({
          status: 'open',
          dedupKey: course.key,
          urgency: course.worse.urgency,
        });
      }
      if (course.ack) expect(only(tool, course.ack)).toMatchObject({ status: 'ack', dedupKey: course.key });
      if (course.recovery)
        expect(only(tool, course.recovery)).toMatchObject({ status: 'close', dedupKey: course.key });
    },
  );

  if (tool.batch) {
    const { post, events } = tool.batch;
    it('[ING17] a batch is several events', () => {
      const found = parse(tool, post).map((parsed) =>
        parsed.ok ? [parsed.event.dedupKey, parsed.event.status] : parsed,
      );
      expect(found).toEqual(events);
    });
  }

  it('[ING17] shows what its test message becomes, or says that it has none', () => {
    if ('none' in tool.test) expect(tool.test.none).not.toBe('');
    else expect(Object.values(tool.test).flat().length).toBeGreaterThan(0);
  });
  const { setAside = [], opens = [], unfilled = [] } = 'none' in tool.test ? {} : tool.test;
  if (setAside.length > 0)
    it.each(named(setAside))('[ING16] a test message pages nobody: %s', (_name, post) => {
      expectSetAside(tool, post, { code: 'ING16', params: { cause: 'test' } });
    });
  if (opens.length > 0)
    it.each(named(opens))('[ING17] an alert made by hand opens an incident: %s', (_name, post) => {
      expect(only(tool, post).status).toBe('open');
    });
  if (unfilled.length > 0)
    it.each(namedRefusals(unfilled))(
      '[ING17] a template as it was written is refused: %s',
      (_name, refused) => expectRefused(tool, refused),
    );

  if (tool.asides)
    it.each(named(tool.asides))('[ING16] pages nobody: %s', (_name, post) => {
      expectSetAside(tool, post, { code: expect.any(String) });
    });

  it.each(namedRefusals(tool.malformed))('[ING2] refuses: %s', (_name, refused) =>
    expectRefused(tool, refused),
  );

  it('[ING13] answers 200 with code and message, or as the API it emulates', () => {
    const { accept } = doorOf(tool);
    const answer = accept([createdResult], requestOf(tool.courses[0]!.trigger.body));
    expect([200, 202]).toContain(answer.status);
  });

  it('[ING1] any change of a real body is events or refusals, never an error', () => {
    const bodies = postsOf(tool);
    fc.assert(
      fc.property(
        fc.constantFrom(...bodies),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        (post, changes) => {
          const body = changes.reduce<unknown>(
            (changed, each) => applyChange(changed, each),
            structuredClone(post.body),
          );
          for (const parsed of parse(tool, { ...post, body })) expectBounded(parsed);
        },
      ),
      { numRuns: RUNS },
    );
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

// ——— changes of real bodies

interface Change {
  /** Which of the places of the body, counted around. */
  readonly at: number;
  readonly to: unknown;
  readonly how: 'set' | 'remove' | 'add';
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    1e308,
    Number.POSITIVE_INFINITY,
    '',
    ' ',
    '\ud800',
    '\u0000\u009b\u2028',
  ),
  fc.constantFrom<unknown>(
    'x'.repeat(5000),
    '🔥'.repeat(700),
    '0001-01-01T00:00:00Z',
    'javascript:alert(1)',
    'null',
    '-1',
  ),
  fc.constantFrom<unknown>('OPEN', 'CLOSED', 'ok', 'critical', 'test', '긴급', 'true', '{"a":1}', '[]'),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
);
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(400),
  to: odd,
  how: fc.constantFrom('set' as const, 'set' as const, 'remove' as const, 'add' as const),
});

/** Every container of a body with the names or numbers it has. */
function placesOf(value: unknown): [object, string][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [
    [value, name] as [object, string],
    ...placesOf(inner),
  ]);
}

function applyChange(body: unknown, change: Change): unknown {
  const { at, how } = change;
  // Of its own: the generator may give one value twice, and put into itself it would be no JSON.
  const to: unknown = structuredClone(change.to);
  const places = placesOf(body);
  const place = places[at % (places.length + 1)];
  if (place === undefined) return to;
  const [container, name] = place;
  if (how === 'remove' && Array.isArray(container)) container.splice(Number(name), 1);
  else if (how === 'remove') Reflect.deleteProperty(container, name);
  else if (how === 'add')
    Object.defineProperty(container, '__proto__', {
      value: { polluted: to },
      enumerable: true,
      configurable: true,
    });
  else Reflect.set(container, name, to);
  return body;
}
