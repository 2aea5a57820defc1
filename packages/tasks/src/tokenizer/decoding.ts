// Two decoders as the native tokenizers have them, in place of those of the library, which differ at bytes that are
// no UTF-8, at byte-order marks, and beside added tokens.
import { fallbackByte, levelBytes } from './byte-tokens.js';

const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Byte-level: a token whose characters all stand for bytes is those bytes, any other its own text. */
function decodeLevel(tokens: readonly string[]): string[] {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const token of tokens) {
    const own = Array.from(token, (character) => levelBytes.get(character));
    for (const byte of own.includes(undefined) ? encoder.encode(token) : own) bytes.push(byte as number);
  }
  return [lossy.decode(Uint8Array.from(bytes))];
}

/** Byte fallback: bytes in a row are one text where they are UTF-8, else each of them is a replacement character. */
function decodeFallback(tokens: readonly string[]): string[] {
  const texts: string[] = [];
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) texts.push(decodeStrictly(Uint8Array.from(bytes)));
    bytes = [];
  };
  for (const token of tokens) {
    const byte = fallbackByte(token);
    if (byte === undefined) {
      flush();
      texts.push(token);
    } else bytes.push(byte);
  }
  flush();
  return texts;
}

function decodeStrictly(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return '\u{fffd}'.repeat(bytes.length);
  }
}

/** What stands in for a decoder of the library, by its type. */
export const mendedDecoders: Readonly<Record<string, (tokens: readonly string[]) => string[]>> = {
  ByteLevel: decodeLevel,
  ByteFallback: decodeFallback,
};
