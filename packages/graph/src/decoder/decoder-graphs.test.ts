import { beforeAll, describe, expect, test } from 'vitest';
import { evaluateGraph } from '../evaluate/evaluate-graph.js';
import type { Tensor } from '../evaluate/tensor.js';
import type { Graph } from '../ir/node.js';
import { printGraph } from '../ir/print-graph.js';
import { buildAdamWGraph } from '../optimizer/adamw-graph.js';
import { createRandom, randomIds, randomTensor, relativeError } from '../testing/random-tensor.js';
import { openOnnx } from '../testing/run-onnx.js';
import type { DecoderConfig } from './decoder-config.js';
import { countDecoderParameters } from './decoder-parameters.js';
import { buildLogProbabilityGraph } from './log-probability-graph.js';
import { buildPrefillGraph } from './prefill-graph.js';
import { buildStepGraph } from './step-graph.js';
import { buildTrainGraph, type PolicyGradientLoss } from './train-graph.js';

const multiHead: DecoderConfig = {
  vocabSize: 13,
  hiddenSize: 8,
  intermediateSize: 12,
  layers: 2,
  heads: 2,
  keyValueHeads: 2,
  headDim: 4,
  rmsNormEps: 1e-5,
  ropeTheta: 10_000,
  rope: { kind: 'default' },
  maxPositions: 16,
  tieWordEmbeddings: true,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: false,
};
const grouped: DecoderConfig = {
  ...multiHead,
  layers: 1,
  heads: 4,
  keyValueHeads: 2,
  headDim: 6,
  tieWordEmbeddings: false,
  attentionBias: true,
  outputBias: true,
};
/** As Qwen3, with a head size of its own and rotary embeddings scaled by YaRN. */
const normed: DecoderConfig = {
  ...grouped,
  headDim: 8,
  attentionBias: false,
  outputBias: false,
  queryKeyNorm: true,
  rope: {
    kind: 'yarn',
    factor: 2,
    attentionFactor: 1.07,
    betaFast: 32,
    betaSlow: 1,
    originalPositions: 8,
    truncate: true,
  },
};
/** As Qwen2: biases of queries, keys and values alone. */
const partlyBiased: DecoderConfig = { ...grouped, outputBias: false };

const everyTerm: PolicyGradientLoss = {
  kind: 'policy-gradient',
  ratioLevel: 'sequence',
  dualClip: true,
  entropyBonus: true,
  referenceKl: 'k3',
  klCov: true,
};
const cispo: PolicyGradientLoss = { kind: 'policy-gradient', surrogate: 'cispo', referenceKl: 'abs' };

const graphs: readonly (readonly [name: string, build: (config: DecoderConfig) => Graph])[] = [
  ['prefill', buildPrefillGraph],
  ['step-categorical', (config) => buildStepGraph(config, { sampling: 'categorical' })],
  ['step-nucleus', (config) => buildStepGraph(config, { sampling: 'nucleus' })],
  ['step-greedy', (config) => buildStepGraph(config, { sampling: 'greedy' })],
  ['train-policy-gradient', (config) => buildTrainGraph(config, { objective: { kind: 'policy-gradient' } })],
  ['train-every-term', (config) => buildTrainGraph(config, { objective: everyTerm })],
  ['train-cispo', (config) => buildTrainGraph(config, { objective: cispo })],
  ['train-supervised', (config) => buildTrainGraph(config, { objective: { kind: 'supervised' } })],
  ['log-probability', buildLogProbabilityGraph],
  ['adamw', (config) => buildAdamWGraph(countDecoderParameters(config))],
];

describe.each(graphs)('%s', (name, build) => {
  test.each([
    ['multi-head, tied', multiHead],
    ['grouped-query, untied, biased', grouped],
    ['queries and keys normed, YaRN', normed],
    ['biases of queries, keys and values', partlyBiased],
  ])('runs in onnxruntime and agrees with the reference: %s', async (_, config) => {
    const graph = build(config);
    const parameters = randomParameters(config);
    const inputs = randomInputs(graph, config);
    const expected = evaluateGraph(graph, { inputs, parameters });
    const actual = await (await openOnnx(graph, parameters)).run(inputs);
    for (const [output, { shape, data }] of Object.entries(expected)) {
      expect([output, actual[output]?.shape]).toEqual([output, shape]);
      expect([output, relativeError(actual[output]?.data ?? [], data) < 2e-5]).toEqual([output, true]);
    }
  });

  test('prints as before', async () => {
    await expect(printGraph(build(grouped))).toMatchFileSnapshot(`goldens/${name}.txt`);
  });
});

test('norms of queries and keys print as before', async () => {
  await expect(printGraph(buildPrefillGraph(normed))).toMatchFileSnapshot('goldens/prefill-head-norms.txt');
});

test('the log-probability graph computes the bits of the train graph', async () => {
  const parameters = randomParameters(multiHead);
  const train = buildTrainGraph(multiHead, { objective: { kind: 'policy-gradient' } });
  const inputs = randomInputs(train, multiHead);
  const trained = await (await openOnnx(train, parameters)).run(inputs);
  const scored = await (await openOnnx(buildLogProbabilityGraph(multiHead), parameters)).run(inputs);
  expect(scored.log_probabilities).toEqual(trained.log_probabilities);
});

describe('a rollout', () => {
  const config = { ...multiHead, heads: 4, keyValueHeads: 2, headDim: 4 };
  const parameters = randomParameters(config);
  const capacity = 8;
  let prefill: Awaited<ReturnType<typeof openOnnx>>;
  let step: typeof prefill;
  let score: typeof prefill;

  beforeAll(async () => {
    prefill = await openOnnx(buildPrefillGraph(config), parameters);
    step = await openOnnx(buildStepGraph(config, { sampling: 'categorical' }), parameters);
    score = await openOnnx(buildLogProbabilityGraph(config), parameters);
  });

  test('prefill and cached steps give the log-probabilities of the full forward pass', async () => {
    const random = createRandom(3);
    const prompt = [4, 1, 7];
    const temperature = { shape: [1], data: Float64Array.of(0.7) };
    const sampled = { tokens: [...prompt], logProbabilities: [] as number[] };
    let caches = await prefillCaches(prompt.slice(0, -1));
    for (let position = prompt.length - 1; position < capacity; position++) {
      const results = await step.run({
        tokens: vector([sampled.tokens[position] ?? 0]),
        positions: vector([position]),
        mask: maskOf([position]),
        uniforms: { shape: [1, 1], data: Float64Array.of(random()) },
        temperature,
        ...caches,
      });
      caches = appendToCaches(caches, results, position);
      sampled.tokens.push((results.next_tokens as Tensor).data[0] ?? 0);
      sampled.logProbabilities.push((results.log_probabilities as Tensor).data[0] ?? 0);
    }
    const tokens = { shape: [1, sampled.tokens.length], data: Float64Array.from(sampled.tokens) };
    const full = (await score.run({ tokens, temperature })).log_probabilities as Tensor;
    expect(relativeError(sampled.logProbabilities, full.data.slice(prompt.length - 1))).toBeLessThan(1e-5);
  });

  test('stale contents under the mask and the other rows do not change a bit', async () => {
    const random = createRandom(5);
    const rows = [2, 5, 3];
    const inputs = stepInputs(random, rows, capacity);
    const together = await step.run(inputs);

    const dirty = { ...inputs };
    for (const name of cacheNames()) dirty[name] = fillBeyond(inputs[name] as Tensor, rows, 1e3);
    expect(await step.run(dirty)).toEqual(together);

    for (const row of rows.keys()) {
      const alone = await step.run(selectRow(inputs, row, rows.length));
      for (const [name, { data }] of Object.entries(alone)) {
        const width = data.length;
        expect([name, together[name]?.data.slice(row * width, (row + 1) * width)]).toEqual([name, data]);
      }
    }
  });

  test('the capacity of the caches, in buckets of 32, does not change a bit', async () => {
    const [small, large] = [32, 64].map((size) => {
      const random = createRandom(6);
      const filled = stepInputs(random, [2, 5, 3], 8);
      const grow = ([name, tensor]: [string, Tensor]) =>
        [
          name,
          tensor.shape.at(-1) === 8
            ? growLast(tensor, size, -1e9)
            : isCache(name)
              ? growSlots(tensor, size)
              : tensor,
        ] as const;
      return step.run(Object.fromEntries(Object.entries(filled).map(grow)));
    });
    expect(await large).toEqual(await small);
  });

  function isCache(name: string): boolean {
    return name.startsWith('past_');
  }

  function growLast({ shape, data }: Tensor, size: number, value: number): Tensor {
    const width = shape.at(-1) ?? 1;
    const rows = data.length / width;
    const grown = new Float64Array(rows * size).fill(value);
    for (let row = 0; row < rows; row++) grown.set(data.slice(row * width, (row + 1) * width), row * size);
    return { shape: shape.with(-1, size), data: grown };
  }

  /** [batch, heads, slots, width]: more slots, zeros in them. */
  function growSlots({ shape, data }: Tensor, slots: number): Tensor {
    const [batch = 1, heads = 1, filled = 1, width = 1] = shape;
    const flat = growLast({ shape: [batch * heads, filled * width], data }, slots * width, 0);
    return { shape: [batch, heads, slots, width], data: flat.data };
  }

  async function prefillCaches(prompt: readonly number[]): Promise<Record<string, Tensor>> {
    const results = await prefill.run({
      tokens: { shape: [1, prompt.length], data: Float64Array.from(prompt) },
    });
    const wide = Object.entries(results).map(([name, { shape, data }]) => {
      const [, heads = 0, filled = 0, width = 0] = shape;
      const padded = new Float64Array(heads * capacity * width);
      for (let head = 0; head < heads; head++) {
        padded.set(data.slice(head * filled * width, (head + 1) * filled * width), head * capacity * width);
      }
      return [`past_${name}`, { shape: [1, heads, capacity, width], data: padded }] as const;
    });
    return Object.fromEntries(wide);
  }

  function cacheNames(): readonly string[] {
    return [0, 1].flatMap((layer) => [`past_key_${layer}`, `past_value_${layer}`]);
  }

  function stepInputs(random: () => number, rows: readonly number[], size: number): Record<string, Tensor> {
    const shape = [rows.length, config.keyValueHeads, size, config.headDim];
    return {
      tokens: randomIds(random, [rows.length], config.vocabSize),
      positions: vector(rows),
      mask: maskOf(rows),
      uniforms: randomTensor(random, [rows.length, 1], 0, 1),
      temperature: { shape: [1], data: Float64Array.of(1) },
      ...Object.fromEntries(
        cacheNames().map((name) => [name, fillBeyond(randomTensor(random, shape), rows, 0)]),
      ),
    };
  }

  function maskOf(rows: readonly number[]): Tensor {
    const data = rows.flatMap((filled) =>
      Array.from({ length: capacity }, (_, slot) => (slot < filled ? 0 : -1e9)),
    );
    return { shape: [rows.length, 1, 1, capacity], data: Float64Array.from(data) };
  }

  function fillBeyond({ shape, data }: Tensor, rows: readonly number[], value: number): Tensor {
    const [, heads = 1, slots = 1, width = 1] = shape;
    const filled = data.map((number, flat) => {
      const row = Math.floor(flat / (heads * slots * width));
      return Math.floor(flat / width) % slots < (rows[row] ?? 0) ? number : value;
    });
    return { shape, data: filled };
  }

  function selectRow(inputs: Record<string, Tensor>, row: number, rows: number): Record<string, Tensor> {
    const selected = Object.entries(inputs).map(([name, { shape, data }]) => {
      if (name === 'temperature') return [name, { shape, data }] as const;
      const width = data.length / rows;
      return [name, { shape: shape.with(0, 1), data: data.slice(row * width, (row + 1) * width) }] as const;
    });
    return Object.fromEntries(selected);
  }

  function appendToCaches(caches: Record<string, Tensor>, results: Record<string, Tensor>, position: number) {
    const next = Object.entries(caches).map(([name, { shape, data }]) => {
      const added = results[name.replace('past', 'new')] as Tensor;
      const width = config.headDim;
      const copy = data.slice();
      for (let head = 0; head < config.keyValueHeads; head++) {
        copy.set(added.data.slice(head * width, (head + 1) * width), (head * capacity + position) * width);
      }
      return [name, { shape, data: copy }] as const;
    });
    return Object.fromEntries(next);
  }
});

function vector(values: readonly number[]): Tensor {
  return { shape: [values.length], data: Float64Array.from(values) };
}

function randomParameters(config: DecoderConfig): Float64Array {
  return randomTensor(createRandom(1), [countDecoderParameters(config)], -0.8, 0.8).data;
}

function randomInputs(graph: Graph, config: DecoderConfig): Record<string, Tensor> {
  const random = createRandom(2);
  const sizes: Record<string, number> = { batch: 3, time: 5, 'time-1': 4, prompt: 4, capacity: 6 };
  const inputs = graph.inputs.map((node): [string, Tensor] => {
    const name = 'name' in node.op ? node.op.name : '';
    const shape = node.shape.map((dim) => (typeof dim === 'number' ? dim : (sizes[dim] ?? 0)));
    if (name === 'positions') return [name, randomIds(random, shape, 6)];
    if (node.type === 'int32') return [name, randomIds(random, shape, config.vocabSize)];
    return [name, randomTensor(random, shape, ...rangeOf(name))];
  });
  return Object.fromEntries(inputs);
}

function rangeOf(name: string): [low: number, high: number] {
  if (/^(old|reference)_log_probabilities$/.test(name)) return [-3, -2];
  if (name === 'temperature') return [0.5, 1];
  return /^(clip|dual_clip|entropy|kl|beta|bias|learning|weight_decay|max|epsilon|second|uniforms|top_p)/.test(
    name,
  )
    ? [0.1, 0.9]
    : [-1, 1];
}
