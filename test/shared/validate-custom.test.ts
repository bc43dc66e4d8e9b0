import { expect, it } from 'vitest';
import { checkDocument } from '../../src/server/runtime/config-revision.ts';
import { validateConfig } from '../../src/shared/config/validate.ts';

const integration = (changes: object) => ({
  id: 'c',
  name: 'C',
  type: 'custom',
  key: 'k'.repeat(30),
  service: 's',
  ...changes,
});
const documentOf = (...changes: object[]) => ({
  version: 1,
  services: [{ id: 's', name: 'S' }],
  integrations: changes.map((each, index) =>
    integration({ id: `c${index}`, key: `${index}`.repeat(30), ...each }),
  ),
});
const problemsOf = (...changes: object[]): string[] => {
  const result = validateConfig(documentOf(...changes), ['custom', 'standard']);
  return result.ok ? [] : result.problems.map(({ path, message }) => `${path}: ${message}`);
};
const summary = { path: 's' };

it('[ING102] a mapping or a preset makes a custom integration', () => {
  expect(
    problemsOf({ mapping: { summary } }, { preset: 'consul' }, { preset: 'consul', mapping: {} }),
  ).toEqual([]);
  expect(problemsOf({})).toEqual(['integrations[0].mapping: expected a mapping, or a preset beside it']);
  expect(problemsOf({ mapping: {} })).toEqual([
    'integrations[0].mapping.summary: expected where the summary stands',
  ]);
});

it('[ING102] other types have neither', () => {
  expect(problemsOf({ type: 'standard', mapping: { summary }, preset: 'consul' })).toEqual([
    'integrations[0].mapping: expected only on an integration of the type custom',
    'integrations[0].preset: expected only on an integration of the type custom',
  ]);
});

it('[ING102] every mistake of a mapping is named by its path', () => {
  const problems = problemsOf(
    { mapping: { summary } },
    {
      mapping: {
        summary: { path: 'a..b' },
        key: {},
        status: { path: ['state', 'x['], values: { FIRING: 'opened' } },
        urgency: { path: 'u', default: 'huge' },
        resource: { template: '{{a..b}}' },
        items: '.',
        links: [{ text: 'x' }],
        details: {},
        ignore: { field: 'a', op: 'like', value: 'x' },
        sumary: { path: 's' },
      },
    },
    { preset: 'nagios' },
  );
  const paths = problems.map((line) => line.slice(0, line.indexOf(':')));
  for (const path of [
    'summary.path',
    'key',
    'status.path[1]',
    'status.values.FIRING',
    'urgency.default',
    'resource.template',
    'items',
    'links[0]',
    'details.path',
    'ignore.op',
    'sumary',
  ])
    expect(paths).toContain(`integrations[1].mapping.${path}`);
  expect(paths).toContain('integrations[2].preset');
  expect(paths.filter((path) => path.startsWith('integrations[0]'))).toEqual([]);
  expect(problems).toContain(
    'integrations[1].mapping.items: expected a path such as alert.labels.host or items[0].name',
  );
  expect(problems).toContain('integrations[1].mapping.key: expected a path, a template or a default');
});

it('[ING102] a pattern that RE2 refuses is named by its path too', () => {
  const result = checkDocument(
    documentOf({ mapping: { summary, test: { not: { field: 'a', op: 'matches', value: '(?=x)' } } } }),
  );
  expect(result).toMatchObject({ ok: false, problems: [{ path: 'integrations[0].mapping.test.not.value' }] });
});
