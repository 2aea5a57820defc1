// A tokenizer made of a tokenizer.json that was found sound.
import { Tokenizer as HuggingFaceTokenizer } from '@huggingface/tokenizers';
import { expressibilityTest } from './expressible.js';
import type { JsonObject } from './json.js';
import { mendTokenizer } from './mend.js';
import { type NeighbourFiles, nameTokens } from './named-tokens.js';
import type { Tokenizer } from './tokenizer.js';

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special?: boolean;
}

/** Throws where a part of the file has a form that the library does not take. */
export function buildTokenizer(json: JsonObject, neighbours: NeighbourFiles, digest: string): Tokenizer {
  const absent = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null };
  const added = (json.added_tokens ?? []) as readonly AddedToken[];
  const inner = new HuggingFaceTokenizer(
    { ...absent, ...json, added_tokens: added },
    { clean_up_tokenization_spaces: false },
  );
  mendTokenizer(inner);
  const { vocab, unk_token: unknown } = json.model as JsonObject;
  const ids = [...Object.values(vocab as JsonObject), ...added.map(({ id }) => id)] as readonly number[];
  const vocabularySize = ids.reduce((most, id) => Math.max(most, id), 0) + 1;
  const idOf = (text: string): number | undefined => inner.token_to_id(text);
  const encodeIds = (text: string): readonly (number | undefined)[] =>
    text === '' ? [] : inner.encode(text, { add_special_tokens: false }).ids;
  const canEncode = expressibilityTest(json, {
    encodeIds,
    unknown: typeof unknown === 'string' ? idOf(unknown) : undefined,
    addedTokens: added.map(({ content }) => content),
  });
  return {
    digest,
    vocabularySize,
    specialTokens: idsOf(added.filter(({ special }) => special)),
    addedTokens: idsOf(added),
    ...nameTokens(neighbours, json, idOf, vocabularySize),
    canEncode,
    encode: (text) => {
      if (!canEncode(text)) throw new Error(`the tokenizer cannot express ${JSON.stringify(text)}`);
      return Int32Array.from(encodeIds(text) as readonly number[]);
    },
    decode: (tokens) => {
      // A model's embedding may have more rows than there are tokens.
      const known = Array.from(tokens).filter((id) => inner.id_to_token(id) !== undefined);
      return known.length === 0 ? '' : inner.decode(known, { skip_special_tokens: false });
    },
  };
}

const idsOf = (tokens: readonly AddedToken[]): Readonly<Record<string, number>> =>
  Object.fromEntries(tokens.map(({ content, id }) => [content, id]));
