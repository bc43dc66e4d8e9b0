/** Bytes of each character of EUC-KR, and of three that only CP949 has. */
const BYTES = new Map<string, readonly [number, number]>([
  ['똠', [0x8c, 0x63]],
  ['햏', [0xc1, 0x64]],
  ['뷁', [0x94, 0xee]],
]);
const decoder = new TextDecoder('euc-kr');
for (let lead = 0xa1; lead <= 0xfe; lead += 1) {
  for (let trail = 0xa1; trail <= 0xfe; trail += 1) {
    const text = decoder.decode(Uint8Array.of(lead, trail));
    if ([...text].length === 1 && text !== '\uFFFD') BYTES.set(text, [lead, trail]);
  }
}

/** A text in CP949; where every character is one of KS X 1001 that is EUC-KR. */
export function cp949(text: string): Buffer {
  return Buffer.from(
    [...text].flatMap((character) => {
      const code = character.codePointAt(0)!;
      if (code < 0x80) return [code];
      const bytes = BYTES.get(character);
      if (bytes === undefined) throw new Error(`no CP949 bytes for ${character}`);
      return [...bytes];
    }),
  );
}

/** A text in ISO-2022-KR, with the designator at its head. */
export function iso2022Kr(text: string): Buffer {
  const out: number[] = [...Buffer.from('\x1b$)C', 'latin1')];
  let isShifted = false;
  const shift = (to: boolean) => {
    if (isShifted !== to) out.push(to ? 0x0e : 0x0f);
    isShifted = to;
  };
  for (const character of text) {
    const bytes = [...cp949(character)];
    shift(bytes.length === 2);
    out.push(...bytes.map((byte) => byte & 0x7f));
  }
  shift(false);
  return Buffer.from(out);
}

/** An encoded word of a header (RFC 2047). */
export const encodedWord = (charset: string, bytes: Buffer): string =>
  `=?${charset}?B?${bytes.toString('base64')}?=`;
