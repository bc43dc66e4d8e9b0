/** An id from a name: its letters and digits, joined by "-"; `taken` ids get a number. */
export function idFrom(name: string, taken: readonly string[], fallback: string): string {
  const base =
    name
      .normalize('NFC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 50) || fallback;
  if (!taken.includes(base)) return base;
  let n = 2;
  while (taken.includes(`${base}-${n}`)) n++;
  return `${base}-${n}`;
}
