import { dirname, posix, relative } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A folder's layer: what its files may import. */
export interface LayerRule {
  /** Folder (or file) under the root, `/`-separated; the longest that matches a file counts. */
  readonly layer: string;
  /** Folders or files it may import besides its own. */
  readonly layers: readonly string[];
  /** Packages; `*` allows any, `node:` any of Node's. */
  readonly packages: readonly string[];
  /** What to do instead. */
  readonly advice: string;
}

export interface Violation {
  readonly file: string;
  readonly imports: string;
  readonly advice: string;
}

/** Every module a file names: static imports and exports, and dynamic imports of a plain text. */
export function importsOf(file: string, source: string): string[] {
  const { module, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} does not parse: ${errors[0]?.message}`);
  const isText = (text: string) => /^['"].*['"]$/s.test(text);
  return [
    ...module.staticImports.map((one) => one.moduleRequest.value),
    ...module.staticExports.flatMap((one) => one.entries.map((entry) => entry.moduleRequest?.value)),
    ...module.dynamicImports
      .map((one) => source.slice(one.moduleRequest.start, one.moduleRequest.end))
      .filter(isText)
      .map((text) => text.slice(1, -1)),
  ].filter((name) => name !== undefined);
}

const isWithin = (path: string, layer: string): boolean => path === layer || path.startsWith(`${layer}/`);

/** What a file imports against the rule of its layer; nothing when no rule names its folder. */
export function violationsOf(path: string, source: string, rules: readonly LayerRule[]): Violation[] {
  const rule = rules
    .filter(({ layer }) => isWithin(path, layer))
    .sort((a, b) => b.layer.length - a.layer.length)[0];
  if (!rule) return [];
  const isAllowed = (name: string): boolean => {
    if (name.startsWith('.')) {
      const bare = name.split('?')[0] ?? name;
      const target = relative('.', posix.normalize(posix.join(dirname(path), bare)));
      return [rule.layer, ...rule.layers].some((layer) => isWithin(target, layer));
    }
    return rule.packages.some(
      (allowed) =>
        allowed === '*' ||
        name === allowed ||
        name.startsWith(`${allowed}/`) ||
        (allowed === 'node:' && name.startsWith('node:')),
    );
  };
  return importsOf(path, source)
    .filter((name) => !isAllowed(name))
    .map((name) => ({ file: path, imports: name, advice: rule.advice }));
}
