// A tokenizer as the rest of the project sees it.

export interface Tokenizer {
  /** sha256 of the tokenizer.json's content. */
  readonly digest: string;
  /** Token ids are below it. */
  readonly vocabularySize: number;
  /** Token id of each special token, by its text. */
  readonly specialTokens: Readonly<Record<string, number>>;
  /** The same of every token that was added to the vocabulary, special or not: these are found whole in a text. */
  readonly addedTokens: Readonly<Record<string, number>>;
  /** Token that `eos_token` of the tokenizer_config.json names, else `<eos>`. */
  readonly eosToken: number | undefined;
  /** Tokens that end a response: `eosToken`, and `eos_token_id` of generation_config.json, or else of config.json. */
  readonly stopTokens: readonly number[];
  /** Token that fills a batch up: `pad_token`, `pad_token_id`, `<pad>`, whichever is there first; a policy needs none. */
  readonly padToken: number | undefined;
  /** Tokens that stand before every plain text, as the model was trained: its beginning-of-sequence token, or none. */
  readonly prefix: Int32Array;
  /** Token ids of a text, added tokens in it recognised, none put around it. Throws where `canEncode` is false. */
  readonly encode: (text: string) => Int32Array;
  /** The text of token ids, special tokens included. */
  readonly decode: (tokens: ArrayLike<number>) => string;
  /** Whether every character of the text can be expressed. */
  readonly canEncode: (text: string) => boolean;
}
