// A tokenizer as the rest of the project sees it.

export interface Tokenizer {
  /** sha256 of the tokenizer.json's content. */
  readonly digest: string;
  /** Token ids are below it. */
  readonly vocabularySize: number;
  /** Token id of each special token, by its text. */
  readonly specialTokens: Readonly<Record<string, number>>;
  /** Token that ends a response: `eos_token` of the tokenizer_config.json beside the file, else `<eos>`. */
  readonly stopToken: number | undefined;
  /** Token that fills a batch up: `pad_token` of the tokenizer_config.json beside the file, else `<pad>`. */
  readonly padToken: number | undefined;
  /** Token ids of a text, special tokens in it recognised, none added. Throws where `canEncode` is false. */
  readonly encode: (text: string) => Int32Array;
  /** The text of token ids, special tokens included. */
  readonly decode: (tokens: ArrayLike<number>) => string;
  /** Whether every character of the text can be expressed. */
  readonly canEncode: (text: string) => boolean;
}
