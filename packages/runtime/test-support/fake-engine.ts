// An engine without graphs: quick, deterministic, and dependent on weights, addresses and updates like a real one.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type {
  Engine,
  EngineOptions,
  OpenEngine,
  PolicyState,
  RolloutRequest,
  RolloutSample,
  RuntimeHost,
  UpdateBatch,
  UpdateResult,
} from '@allot/runtime';
import { type EmittedEngine, type Plan, randomStream, TokenOrigin } from '@allot/spec';

const vocabulary = 25;

export interface FakeEngineOptions {
  /** Milliseconds of each rollout call; aborts are noticed then. */
  readonly delay?: number;
  /** Changes what an update returns, by the number of optimizer steps taken. */
  readonly tamper?: (result: UpdateResult, optimizerStep: number, batch: UpdateBatch) => UpdateResult;
  /** Sees each update. */
  readonly onUpdate?: (batch: UpdateBatch) => void;
  readonly onRollout?: (requests: readonly RolloutRequest[]) => void;
}

/** A manifest of 52 parameters in two tensors. */
export const fakeManifest = (planKey: string): EmittedEngine => ({
  engine: 'onnx',
  planKey,
  parameters: [
    { name: 'model.embed_tokens.weight', shape: [vocabulary, 2], offset: 0 },
    { name: 'model.norm.weight', shape: [2], offset: 50 },
  ],
  decoder: {
    vocabularySize: vocabulary,
    layers: 1,
    heads: 1,
    keyValueHeads: 1,
    headDimension: 2,
    maxPositions: 64,
  },
  graphs: {
    prefill: '',
    stepCategorical: '',
    stepNucleus: '',
    stepGreedy: '',
    train: '',
    logProbabilities: '',
    adamw: '',
  },
});

export const fakeHost = (options: FakeEngineOptions = {}): RuntimeHost => ({
  version: '0.0.0-test',
  emit: async (plan: Plan, folder: string) => {
    const manifest = fakeManifest(plan.key);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
    return [manifest, []];
  },
  openEngine: openFakeEngine(options),
});

export const openFakeEngine =
  (options: FakeEngineOptions = {}): OpenEngine =>
  async (engineOptions) => [createFakeEngine(engineOptions, options), []];

function createFakeEngine(
  { state: initial, reference }: EngineOptions,
  { delay = 0, tamper, onUpdate, onRollout }: FakeEngineOptions,
): Engine {
  let state = copyState(initial);
  return {
    async rollout(requests, { signal, stopTokens, onProgress }) {
      onRollout?.(requests);
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
      signal?.throwIfAborted();
      const samples = requests.map((request) => sample(request, state.parameters, stopTokens));
      onProgress?.(
        samples.length,
        samples.reduce((sum, { tokens }) => sum + tokens.length, 0),
      );
      return samples;
    },
    async logProbabilities(sequences, _temperature, of) {
      const parameters = of === 'reference' ? (reference as Float32Array) : state.parameters;
      return sequences.map((tokens) =>
        Float32Array.from(tokens.subarray(1), (token) => logProbability(token, parameters)),
      );
    },
    async update(batch) {
      onUpdate?.(batch);
      const result = train(batch, state);
      const metrics = tamper ? tamper(result.metrics, result.state.optimizerStep, batch) : result.metrics;
      if (Number.isFinite(metrics.loss) && Number.isFinite(metrics.gradientNorm)) state = result.state;
      return metrics;
    },
    state: async () => copyState(state),
    async load(next) {
      state = copyState(next);
    },
    async close() {},
  };
}

const copyState = (state: PolicyState): PolicyState => ({
  parameters: state.parameters.slice(),
  firstMoment: state.firstMoment.slice(),
  secondMoment: state.secondMoment.slice(),
  optimizerStep: state.optimizerStep,
});

const logProbability = (token: number, parameters: Float32Array): number =>
  -1 - Math.abs((parameters[token * 2] as number) % 1);

function sample(
  { prompt, prefill, maxNewTokens, random }: RolloutRequest,
  parameters: Float32Array,
  stopTokens: readonly number[],
): RolloutSample {
  const stream = randomStream(random.seed, 'sampling', ...random.address);
  const tokens = [...prefill];
  while (tokens.length < prefill.length + maxNewTokens && !stopTokens.includes(tokens.at(-1) ?? -1)) {
    const place = tokens.length;
    const weight = Math.abs(parameters[(place * 7 + (prompt[0] ?? 0)) % 50] as number);
    tokens.push(Math.floor((stream.at(place) + weight) * vocabulary) % vocabulary);
  }
  const origins = Uint8Array.from(tokens, (_, place) =>
    place < prefill.length ? TokenOrigin.prefill : TokenOrigin.sampled,
  );
  return {
    tokens: Int32Array.from(tokens),
    origins,
    logProbabilities: Float32Array.from(tokens, (token, place) =>
      place < prefill.length ? 0 : logProbability(token, parameters),
    ),
    finishReason: stopTokens.includes(tokens.at(-1) ?? -1) ? 'stop' : 'length',
  };
}

/** Momentum on a made-up gradient that every number of the batch enters. */
function train(batch: UpdateBatch, before: PolicyState): { state: PolicyState; metrics: UpdateResult } {
  const { parameters, firstMoment, secondMoment, optimizerStep } = copyState(before);
  const { optimizer, klCoefficient = 0 } = batch;
  const { learningRate, beta1 } = optimizer;
  let [loss, trainedTokens] = [0, 0];
  for (const sequence of batch.sequences) {
    const { tokens, weights, advantages, oldLogProbabilities: old } = sequence;
    const { referenceLogProbabilities: reference, klCovCoefficients } = sequence;
    for (let target = 0; target < weights.length; target++) {
      const weight = weights[target] as number;
      if (weight === 0) continue;
      trainedTokens++;
      const token = tokens[target + 1] as number;
      const penalty = klCoefficient * (reference?.[target] ?? 0) + (klCovCoefficients?.[target] ?? 0) / 10;
      const signal = weight * ((advantages[target] ?? 1) * (1 + (old[target] ?? 0) / 10) - penalty);
      loss -= signal;
      const at = token * 2;
      firstMoment[at] = beta1 * (firstMoment[at] as number) + signal;
      secondMoment[at + 1] = (secondMoment[at + 1] as number) + signal ** 2;
    }
  }
  for (let i = 0; i < parameters.length; i++) {
    parameters[i] = (parameters[i] as number) + learningRate * 100 * (firstMoment[i] as number);
  }
  const metrics = { loss, gradientNorm: Math.abs(loss), trainedTokens, clippedTokens: 0, entropy: 1, kl: 0 };
  return { state: { parameters, firstMoment, secondMoment, optimizerStep: optimizerStep + 1 }, metrics };
}
