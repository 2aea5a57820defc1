// Looks at a tokenizer for the compiler.
import type { Phase, TokenizerInspection } from '@allot/spec';
import { loadTokenizer } from './load.js';

/** Diagnostics: as `loadTokenizer`. */
export async function inspectTokenizer(file: string): Promise<Phase<TokenizerInspection>> {
  const [tokenizer, diagnostics] = loadTokenizer(file);
  if (!tokenizer) return [undefined, diagnostics];
  const { digest, vocabularySize, specialTokens, eosToken, stopTokens, canEncode, encode } = tokenizer;
  return [
    {
      digest,
      vocabularySize,
      specialTokens,
      ...(eosToken === undefined ? {} : { eosToken }),
      stopTokens,
      encode: (text) => (canEncode(text) ? Array.from(encode(text)) : undefined),
    },
    diagnostics,
  ];
}
