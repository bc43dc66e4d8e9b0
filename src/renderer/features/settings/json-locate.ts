/** A place in a JSON text, as offsets. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

/** `services[0].target.escalation` → `['services', 0, 'target', 'escalation']`. */
export function parsePath(path: string): (string | number)[] {
  if (path === '(document)' || path === '') return [];
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? (key ?? '') : Number(index),
  );
}

const SPACE = /\s/;

/**
 * Where the value at `path` stands in a JSON text. What is missing gives the nearest parent that is there,
 * so that a click on a problem always lands somewhere sensible; a text that is not JSON gives null.
 */
export function locate(text: string, path: string): TextSpan | null {
  const wanted = parsePath(path);
  let at = 0;
  let found: TextSpan | null = null;
  let depthFound = -1;

  const fail = (): never => {
    throw new SyntaxError('not JSON');
  };
  const skipSpace = () => {
    while (at < text.length && SPACE.test(text[at] ?? '')) at++;
  };
  const readString = (): string => {
    const from = at;
    at++;
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    if (at >= text.length) fail();
    at++;
    return JSON.parse(text.slice(from, at)) as string;
  };
  /** `depth`: how much of the wanted path leads here; -1 when it leads elsewhere. */
  const readValue = (depth: number): void => {
    skipSpace();
    const from = at;
    const next = (key: string | number) => (depth >= 0 && wanted[depth] === key ? depth + 1 : -1);
    const char = text[at];
    if (char === '{' || char === '[') {
      const end = char === '{' ? '}' : ']';
      at++;
      skipSpace();
      for (let index = 0; text[at] !== end; index++) {
        let key: string | number = index;
        if (char === '{') {
          if (text[at] !== '"') fail();
          key = readString();
          skipSpace();
          if (text[at++] !== ':') fail();
        }
        readValue(next(key));
        skipSpace();
        if (text[at] === ',') {
          at++;
          skipSpace();
        } else if (text[at] !== end) fail();
      }
      at++;
    } else if (char === '"') readString();
    else {
      const literal = /^(?:-?\d[\d.eE+-]*|true|false|null)/.exec(text.slice(at, at + 40))?.[0] ?? fail();
      at += literal.length;
    }
    if (depth > depthFound) {
      depthFound = depth;
      found = { from, to: at };
    }
  };
  try {
    readValue(0);
    return found;
  } catch {
    return null;
  }
}

/** Line and column, counted from 1, of an offset. */
export function lineAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}

/** The mistake that keeps a text from being JSON, or null when it is. */
export function syntaxProblem(
  text: string,
): { readonly message: string; readonly offset: number | null } | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const offset = /position (\d+)/.exec(message)?.[1];
    return { message, offset: offset === undefined ? null : Number(offset) };
  }
}
