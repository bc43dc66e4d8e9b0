import { RE2JS, RE2Set } from 're2js';

/**
 * Patterns that people wrote run on RE2, whose time is linear in the text: no rule can freeze the server.
 * No look-around and no back-references exist there; `(?i)` ignores case.
 */

/** Why RE2 cannot compile `pattern`, or null when it can. For checking a configuration before it is used. */
export function checkPattern(pattern: string): string | null {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    return `expected an RE2 pattern: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** As `checkPattern`, and the pattern must have a group. */
export function checkCapture(pattern: string): string | null {
  const refused = checkPattern(pattern);
  if (refused !== null) return refused;
  return RE2JS.compile(pattern).groupCount() > 0
    ? null
    : 'expected a pattern with a group, such as #([0-9]+)';
}

function tryCompile(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    return null;
  }
}

/**
 * A search for `pattern` anywhere in a text. An invalid pattern finds nothing: `checkPattern` refuses it
 * when the configuration is read, and a rule must not stop the events behind it.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  const compiled = tryCompile(pattern);
  return compiled === null ? () => false : (text) => compiled.test(text);
}

/** The first group of the first match of `pattern`, null where there is none. */
export function compileCapture(pattern: string): (text: string) => string | null {
  const compiled = tryCompile(pattern);
  if (compiled === null || compiled.groupCount() === 0) return () => null;
  return (text) => {
    const matcher = compiled.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  };
}

/** A text without every match of `pattern`. */
export function compileRemoval(pattern: string): (text: string) => string {
  const compiled = tryCompile(pattern);
  return compiled === null ? (text) => text : (text) => compiled.matcher(text).replaceAll('');
}

/** Patterns of one automaton; more are several, so that none outgrows its memory. */
const PATTERNS_PER_SET = 500;

/**
 * Which of many patterns are found anywhere in a text, by their place in `patterns`: one walk over the text for all of
 * them. An invalid pattern finds nothing.
 */
export function compilePatternSet(patterns: readonly string[]): (text: string) => readonly number[] {
  const sets: { readonly set: RE2Set; readonly places: number[] }[] = [];
  patterns.forEach((pattern, place) => {
    if (checkPattern(pattern) !== null) return;
    let last = sets.at(-1);
    if (last === undefined || last.places.length >= PATTERNS_PER_SET) {
      last = { set: new RE2Set(), places: [] };
      sets.push(last);
    }
    last.set.add(pattern);
    last.places.push(place);
  });
  for (const { set } of sets) set.compile();
  return (text) => sets.flatMap(({ set, places }) => set.match(text).map((index) => places[index] ?? -1));
}
