// Text of every token id, from a Hugging Face tokenizer.json: enough to show responses, not to encode.

/** Undefined when the file has no vocabulary of a form known here. */
export function readVocabulary(tokenizer: unknown): readonly string[] | undefined {
  if (!isRecord(tokenizer) || !isRecord(tokenizer.model)) return undefined;
  const entries = vocabularyEntries(tokenizer.model.vocab);
  if (!entries) return undefined;
  const decode = usesBytes(tokenizer.decoder)
    ? decodeBytes
    : (text: string) => text.replaceAll('\u2581', ' ');
  const vocabulary: string[] = [];
  for (const [text, id] of entries) if (isId(id)) vocabulary[id] = decode(text);
  const added: unknown = tokenizer.added_tokens;
  if (Array.isArray(added)) {
    for (const token of added as unknown[]) {
      if (isRecord(token) && isId(token.id) && typeof token.content === 'string')
        vocabulary[token.id] = token.content;
    }
  }
  return vocabulary;
}

/** BPE and WordLevel keep `{text: id}`, Unigram `[[text, score], ...]`. */
function vocabularyEntries(vocab: unknown): [string, unknown][] | undefined {
  if (Array.isArray(vocab))
    return (vocab as unknown[]).map((row, id) => [Array.isArray(row) ? String(row[0]) : '', id]);
  return isRecord(vocab) ? Object.entries(vocab) : undefined;
}

function usesBytes(decoder: unknown): boolean {
  if (!isRecord(decoder)) return false;
  if (decoder.type === 'ByteLevel') return true;
  return Array.isArray(decoder.decoders) && (decoder.decoders as unknown[]).some(usesBytes);
}

/** Undoes GPT-2's mapping of bytes to printable characters; half a character becomes U+FFFD. */
function decodeBytes(text: string): string {
  const bytes = Array.from(text, (character) => byteOfCharacter.get(character) ?? 0x3f);
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const byteOfCharacter: ReadonlyMap<string, number> = (() => {
  const map = new Map<string, number>();
  let moved = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    map.set(String.fromCodePoint(printable ? byte : moved++), byte);
  }
  return map;
})();

const isId = (id: unknown): id is number =>
  typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < 1e7;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
