/**
 * Fetches the parts of the font that `catalogues` need, before they are needed:
 * the words for a silent server must not wait for that server.
 */
export function preloadGlyphs(...catalogues: readonly object[]): void {
  const letters = new Set(JSON.stringify(catalogues));
  // A part that cannot be fetched now is asked for again when its letters are drawn.
  document.fonts.load('16px "Pretendard Variable"', [...letters].join('')).catch(() => undefined);
}
