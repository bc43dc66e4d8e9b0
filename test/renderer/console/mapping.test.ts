import { describe, expect, it } from 'vitest';
import {
  bodyRows,
  MAX_ROWS,
  pathForRule,
  readBody,
} from '../../../src/renderer/features/settings/mapping/body-paths.ts';
import {
  editedOf,
  fromLines,
  integrationIn,
  isSame,
  questionIn,
  ruleIn,
  toLines,
  withEdited,
  withQuestion,
  withRulePart,
} from '../../../src/renderer/features/settings/mapping/mapping-draft.ts';
import { wantedKind, withPicked } from '../../../src/renderer/features/settings/mapping/targets.ts';
import { compilePath } from '../../../src/server/sources/custom/body-path.ts';

describe('[ING103] the places of a pasted body', () => {
  it('[ING103] JSON and forms are read, anything else is not', () => {
    expect(readBody(' {"a":1} ')).toEqual({ a: 1 });
    expect(readBody('a=1&b=x+y')).toEqual({ a: '1', b: 'x y' });
    for (const text of ['', '  ', 'hello', '{"a":', '<a b="c">']) expect(readBody(text)).toBeUndefined();
  });

  it('[ING103] every path shown finds its own value in the source', () => {
    const body = {
      list: [{ 'app.example.com/name': 'web', n: 1 }, 'x'],
      'a.b': { c: true },
      none: null,
      deep: { er: { value: 'v' } },
    };
    const at = (row: { path: string | null }) => compilePath(row.path ?? '')({ item: body, root: body });
    const rows = bodyRows(body);
    expect(rows.filter(({ kind }) => kind === 'value').map((row) => [row.path, at(row)])).toEqual([
      ['list[0].app.example.com/name', 'web'],
      ['list[0].n', 1],
      ['list[1]', 'x'],
      ['a.b.c', true],
      ['none', null],
      ['deep.er.value', 'v'],
    ]);
    expect(rows[0]).toMatchObject({ name: 'list', kind: 'list', text: '2', depth: 0 });
  });

  it('[ING103] odd names have no path, long bodies end', () => {
    expect(bodyRows({ 'a[0]': 1, '': 2 }).map(({ path }) => path)).toEqual([null, null]);
    expect(bodyRows(new Array(5000).fill(1))).toHaveLength(MAX_ROWS);
    expect(bodyRows({ a: 'x'.repeat(500) })[0]?.text).toHaveLength(121);
    expect(bodyRows('text')).toEqual([]);
  });

  it('[ING103] inside a batch a path begins at the event, beside it at the root', () => {
    expect(pathForRule('a.b', null, false)).toBe('a.b');
    expect(pathForRule('alarms[3].labels.x', 'alarms', false)).toBe('labels.x');
    expect(pathForRule('data.alarms[0].tags[1]', 'data.alarms', false)).toBe('tags.1');
    expect(pathForRule('site', 'alarms', false)).toBe('root.site');
    expect(pathForRule('alarms2[0].x', 'alarms', false)).toBe('root.alarms2[0].x');
    expect(pathForRule('alarms[0]', 'alarms', false)).toBeNull();
    expect(pathForRule('alarms', 'alarms', false)).toBeNull();
    expect(pathForRule('[2].x.y', null, true)).toBe('x.y');
    expect(pathForRule('[2]', null, true)).toBeNull();
  });
});

describe('[ING103] a mapping being edited', () => {
  it('[ING103] parts are set and taken out, what is not known stays', () => {
    const draft = { summary: { path: 's' }, future: { x: 1 } };
    const more = withRulePart(draft, 'key', 'path', 'id');
    expect(more).toEqual({ ...draft, key: { path: 'id' } });
    expect(withRulePart(withRulePart(more, 'key', 'ignoreCase', true), 'key', 'path', undefined)).toEqual(
      draft,
    );
    expect(ruleIn({ key: 'odd' }, 'key')).toEqual({});
    expect(toLines(['a', 'b'])).toBe('a\nb');
    expect([fromLines(' a \n\n b'), fromLines('a\n'), fromLines(' \n')]).toEqual([
      ['a', 'b'],
      'a',
      undefined,
    ]);
  });

  it('[ING103] a simple question is shown, a longer one is left to the config', () => {
    const draft = withQuestion({}, 'test', 'kind', 'drill');
    expect(draft).toEqual({ test: { field: 'kind', op: 'equals', value: 'drill' } });
    expect(questionIn(draft, 'test')).toEqual({ field: 'kind', value: 'drill' });
    expect(questionIn({ ignore: { any: [] } }, 'ignore')).toBeNull();
    expect(withQuestion(draft, 'test', '', '')).toEqual({});
  });

  it('[ING103] a click goes where the target says', () => {
    expect(withPicked({}, 'urgency', 'level')).toEqual({ urgency: { path: 'level' } });
    expect(withPicked({}, 'items', 'list')).toEqual({ items: 'list' });
    expect(withPicked({}, 'details', 'd')).toEqual({ details: { path: 'd' } });
    expect(withPicked({ test: { field: '', op: 'equals', value: 'x' } }, 'test', 'k')).toEqual({
      test: { field: 'k', op: 'equals', value: 'x' },
    });
    expect(withPicked({ links: [{ path: 'a' }, { path: '' }] }, 'link-1', 'url')).toEqual({
      links: [{ path: 'a' }, { path: 'url' }],
    });
    expect([wantedKind('items'), wantedKind('details'), wantedKind('key')]).toEqual([
      'list',
      'object',
      'value',
    ]);
  });

  it('[STR52] only the mapping and preset of the one integration change in the document', () => {
    const document = {
      version: 1,
      integrations: [
        { id: 'a', mapping: { summary: { path: 'x' } } },
        { id: 'b', name: 'B', preset: 'consul' },
      ],
    };
    expect(editedOf(integrationIn(document, 'b')!)).toEqual({ mapping: undefined, preset: 'consul' });
    expect(integrationIn(document, 'c')).toBeNull();
    const after = withEdited(document, 'b', { mapping: { summary: { path: 'y' } }, preset: undefined });
    expect(after).toEqual({
      version: 1,
      integrations: [document.integrations[0], { id: 'b', name: 'B', mapping: { summary: { path: 'y' } } }],
    });
  });

  it('[STR52] the server may answer in another order', () => {
    expect(isSame({ a: 1, b: { c: 2, d: [3] } }, { b: { d: [3], c: 2 }, a: 1 })).toBe(true);
    expect(isSame({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
    expect(isSame(undefined, {})).toBe(false);
  });
});
