const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES: ReadonlyMap<string, number> = new Map([
  ...[...ALPHABET].map((character, value) => [character, value] as const),
  ['-', 62],
  ['_', 63],
]);

/** UTF-8 text written as base64, plain or for addresses, padded or not; null when it is none. */
export function decodeBase64(text: string): string | null {
  let escaped = '';
  let bits = 0;
  let held = 0;
  for (const character of text) {
    if (character === '=') break;
    const value = VALUES.get(character);
    if (value === undefined) return null;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      escaped += `%${((held >> bits) & 0xff).toString(16).padStart(2, '0')}`;
    }
  }
  try {
    return decodeURIComponent(escaped);
  } catch {
    return null;
  }
}
