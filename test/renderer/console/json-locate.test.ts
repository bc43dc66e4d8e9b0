import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAt, locate, syntaxProblem } from '../../../src/renderer/features/settings/json-locate.ts';
import { foldSame, lineDiff } from '../../../src/renderer/features/shell/line-diff.ts';
import { formatPath } from '../../../src/shared/config/validate.ts';

const text = JSON.stringify(
  { version: 1, services: [{ id: 'a' }, { id: 'b', target: { escalation: 'gone "x"' } }], users: [] },
  null,
  2,
);
const at = (path: string) => {
  const span = locate(text, path);
  return span === null ? null : text.slice(span.from, span.to);
};

describe('finding a problem in the text', () => {
  it('[STR88] a path leads to its value', () => {
    expect(at('services[1].target.escalation')).toBe('"gone \\"x\\""');
    expect(at('version')).toBe('1');
    expect(at('users')).toBe('[]');
    expect(at('(document)')).toBe(text);
  });

  it('[STR88] what is missing leads to the nearest parent', () => {
    expect(at('users[3].name')).toBe('[]');
    expect(at('services[0].name')).toBe(text.slice(text.indexOf('{', 3), text.indexOf('}') + 1));
  });

  it('[STR88] every value of any document is found where it stands', () => {
    const key = fc
      .string({ minLength: 1 })
      .filter((value) => /^[^.[\]]+$/.test(value) && value !== '(document)');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(0, 2), (value, indent) => {
        const json = JSON.stringify(value, null, indent);
        const visit = (part: unknown, path: PropertyKey[]) => {
          const span = locate(json, formatPath(path));
          expect(span).not.toBeNull();
          expect(JSON.stringify(JSON.parse(json.slice(span?.from, span?.to)))).toBe(JSON.stringify(part));
          if (Array.isArray(part))
            for (const [index, child] of part.entries()) visit(child, [...path, index]);
          else if (typeof part === 'object' && part !== null)
            for (const [name, child] of Object.entries(part)) visit(child, [...path, name]);
        };
        visit(JSON.parse(json), []);
      }),
    );
  });

  it('[STR88] a text that is not JSON has no places, but a message and, where known, an offset', () => {
    expect(locate('{"a": [1,', 'a')).toBeNull();
    const problem = syntaxProblem('{\n  "a": 1,\n}');
    expect(problem?.message).toBeTruthy();
    expect(syntaxProblem('{}')).toBeNull();
    expect(lineAt('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  });
});

describe('difference before saving', () => {
  it('[STR89] added and removed lines rebuild both sides', () => {
    const lines = fc
      .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
      .map((list) => list.join('\n'));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = lineDiff(before, after);
        const side = (kind: string) =>
          diff
            .filter((line) => line.kind === 'same' || line.kind === kind)
            .map((line) => line.text)
            .join('\n');
        expect(side('removed')).toBe(before);
        expect(side('added')).toBe(after);
      }),
    );
  });

  it('[STR89] equal stretches fold to a count', () => {
    const before = Array.from({ length: 20 }, (_, i) => `line ${i}`);
    const after = before.with(10, 'changed');
    expect(foldSame(lineDiff(before.join('\n'), after.join('\n')), 1)).toEqual([
      { kind: 'skipped', lines: 9 },
      { kind: 'same', text: 'line 9' },
      { kind: 'removed', text: 'line 10' },
      { kind: 'added', text: 'changed' },
      { kind: 'same', text: 'line 11' },
      { kind: 'skipped', lines: 8 },
    ]);
  });
});
