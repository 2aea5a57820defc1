// A model folder in the style of DeepSeek-R1-Distill-Qwen, but for its size: a small Qwen2, its tokenizer of bytes, its chat template.
import { readFileSync } from 'node:fs';
import { decoderParameters, parseDecoderConfig } from '@allot/graph';
import { writeModelFolder } from '@allot/store';

const template = new URL('../parity/tokenizers/templates/deepseek-r1.jinja', import.meta.url);
const specials = ['<｜begin▁of▁sentence｜>', '<｜end▁of▁sentence｜>', '<｜User｜>', '<｜Assistant｜>'];
const tags = ['<think>', '</think>'];

/** Words that are one token in the tokenizers of these models. */
const words = ['Alright'];

/** How GPT-2's byte-level BPE writes bytes: printable ones as they are, the others from U+0100 on. */
function byteLetters(): readonly string[] {
  let next = 0x100;
  const printable = (byte: number): boolean => (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  return Array.from({ length: 256 }, (_, byte) => String.fromCodePoint(printable(byte) ? byte : next++));
}

function tokenizer(): object {
  const letters = byteLetters();
  return {
    version: '1.0',
    added_tokens: [...specials, ...tags, ...words].map((content, index) => ({
      id: letters.length + index,
      content,
      special: specials.includes(content),
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      vocab: Object.fromEntries(letters.map((letter, id) => [letter, id])),
      merges: [],
    },
  };
}

/** Writes the folder; its weights are small numbers that differ. */
export async function writeTinyR1(folder: string): Promise<void> {
  const config = {
    model_type: 'qwen2',
    architectures: ['Qwen2ForCausalLM'],
    vocab_size: 256 + specials.length + tags.length + words.length,
    hidden_size: 16,
    intermediate_size: 32,
    num_hidden_layers: 1,
    num_attention_heads: 4,
    num_key_value_heads: 2,
    hidden_act: 'silu',
    max_position_embeddings: 131_072,
    rms_norm_eps: 1e-6,
    rope_theta: 10_000,
    tie_word_embeddings: false,
  };
  const parsed = parseDecoderConfig(config);
  if (!parsed.config) throw new Error('the config is not one of a decoder');
  let offset = 0;
  const layout = decoderParameters(parsed.config).map(({ name, shape }) => {
    const parameter = { name, shape, offset };
    offset += shape.reduce((product, size) => product * size, 1);
    return parameter;
  });
  const parameters = Float32Array.from({ length: offset }, (_, at) => Math.sin(at) / 10);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const extras = {
    'tokenizer.json': bytes(JSON.stringify(tokenizer())),
    'tokenizer_config.json': bytes(
      JSON.stringify({
        add_bos_token: true,
        bos_token: specials[0],
        eos_token: specials[1],
        pad_token: specials[1],
        chat_template: readFileSync(template, 'utf8'),
      }),
    ),
  };
  await writeModelFolder(folder, { config, layout, parameters, extras });
}
