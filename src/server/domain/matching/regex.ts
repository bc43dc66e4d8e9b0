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

/**
 * A search for `pattern` anywhere in a text. An invalid pattern finds nothing: `checkPattern` refuses it
 * when the configuration is read, and a rule must not stop the events behind it.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch {
    return () => false;
  }
  return (text) => compiled.test(text);
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
