/** One thing the palette can do or go to. */
export interface PaletteEntry {
  readonly key: string;
  readonly label: string;
  /** Words beside the label, searched too. */
  readonly hint: string;
  readonly run: () => void;
}

/**
 * Entries that hold every word of `text`, those whose label starts with it first; the order given settles the rest.
 */
export function matchEntries(
  entries: readonly PaletteEntry[],
  text: string,
  limit: number,
): readonly PaletteEntry[] {
  const wanted = text.trim().toLowerCase();
  const words = wanted.split(/\s+/).filter((word) => word !== '');
  const starts: PaletteEntry[] = [];
  const holds: PaletteEntry[] = [];
  for (const entry of entries) {
    const label = entry.label.toLowerCase();
    const all = `${label}\n${entry.hint.toLowerCase()}`;
    if (!words.every((word) => all.includes(word))) continue;
    (wanted !== '' && label.startsWith(wanted) ? starts : holds).push(entry);
    if (starts.length >= limit) break;
  }
  return [...starts, ...holds].slice(0, limit);
}
