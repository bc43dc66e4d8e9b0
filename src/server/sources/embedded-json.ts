const MAX_DEPTH = 64;
const [QUOTE, BACKSLASH, BRACE, BRACKET, BRACE_END, BRACKET_END] = [34, 92, 123, 91, 125, 93];

/**
 * JSON written as a text inside a body (SNS `Message`, the `payload` of a form): the object or list it holds, encoded
 * once or twice. Undefined when it holds none, or one nested deeper than a body may be (ING23, ING73).
 */
export function parseEmbedded(text: string): unknown {
  const once = parseOnce(text);
  const value = typeof once === 'string' ? parseOnce(once) : once;
  return typeof value === 'object' && value !== null ? value : undefined;
}

function parseOnce(text: string): unknown {
  const start = text.trimStart().charCodeAt(0);
  if (start !== BRACE && start !== BRACKET && start !== QUOTE) return undefined;
  if (isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Scanned before it is parsed: a deep value parses well and breaks whoever walks it later. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === BACKSLASH) i += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (code === BRACE || code === BRACKET) {
      depth += 1;
      if (depth > MAX_DEPTH) return true;
    } else if (code === BRACE_END || code === BRACKET_END) depth -= 1;
  }
  return false;
}
