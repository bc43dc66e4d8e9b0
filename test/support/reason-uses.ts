import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseSync } from 'oxc-parser';

/** One place in the server that makes a reason, or hands a rule's code to a function that does. */
export interface ReasonUse {
  readonly place: string;
  readonly code: string;
  /** Values of `cause`, where the params are written out there and name one. */
  readonly causes: readonly string[];
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [key: string]: unknown;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CODE = /^[A-Z]{3}\d+$/;
/** They answer a request with a problem, which the console words by its kind and not by its rule. */
const PROBLEMS = new Set(['problem', 'deny', 'refusal', 'tooMany']);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );

/** Every text written out in or below `node`. */
const textsOf = (node: Node): readonly string[] =>
  node.type === 'Literal' && typeof node.value === 'string'
    ? [node.value]
    : childrenOf(node).flatMap(textsOf);

const nameOf = (node: unknown): string =>
  isNode(node) && node.type === 'Identifier' ? String(node.name) : '';

interface Call {
  readonly place: string;
  /** Name of the called function, empty for a method; `=` for a parameter's default. */
  readonly callee: string;
  readonly args: readonly Node[];
}

/** Every call written in the sources of the server. */
function serverCalls(): readonly Call[] {
  return globSync('src/server/**/*.ts', { cwd: ROOT }).flatMap((file) => {
    const source = readFileSync(resolve(ROOT, file), 'utf8');
    const calls: Call[] = [];
    const visit = (node: Node): void => {
      if (node.type === 'CallExpression')
        calls.push({
          place: `${file}:${source.slice(0, node.start).split('\n').length}`,
          callee: nameOf(node.callee),
          args: (node.arguments as unknown[]).filter(isNode),
        });
      if (node.type === 'AssignmentPattern')
        calls.push({ place: file, callee: '=', args: [node.right].filter(isNode) });
      for (const child of childrenOf(node)) visit(child);
    };
    visit(parseSync(file, source).program as unknown as Node);
    return calls;
  });
}

const isPlain = ({ type }: Node): boolean => type === 'Literal' || type === 'ConditionalExpression';

/** Every use of a rule's code in src/server that becomes a reason people may read. */
export function reasonUses(): readonly ReasonUse[] {
  return serverCalls().flatMap(({ place, callee, args }) =>
    args
      .filter((arg, index) => callee !== '=' && isPlain(arg) && (index === 0 || !PROBLEMS.has(callee)))
      .flatMap(textsOf)
      .filter((text) => CODE.test(text))
      .map((code) => ({ place, code, causes: args.flatMap(causesOf) })),
  );
}

function causesOf(arg: Node): readonly string[] {
  if (arg.type !== 'ObjectExpression') return [];
  return (arg.properties as Node[])
    .filter(({ type, key }) => type === 'Property' && nameOf(key) === 'cause')
    .flatMap(({ value }) => (isNode(value) ? textsOf(value) : []));
}

/** Audit actions that the server names in full (`token.revoke`), whoever records them. */
export function auditActions(): readonly string[] {
  const found = serverCalls()
    .filter(({ place }) => place.startsWith('src/server/runtime/') || place.includes('/routes/'))
    .flatMap(({ args }) =>
      args.filter((arg) => isPlain(arg) || arg.type === 'ObjectExpression').flatMap(textsOf),
    )
    .filter((text) => /^[a-z]+\.[a-z]+$/.test(text) && !text.endsWith('.json'));
  return [...new Set(found)];
}

/** Kinds of timeline entries that the server writes. */
export function entryKinds(): readonly string[] {
  const found = serverCalls()
    .filter(({ callee }) => callee === 'note' || callee === 'entryOf')
    .flatMap(({ args }) => (args[1] && isPlain(args[1]) ? branchesOf(args[1]) : []));
  return [...new Set(found)];
}

/** What a conditional may give, without what it compares. */
const branchesOf = (node: Node): readonly string[] =>
  node.type === 'ConditionalExpression'
    ? [node.consequent, node.alternate].filter(isNode).flatMap(branchesOf)
    : textsOf(node);
