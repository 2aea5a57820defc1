// A compiler host for tests: no files, no tokenizer package, everything small and exact.
import { resolve } from 'node:path';
import {
  type CompilerHost,
  type DatasetDefinition,
  type DatasetInspection,
  type ModelInspection,
  type ModelTensor,
  sha256,
  shape,
  type Template,
  type TokenizerInspection,
} from '@allot/spec';

/** Characters of the embedded task; special tokens come last. */
const characters = Array.from('0123456789+-*=?~[]min');
const specials = ['<pad>', '<eos>', '<think>', '</think>'] as const;

export const fakeTokenizer: TokenizerInspection = {
  digest: sha256('fake tokenizer'),
  vocabularySize: characters.length + specials.length,
  encode: encodeText,
  eosToken: characters.length + 1,
  stopTokens: [characters.length + 1],
  specialTokens: Object.fromEntries(specials.map((text, index) => [text, characters.length + index])),
};

function encodeText(text: string): readonly number[] | undefined {
  const ids: number[] = [];
  for (let at = 0; at < text.length; ) {
    const special = specials.find((token) => text.startsWith(token, at));
    const id = special ? fakeTokenizer.specialTokens[special] : characters.indexOf(text[at] as string);
    if (id === undefined || id < 0) return undefined;
    ids.push(id);
    at += special?.length ?? 1;
  }
  return ids;
}

/** config.json of a model of 1 layer and width 16. */
export const fakeConfig: Readonly<Record<string, unknown>> = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  vocab_size: 25,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  head_dim: 8,
  max_position_embeddings: 128,
  hidden_act: 'silu',
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};

const layer = 'model.layers.0';

export const fakeTensors: readonly ModelTensor[] = (
  [
    ['model.embed_tokens.weight', 25, 16],
    [`${layer}.input_layernorm.weight`, 16],
    [`${layer}.self_attn.q_proj.weight`, 16, 16],
    [`${layer}.self_attn.k_proj.weight`, 8, 16],
    [`${layer}.self_attn.v_proj.weight`, 8, 16],
    [`${layer}.self_attn.o_proj.weight`, 16, 16],
    [`${layer}.post_attention_layernorm.weight`, 16],
    [`${layer}.mlp.gate_proj.weight`, 24, 16],
    [`${layer}.mlp.up_proj.weight`, 24, 16],
    [`${layer}.mlp.down_proj.weight`, 16, 24],
    ['model.norm.weight', 16],
  ] as const
).map(([name, ...dims]) => ({ name, shape: dims, dtype: 'F32' }));

/** A model whose weights and digest may be others. */
export const fakeModelWith = (
  tensors: readonly ModelTensor[] = fakeTensors,
  digest = sha256('fake weights'),
): ModelInspection => ({
  config: fakeConfig,
  tokenizerFile: '/bundled/tiny-base/tokenizer.json',
  weights: () => Promise.resolve([{ tensors, digest: () => Promise.resolve([digest, []]) }, []]),
});

const reward: Template = {
  name: 'hbpo',
  kind: 'reward',
  title: 'A stand-in for the HBPO reward',
  formula: 'R',
  source: 'arXiv 2507.15844, eq. 1-3',
  verified: 'made up',
  parameters: {
    beta: { description: 'Scale', default: 4, range: [0, 100] },
    alpha: { description: 'Slope past the budget', default: '1 / lMax', range: [0, 1] },
    strict: { description: 'A switch', default: false },
  },
  build: ({ beta = 4 }) => shape.multiply(shape.parameter('beta', Number(beta)), shape.field('correct')),
};

const classic: Template = {
  ...reward,
  name: 'classic',
  title: 'One for a correct answer',
  parameters: {},
  build: () => shape.field('correct'),
};

const advantage = (name: string, scope: 'group' | 'tier'): Template => ({
  name,
  kind: 'advantage',
  title: `A stand-in for ${name}`,
  formula: 'R',
  source: 'none',
  verified: 'made up',
  parameters: { epsilon: { description: 'Added to the deviation', default: 1e-6, range: [0, 1] } },
  build: ({ epsilon = 1e-6 }) =>
    shape.divide(
      shape.subtract(shape.field('reward'), shape.reduce('mean', scope, shape.field('reward'))),
      shape.add(
        shape.reduce('std', scope, shape.field('reward')),
        shape.parameter('epsilon', Number(epsilon)),
      ),
    ),
});

const byName = (...templates: readonly Template[]): ReadonlyMap<string, Template> =>
  new Map(templates.map((template) => [template.name, template]));

/** A host whose every answer may be replaced. */
export const fakeHost = (changes: Partial<CompilerHost> = {}): CompilerHost => ({
  templates: {
    rewards: byName(reward, classic),
    advantages: byName(advantage('grpo', 'group'), advantage('hbpo', 'group')),
    credits: byName(),
  },
  resolveBundled: (reference) =>
    ({ 'allot:tiny-base': '/bundled/tiny-base', 'allot:arithmetic': '/bundled/tokenizer.json' })[reference],
  inspectModel: () => Promise.resolve([fakeModelWith(), []]),
  inspectTokenizer: () => Promise.resolve([fakeTokenizer, []]),
  inspectPrompt: () => Promise.resolve([{ frameTokens: 1 }, []]),
  locateDataset: (definition, folder) =>
    Promise.resolve([
      'path' in definition && definition.path !== undefined ? [resolve(folder, definition.path)] : [],
      [],
    ]),
  inspectDataset: (definition) => Promise.resolve([fakeDataset(definition), []]),
  findPilot: async () => [null, []],
  findOverlap: () => Promise.resolve({ exact: 0, normalised: 0, examples: [] }),
  ...changes,
});

const fakeDataset = (definition: DatasetDefinition): DatasetInspection =>
  definition.kind === 'arithmetic'
    ? {
        rows: definition.problems ?? 4096,
        difficulty: definition.operations ?? [1, 8],
        longestPromptTokens: 1 + 2 * (definition.operations?.[1] ?? 8),
      }
    : {
        rows: 100,
        digest: sha256(`rows of ${'path' in definition ? definition.path : definition.kind}`),
        difficulty: [1, 8],
        longestPromptTokens: 18,
      };
