// Whether a tokenizer can express a text without losing a character.
import { fallbackToken, levelCharacters } from './byte-tokens.js';
import { flattenParts, type JsonObject } from './json.js';

export interface Encodings {
  /** Ids of a text; undefined, or missing, where a character has none. */
  readonly encodeIds: (text: string) => readonly (number | undefined)[];
  readonly unknown: number | undefined;
  readonly addedTokens: readonly string[];
}

/** A text with half of a surrogate pair is no text: it cannot be written as UTF-8. */
const isText = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** The test for a tokenizer.json: with a token for every byte all texts pass, else its characters are asked for. */
export function expressibilityTest(json: JsonObject, encodings: Encodings): (text: string) => boolean {
  if (hasAllBytes(json)) return isText;
  const { encodeIds, unknown } = encodings;
  if (unknown !== undefined) return (text) => isText(text) && !encodeIds(text).includes(unknown);
  return characterTest(encodings);
}

function hasAllBytes({ model, pre_tokenizer: preTokenizer }: JsonObject): boolean {
  const { vocab, byte_fallback: fallback } = model as JsonObject;
  const has = (token: string): boolean => Object.hasOwn(vocab as JsonObject, token);
  if (flattenParts(preTokenizer).some(({ type }) => type === 'ByteLevel')) return levelCharacters.every(has);
  return fallback === true && Array.from({ length: 256 }, (_, byte) => fallbackToken(byte)).every(has);
}

/** A model without an unknown token drops what it lacks, so every character is asked for once. */
function characterTest({ encodeIds, addedTokens }: Encodings): (text: string) => boolean {
  const known = new Map<string, boolean>();
  const expressible = (character: string): boolean => {
    const before = known.get(character);
    if (before !== undefined) return before;
    const ids = encodeIds(character);
    const result = ids.length > 0 && ids.every((id) => id !== undefined);
    known.set(character, result);
    return result;
  };
  return (text) => {
    const rest = addedTokens.reduce((left, token) => left.replaceAll(token, ''), text);
    return isText(text) && Array.from(rest).every(expressible);
  };
}
