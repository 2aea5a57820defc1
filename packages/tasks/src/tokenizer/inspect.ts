// Looks at a tokenizer for the compiler.
import { dirname, join } from 'node:path';
import type { Phase, TokenizerInspection } from '@allot/spec';
import { report } from '../catalog.js';
import { loadTokenizer } from './load.js';
import { unknownStops } from './named-tokens.js';

/** Diagnostics: as `loadTokenizer`, and the warning `tokenizer/unknown-stop`. */
export async function inspectTokenizer(file: string): Promise<Phase<TokenizerInspection>> {
  const [tokenizer, diagnostics] = loadTokenizer(file);
  if (!tokenizer) return [undefined, diagnostics];
  const unknown = unknownStops(file, tokenizer.vocabularySize).map((token) =>
    report('tokenizer/unknown-stop', { file: join(dirname(file), 'generation_config.json'), token }),
  );
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
    [...diagnostics, ...unknown],
  ];
}
