import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import { formatPath } from '../../../shared/config/validate.ts';
import { exceedsDepth } from './json-depth.ts';
import { type Answer, problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { MAX_DEPTH } from './settings.ts';

/** A value that fits its schema, or the answer that says why not. */
export type Parsed = { readonly value: unknown } | Answer;

/** The query as the route's schema has it, or a problem that names the parameter (STR45). */
export function parseQuery(schema: z.ZodObject, url: string): Parsed {
  const mark = url.indexOf('?');
  const given = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1))) {
    const before = given.get(name);
    given.set(name, before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value]);
  }
  // An empty parameter is one a form left blank.
  const parsed = schema.safeParse(Object.fromEntries([...given].filter(([, value]) => value !== '')));
  if (parsed.success) return { value: parsed.data };
  const issue = parsed.error.issues[0]!;
  const parameter = issue.code === 'unrecognized_keys' ? issue.keys[0]! : String(issue.path[0] ?? 'query');
  const message = issue.code === 'unrecognized_keys' ? 'unknown parameter' : issue.message;
  return problem(400, 'bad-query', 'STR45', `${parameter}: ${message}`, { parameter });
}

/** The body in the gate's order: size, depth, parse, shape (STR46). */
export async function parseBody(schema: z.ZodType, req: IncomingMessage, limit: number): Promise<Parsed> {
  const read = await readBody(req, limit);
  if (!read.ok) {
    if (read.why === 'too-large') return problem(413, 'too-large', 'STR46', `Over ${limit} bytes`);
    return problem(400, 'bad-body', 'STR46', 'The body does not arrive or unpack as its headers say');
  }
  if (exceedsDepth(read.bytes, MAX_DEPTH))
    return problem(400, 'too-deep', 'STR46', `Nested deeper than ${MAX_DEPTH}`);
  let value: unknown;
  try {
    // Fatal: a half-cut character is refused, a byte order mark is dropped.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(read.bytes);
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch {
    return problem(400, 'bad-body', 'STR45', 'The body is not JSON in UTF-8');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value: parsed.data };
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message: 'unknown field' }))
      : [{ path: formatPath(issue.path) || '(body)', message: issue.message }],
  );
  const detail = problems.map((each) => `${each.path}: ${each.message}`).join('; ');
  return problem(400, 'bad-body', 'STR45', detail.slice(0, 1000), { problems });
}
