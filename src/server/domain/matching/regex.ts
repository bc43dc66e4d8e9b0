import { RE2JS } from 're2js';

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
