/** JSON with a field per line; any other text, and JSON whose numbers would lose digits, as it came. */
export function prettyJson(body: string): string {
  // 17 digits and more are rounded when read: an id would be shown wrong.
  if (/(?:^|[\s:[,])-?\d{17,}/.test(body)) return body;
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
