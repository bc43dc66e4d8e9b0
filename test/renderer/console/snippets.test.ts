import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { Snippet } from '../../../src/renderer/features/settings/integrations/snippets/guide.ts';
import {
  GUIDED_TYPES,
  groupOf,
  guideOf,
} from '../../../src/renderer/features/settings/integrations/snippets/guide-of.ts';
import { targetOf } from '../../../src/renderer/features/settings/integrations/test-command.ts';
import {
  productName,
  WORDED_TYPES,
} from '../../../src/renderer/features/settings/integrations/tool-names.ts';
import { adapterTypes, matchEndpoint, SOURCES } from '../../../src/server/sources/registry.ts';

const KEY = 'k-0123456789abcdef0123456789abcdef';
const targetFor = (type: string) =>
  targetOf([`http://noc.example.com:7700/integration/${type}/v1/{key}`], KEY);
const all: readonly (readonly [string, Snippet])[] = [
  ...new Set([...GUIDED_TYPES, ...adapterTypes(), 'a-tool-of-later']),
].flatMap((type) =>
  guideOf(type)
    .snippets(targetFor(type))
    .map((snippet) => [type, snippet] as const),
);
const written = (language: Snippet['language']) =>
  all
    .filter(([, snippet]) => snippet.language === language)
    .map(([type, each]) => [type, each.title, each.text]);

/**
 * What keeps a YAML block of this kind (maps, lists of maps, quoted texts) from being read: tabs, a depth that jumps or
 * goes back to none there was, a line that is no `key:`, `key: value` or list item, an unclosed quote. Null when nothing does.
 */
function yamlTrouble(text: string): string | null {
  const depths = [0];
  let mayDeepen = false;
  for (const [index, line] of text.split('\n').entries()) {
    const place = `line ${index + 1}: ${line}`;
    if (line.includes('\t')) return `${place}: tab`;
    const indent = line.length - line.trimStart().length;
    if (indent > depths.at(-1)!) {
      if (!mayDeepen) return `${place}: deeper under a value`;
      depths.push(indent);
    }
    while (indent < depths.at(-1)!) depths.pop();
    if (indent !== depths.at(-1)!) return `${place}: no such depth before`;
    const items = /^(?:- )*/.exec(line.trimStart())![0];
    const rest = line.trimStart().slice(items.length);
    // What follows a dash stands deeper by it: the next lines may line up with it.
    if (items !== '') depths.push(indent + items.length);
    const found = /^(?:([\w.-]+):(?: (.+))?|(.+))$/.exec(rest);
    const value = found?.[2] ?? found?.[3];
    if (!found || (found[1] === undefined && items === '')) return `${place}: no key`;
    if (value !== undefined && !/^(?:'(?:[^']|'')*'|"[^"]*"|\[.*\]|[\w./+@-]+(?: [\w./+@-]+)*)$/.test(value))
      return `${place}: ${value}`;
    mayDeepen = value === undefined;
  }
  return null;
}

describe('what is to be written into a tool', () => {
  it('[STR148] every type the server has a guide, a name and a group', () => {
    for (const type of adapterTypes()) {
      expect([type, guideOf(type).snippets(targetFor(type)).length > 0]).toEqual([type, true]);
      expect([type, GUIDED_TYPES.includes(type), groupOf(type) === 'other']).toEqual([type, true, false]);
      expect(productName(type) !== null || (WORDED_TYPES as readonly string[]).includes(type)).toBe(true);
    }
    expect(guideOf('a-tool-of-later').snippets(targetFor('x'))[0]!.text).toBe(targetFor('x').address);
    expect([groupOf('a-tool-of-later'), productName('a-tool-of-later')]).toEqual([
      'other',
      'A-tool-of-later',
    ]);
  });

  it('[STR148] each guide has the address or the key in it, filled in', () => {
    for (const type of GUIDED_TYPES) {
      const text = guideOf(type)
        .snippets(targetFor(type))
        .map((snippet) => snippet.text)
        .join('\n');
      expect([type, text.includes(KEY)]).toEqual([type, true]);
      expect([type, text.includes('{key}')]).toEqual([type, false]);
    }
  });

  it('[STR148] PagerDuty’s own client, which speaks HTTPS only, is offered where there is HTTPS', () => {
    const titles = (origin: string) =>
      guideOf('pagerduty')
        .snippets(targetOf([`${origin}/v2/enqueue`], KEY))
        .map(({ title }) => title);
    expect(titles('https://noc.example.com')).toContain('pdjs');
    expect(titles('http://noc.example.com:7700')).not.toContain('pdjs');
  });

  it.each(written('json'))('[STR148] %s, %s is JSON', (_type, _title, text) => {
    expect(Object.keys(JSON.parse(text!) as object).length).toBeGreaterThan(0);
  });

  it.each(written('yaml'))('[STR148] %s, %s is well-formed YAML', (_type, _title, text) => {
    expect(yamlTrouble(text!)).toBeNull();
  });

  it('[STR148] the check of YAML finds what is not', () => {
    for (const bad of ['a:\n\tb: 1', 'a: 1\n  b: 2', 'a:\n    b: 1\n  c: 2', 'a', "a: 'x", 'a: b: c'])
      expect([bad, yamlTrouble(bad)]).not.toEqual([bad, null]);
  });

  it.each(written('shell'))('[STR148] %s, %s is read by a shell', (_type, _title, text) => {
    expect(() => execFileSync('sh', ['-n', '-c', text!])).not.toThrow();
  });

  it("[STR148] Datadog's payload has the field names of its adapter, each with its variable", () => {
    const [, payload] = guideOf('datadog').snippets(targetFor('datadog'));
    const fields = JSON.parse(payload!.text) as Record<string, string>;
    for (const [name, variable] of Object.entries(fields))
      expect(variable).toBe(`$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`);
    expect(Object.keys(fields)).toEqual(
      expect.arrayContaining([
        'alertTransition',
        'alertCycleKey',
        'aggregKey',
        'alertType',
        'priority',
        'eventTitle',
      ]),
    );
  });

  const doors = SOURCES.flatMap((source) => [source.type, ...(source.aliases ?? [])]).filter(
    (type) => guideOf(type).sample !== null,
  );
  it.each(doors)('[STR148] the test command of %s is an event to its own source', (type) => {
    const target = targetFor(type);
    const { body, to = target.address, headers = {} } = guideOf(type).sample!('it works', target);
    const found = matchEndpoint('POST', new URL(to).pathname)!;
    const events = found.endpoint.parse({
      body,
      query: {},
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
      receivedAt: Date.parse('2026-01-05T09:00:00Z'),
      newId: () => 'id',
      integration: null,
    });
    expect(events).toMatchObject([{ ok: true, event: { status: 'open' } }]);
    expect(JSON.stringify(events)).toContain('it works');
    expect(events[0]).not.toHaveProperty('setAside');
  });
});
