// Tokens that stand for bytes, in the two spellings that byte-pair encodings use.

/** `<0x0A>`: sentencepiece's byte fallback. */
export const fallbackToken = (byte: number): string =>
  `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`;

/** The byte of a fallback token; undefined where it is none. */
export function fallbackByte(token: string): number | undefined {
  const digits = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 16);
}

/** Bytes that GPT-2's byte-level encoding writes as the character of the same number; the others follow from 256 on. */
const printed = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || byte >= 0xae;

/** The character of each byte in GPT-2's byte-level encoding (`Ġ` is the space). */
export const levelCharacters: readonly string[] = (() => {
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printed(byte) ? byte : next++));
})();

/** The byte of each such character. */
export const levelBytes: ReadonlyMap<string, number> = new Map(
  levelCharacters.map((character, byte) => [character, byte]),
);
