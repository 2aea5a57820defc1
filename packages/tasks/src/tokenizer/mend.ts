// Puts into a tokenizer of the library what the native ones do otherwise.
import type { Tokenizer } from '@huggingface/tokenizers';
import { mendedDecoders } from './decoding.js';

type Decoder = NonNullable<Tokenizer['decoder']>;
type PreTokenizer = NonNullable<Tokenizer['pre_tokenizer']>;

/** GPT-2's pattern with Unicode's white space: JavaScript's has the byte-order mark and lacks U+0085. */
const level =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

/** Digits one by one; every number character of Unicode is a digit. */
const digits = /\P{N}+|\p{N}/gu;

const patterns: Readonly<Record<string, RegExp>> = { ByteLevel: level, Digits: digits };

export function mendTokenizer({ decoder, pre_tokenizer: preTokenizer }: Tokenizer): void {
  if (decoder) mendDecoder(decoder);
  if (preTokenizer) mendPattern(preTokenizer);
}

function mendDecoder(decoder: Decoder): void {
  const { type } = decoder.config as { readonly type: string };
  const mended = mendedDecoders[type];
  if (mended) decoder.decode_chain = mended;
  const { decoders } = decoder as { readonly decoders?: readonly Decoder[] };
  for (const inner of decoders ?? []) mendDecoder(inner);
}

function mendPattern(preTokenizer: PreTokenizer): void {
  const part = preTokenizer as {
    readonly config?: { readonly type?: string };
    readonly tokenizers?: readonly PreTokenizer[];
    pattern?: RegExp;
  };
  const mended = patterns[part.config?.type ?? ''];
  if (mended) part.pattern = mended;
  for (const inner of part.tokenizers ?? []) mendPattern(inner);
}
