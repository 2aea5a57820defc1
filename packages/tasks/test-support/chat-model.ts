// A small byte-level tokenizer with the files of a chat model beside it, written into a folder of its own.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { levelCharacters } from '../src/tokenizer/byte-tokens.js';

/** Merges under which `</think>` is several tokens, and melts into what stands before and behind it. */
const merges = ['< /', 't h', 'i n', '> Ċ', '>Ċ Ċ', '. </', 'Ġ t', 'Ġt h', 'a n'];

const specials = ['<|endoftext|>', '<|im_start|>', '<|im_end|>', '<s>'];

export interface ChatModel {
  /** Tokens that are added beside the special ones, such as `<think>`. */
  readonly added?: readonly string[];
  /** tokenizer_config.json; by default the end of the text is `<|endoftext|>`. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly generation?: Readonly<Record<string, unknown>>;
  /** chat_template.jinja. */
  readonly template?: string;
}

/** ChatML with a generation prompt that a reasoning model continues. */
export const chatMl = [
  "{% for message in messages %}{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}",
  "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
].join('');

/** Path of the folder's tokenizer.json. */
export function writeChatModel({ added = [], config, generation, template }: ChatModel = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'allot-chat-model-'));
  const write = (name: string, content: unknown): void =>
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  write('tokenizer.json', byteLevelTokenizer(added));
  write('tokenizer_config.json', config ?? { eos_token: '<|endoftext|>', pad_token: '<|endoftext|>' });
  if (generation) write('generation_config.json', generation);
  if (template !== undefined) write('chat_template.jinja', template);
  return join(folder, 'tokenizer.json');
}

/** Tokens 0 to 255 are the bytes, then come the merged ones, the special ones, and those added. */
function byteLevelTokenizer(added: readonly string[]) {
  const vocabulary = [...levelCharacters, ...merges.map((merge) => merge.replace(' ', ''))];
  const token = (content: string, index: number, special: boolean) => ({
    id: vocabulary.length + index,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special,
  });
  return {
    added_tokens: [
      ...specials.map((content, index) => token(content, index, true)),
      ...added.map((content, index) => token(content, specials.length + index, false)),
    ],
    normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(vocabulary.map((content, id) => [content, id])),
      merges,
    },
  };
}
