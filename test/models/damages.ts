// What was done to a model folder, and the diagnostics that it must get.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import type { DamagedFolder, Weights } from './damaged-folder.js';

/** The codes are in the order of the alphabet; `apply` damages a folder that was whole. */
export type Damage = readonly [
  what: string,
  codes: readonly string[],
  apply: (folder: DamagedFolder) => void,
];

const unsupported = ['policy/unsupported-model'];
const noConfig = ['model/malformed-config'];
const noWeights = ['model/malformed-safetensors'];
const noIndex = ['model/malformed-index'];

const config = 'config.json';
const weights = 'model.safetensors';
const index = 'model.safetensors.index.json';
const tokenizer = 'tokenizer.json';
const embedding = 'model.embed_tokens.weight';
const norm = 'model.norm.weight';

/** By the file that is damaged. */
export const damages: Readonly<Record<string, readonly Damage[]>> = {
  [config]: [
    ['is missing', ['model/missing-file'], (folder) => folder.remove(config)],
    ['ends in the middle', noConfig, (folder) => folder.bytes(config, (text) => text.subarray(0, 100))],
    ['is a list', noConfig, (folder) => folder.bytes(config, () => '[1]')],
    ['holds NaN', noConfig, (folder) => folder.bytes(config, (text) => `${text}`.replace('10000', 'NaN'))],
    [
      'holds 1e999',
      noConfig,
      (folder) => folder.bytes(config, (text) => `${text}`.replace('10000', '1e999')),
    ],
    [
      'has a key twice',
      noConfig,
      (folder) => folder.bytes(config, (text) => `{"vocab_size":7,${`${text}`.slice(1)}`),
    ],
    [
      'is nested 100,000 levels deep',
      noConfig,
      (folder) => folder.bytes(config, () => `${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`),
    ],
    ['has 11 MB', noConfig, (folder) => folder.bytes(config, (text) => `${text}${' '.repeat(11e6)}`)],
    ['is no UTF-8', noConfig, (folder) => folder.bytes(config, () => Buffer.of(0x7b, 0xff, 0x7d))],
    [
      'is a pipe that nobody writes to',
      ['model/not-a-file'],
      (folder) => {
        folder.remove(config);
        execFileSync('mkfifo', [folder.file(config)]);
      },
    ],
    ['is a link out of the folder', ['model/outside-folder'], (folder) => folder.link(config)],
    [
      'names another `vocab_size` than the embedding has rows',
      ['policy/tensor-shape'],
      (folder) => folder.config({ vocab_size: 26 }),
    ],
    ['asks for a billion layers', unsupported, (folder) => folder.config({ num_hidden_layers: 1e9 })],
    [
      'asks for 1.5 billion parameters',
      ['policy/tensor-missing', 'policy/tensor-shape', 'policy/too-large'],
      (folder) => folder.config({ hidden_size: 1536, intermediate_size: 8960, num_hidden_layers: 32 }),
    ],
    ['asks for sizes beyond counting', unsupported, (folder) => folder.config({ hidden_size: 1e300 })],
    [
      'asks for a billion positions',
      ['policy/too-many-positions'],
      (folder) => folder.config({ max_position_embeddings: 1e9 }),
    ],
    ['gives a text for a number', unsupported, (folder) => folder.config({ hidden_size: '64' })],
    ['is of Mistral', unsupported, (folder) => folder.config({ model_type: 'mistral' })],
    ['is of a mixture of experts', unsupported, (folder) => folder.config({ model_type: 'qwen3_moe' })],
    ['is of Gemma', unsupported, (folder) => folder.config({ model_type: 'gemma2' })],
    ['has sliding windows', unsupported, (folder) => folder.config({ use_sliding_window: true })],
    ['has quantized weights', unsupported, (folder) => folder.config({ quantization_config: { bits: 4 } })],
    ['has another activation than SiLU', unsupported, (folder) => folder.config({ hidden_act: 'gelu' })],
    ['has biases in the feed-forward layers', unsupported, (folder) => folder.config({ mlp_bias: true })],
    ['rotates a part of each head', unsupported, (folder) => folder.config({ partial_rotary_factor: 0.5 })],
    [
      'scales rotary embeddings by `dynamic`',
      unsupported,
      (folder) => folder.config({ rope_scaling: { type: 'dynamic', factor: 2 } }),
    ],
    [
      'scales rotary embeddings by `longrope`',
      unsupported,
      (folder) => folder.config({ rope_parameters: { rope_type: 'longrope', factor: 2 } }),
    ],
    [
      'has three such parts at once',
      [...unsupported, ...unsupported, ...unsupported],
      (folder) => folder.config({ hidden_act: 'relu', mlp_bias: true, quantization_config: {} }),
    ],
  ],
  [weights]: [
    ['is missing', ['model/missing-file'], (folder) => folder.remove(weights)],
    [
      'is a pickle, `pytorch_model.bin`',
      ['model/pickled-weights'],
      (folder) => renameSync(folder.file(weights), folder.file('pytorch_model.bin')),
    ],
    [
      'is a folder',
      ['model/not-a-file'],
      (folder) => {
        folder.remove(weights);
        mkdirSync(folder.file(weights));
      },
    ],
    ['is a link out of the folder', ['model/outside-folder'], (folder) => folder.link(weights)],
    [
      'is a link to itself',
      ['store/unreadable'],
      (folder) => {
        folder.remove(weights);
        symlinkSync(weights, folder.file(weights));
      },
    ],
    ['is empty', noWeights, (folder) => folder.bytes(weights, () => '')],
    ['ends in its header', noWeights, (folder) => folder.bytes(weights, (whole) => whole.subarray(0, 100))],
    ['ends in its data', noWeights, (folder) => folder.bytes(weights, (whole) => whole.subarray(0, -1))],
    [
      'has bytes behind its data',
      noWeights,
      (folder) => folder.bytes(weights, (whole) => Buffer.concat([whole, Buffer.alloc(4)])),
    ],
    ['claims a header of 2^63 bytes', noWeights, (folder) => folder.weights(() => undefined, 2n ** 63n)],
    [
      'claims a header longer than the file',
      noWeights,
      (folder) => folder.weights(() => undefined, 10n ** 7n),
    ],
    ['has a header that is no JSON', noWeights, (folder) => folder.weights(() => undefined, 99n)],
    [
      'has a header nested 100,000 levels deep',
      noWeights,
      (folder) => folder.bytes(weights, () => headerBytes(`${'['.repeat(1e5)}${']'.repeat(1e5)}`)),
    ],
    [
      'has a tensor twice',
      noWeights,
      (folder) => folder.bytes(weights, () => headerBytes(`{"a":${nothing},"a":${nothing}}`)),
    ],
    ['has overlapping tensors', noWeights, (folder) => folder.tensor({ data_offsets: [0, 256] })],
    ['has a hole', noWeights, (folder) => folder.weights((parts) => cutEmbedding(parts, 0))],
    [
      'has offsets outside the file',
      noWeights,
      (folder) => folder.tensor({ data_offsets: [1e12, 1e12 + 256] }),
    ],
    ['has offsets in reverse', noWeights, (folder) => folder.tensor({ data_offsets: [256, 0] })],
    ['has a shape beyond counting', noWeights, (folder) => folder.tensor({ shape: [2 ** 40, 2 ** 40] })],
    ['has a negative size', noWeights, (folder) => folder.tensor({ shape: [-64] })],
    ['has a shape that is not its bytes', noWeights, (folder) => folder.tensor({ shape: [65] })],
    ['has an unknown type', noWeights, (folder) => folder.tensor({ dtype: 'F33' })],
    [
      'lacks a tensor',
      ['policy/tensor-missing', 'policy/tensor-unexpected'],
      (folder) => folder.weights((parts) => rename(parts, norm, 'norm.weight')),
    ],
    [
      'has a tensor too many',
      ['policy/tensor-unexpected'],
      (folder) => folder.weights((parts) => append(parts, 'model.layers.0.mlp.up_proj.lora_A', 16)),
    ],
    ['has a tensor of another shape', ['policy/tensor-shape'], (folder) => folder.tensor({ shape: [8, 8] })],
    ['has integers', ['policy/tensor-type'], (folder) => folder.tensor({ dtype: 'I32' })],
    [
      'has numbers of 8 bits, in another shape',
      ['policy/tensor-shape', 'policy/tensor-type'],
      (folder) => folder.tensor({ dtype: 'F8_E4M3', shape: [256] }),
    ],
    [
      'has a NaN',
      ['model/not-finite'],
      (folder) => folder.weights(({ data }) => data.writeFloatLE(Number.NaN, 400)),
    ],
    [
      'has an output embedding that differs from the one it is tied to',
      ['model/two-embeddings'],
      (folder) => folder.weights((parts) => append(parts, 'lm_head.weight', 25, 64)),
    ],
  ],
  [index]: [
    [
      'names `../../etc/passwd`',
      noIndex,
      (folder) => folder.split((map) => ({ ...map, [norm]: '../../etc/passwd' })),
    ],
    [
      'names `/etc/passwd.safetensors`',
      noIndex,
      (folder) => folder.split((map) => ({ ...map, [norm]: '/etc/passwd.safetensors' })),
    ],
    [
      'names a file that is missing',
      ['model/missing-file'],
      (folder) => {
        folder.split();
        folder.remove('b.safetensors');
      },
    ],
    [
      'names a tensor that its shard lacks',
      noIndex,
      (folder) => folder.split((map) => ({ ...map, extra: 'a.safetensors' })),
    ],
    ['leaves out a tensor of a shard', noIndex, (folder) => folder.split((map) => without(map, norm))],
    ['names no files', noIndex, (folder) => folder.split(() => ({}))],
    [
      'has the tensors of one shard in another, too',
      noIndex,
      (folder) => {
        folder.split((map) => ({ ...map, other: 'c.safetensors' }));
        copyFileSync(folder.file('a.safetensors'), folder.file('c.safetensors'));
      },
    ],
    [
      'is no JSON',
      noIndex,
      (folder) => {
        folder.split();
        folder.bytes(index, (text) => text.subarray(1));
      },
    ],
    [
      'names a link out of the folder',
      ['model/outside-folder'],
      (folder) => {
        folder.split();
        folder.link('b.safetensors');
      },
    ],
  ],
  [tokenizer]: [
    ['is missing', ['model/missing-file'], (folder) => folder.remove(tokenizer)],
    ['is a link out of the folder', ['model/outside-folder'], (folder) => folder.link(tokenizer)],
    [
      'stands beside a `tokenizer_config.json` that is a link out of the folder',
      ['model/outside-folder'],
      (folder) => folder.link('tokenizer_config.json'),
    ],
    [
      'has more tokens than the embedding has rows',
      ['policy/vocabulary-too-large'],
      (folder) => {
        folder.config({ vocab_size: 24 });
        folder.weights((parts) => cutEmbedding(parts, 256));
      },
    ],
  ],
};

const nothing = JSON.stringify({ dtype: 'F32', shape: [0], data_offsets: [0, 0] });

/** A file of this header and no data. */
function headerBytes(header: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header)]);
}

const without = (map: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));

/** A tensor of zeros behind all others. */
function append(parts: Weights, name: string, ...shape: number[]): void {
  const bytes = 4 * shape.reduce((product, size) => product * size, 1);
  const end = parts.data.length;
  parts.tensors[name] = { dtype: 'F32', shape, data_offsets: [end, end + bytes] };
  parts.data = Buffer.concat([parts.data, Buffer.alloc(bytes)]);
}

function rename({ tensors }: Weights, from: string, to: string): void {
  tensors[to] = tensors[from] as Weights['tensors'][string];
  delete tensors[from];
}

/** Takes the last row, 256 bytes, off the embedding, which is the first tensor; `close` bytes are taken off the data behind it. */
function cutEmbedding(parts: Weights, close: number): void {
  const first = parts.tensors[embedding] as Weights['tensors'][string];
  const [from, to] = first.data_offsets;
  parts.data = Buffer.concat([parts.data.subarray(0, to - close), parts.data.subarray(to)]);
  for (const tensor of Object.values(parts.tensors))
    if (tensor !== first)
      tensor.data_offsets = tensor.data_offsets.map((offset) => offset - close) as [number, number];
  Object.assign(first, { shape: [24, 64], data_offsets: [from, to - 256] });
}
