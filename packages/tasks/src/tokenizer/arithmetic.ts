// The tokenizer of the embedded task: every character one token, four special tokens.

const specialTokens = ['<pad>', '<eos>', '<think>', '</think>'] as const;
const characters = '0123456789+-*=?~[]min';

/** A tokenizer.json in the format of Hugging Face tokenizers: byte-pair encoding without merges. */
export const arithmeticTokenizer = () => ({
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: specialTokens.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: null,
  pre_tokenizer: null,
  post_processor: null,
  decoder: { type: 'Fuse' },
  model: {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab: Object.fromEntries([...specialTokens, ...Array.from(characters)].map((token, id) => [token, id])),
    merges: [],
  },
});

/** The tokenizer_config.json beside it. */
export const arithmeticTokenizerConfig = () => ({
  tokenizer_class: 'PreTrainedTokenizerFast',
  pad_token: '<pad>',
  eos_token: '<eos>',
  additional_special_tokens: ['<think>', '</think>'],
  clean_up_tokenization_spaces: false,
  model_max_length: 1024,
});
