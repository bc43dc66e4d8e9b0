import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const RULE = /^\| ([A-Z]{3}\d+) +\|/gm;
const read = (pattern: string) =>
  globSync(pattern).map((file) => [file, readFileSync(file, 'utf8')] as const);
const rules = [...readFileSync('src/server/SPEC.md', 'utf8').matchAll(RULE)].map((found) => found[1] ?? '');

it('[ARC5] SPEC.md numbers each rule once', () => {
  expect(rules.length).toBeGreaterThan(200);
  expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
});

it('[ARC5] every reason that the server gives carries a rule of SPEC.md', () => {
  const unknown = read('src/server/**/*.ts').flatMap(([file, text]) =>
    [...text.matchAll(/\breason\(\s*'([^']+)'/g)]
      .map((found) => found[1] ?? '')
      .filter((code) => !rules.includes(code))
      .map((code) => `${file}: ${code}`),
  );
  expect(unknown).toEqual([]);
});

it('[ARC5] every test that names a rule names one of SPEC.md', () => {
  const unknown = read('test/**/*.{ts,tsx}').flatMap(([file, text]) =>
    [...text.matchAll(/^\s*(?:it|test|describe)\b.*?['"`]\[([A-Z]{3}\d+)\]/gm)]
      .map((found) => found[1] ?? '')
      .filter((code) => !rules.includes(code))
      .map((code) => `${file}: ${code}`),
  );
  expect([...new Set(unknown)]).toEqual([]);
});
