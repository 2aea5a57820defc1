// The engine's calls as the worker's: large data goes through files that are gone when the call is over.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BatchSizes, type EmittedTorch, rowsAtOnce, type TorchDevice } from '@allot/spec';
import type {
  RolloutOptions,
  RolloutRequest,
  RolloutSample,
  ScoredPolicy,
  UpdateBatch,
  UpdateResult,
} from '../../engine.js';
import { checkRequests } from '../check-requests.js';
import { countTrained, lossScalars, targetInputs } from '../loss-terms.js';
import { lossInputs } from './loss-inputs.js';
import { joinList, readTensorFile, type TensorFile, vector, writeTensorFile } from './tensor-file.js';
import { WorkerProblem, type WorkerProcess } from './worker-process.js';

export interface CallContext {
  readonly worker: WorkerProcess;
  readonly manifest: EmittedTorch;
  /** Folder for files. */
  readonly scratch: string;
  readonly device: TorchDevice;
  /** Absent: the worker's own number of rows. */
  readonly sizes?: BatchSizes;
}

/** `onHalved` gets the rows that are sampled at once after memory ran out. */
export async function rolloutRequests(
  { worker, manifest, scratch, device, sizes }: CallContext,
  requests: readonly RolloutRequest[],
  options: RolloutOptions,
  onHalved: (rows: number) => void,
): Promise<RolloutSample[]> {
  options.signal?.throwIfAborted();
  checkRequests(requests, manifest.decoder.maxPositions);
  const { temperature, topP, stopTokens, environment, onProgress, signal } = options;
  return withFiles(scratch, async (input, output) => {
    await writeTensorFile(input, [
      ...joinList(
        'prompts',
        requests.map(({ prompt }) => prompt),
        Int32Array,
      ),
      ...joinList(
        'prefills',
        requests.map(({ prefill }) => prefill),
        Int32Array,
      ),
      ...joinList(
        'addresses',
        requests.map(({ random }) => random.address),
        Float64Array,
      ),
      vector(
        'caps',
        Int32Array.from(requests, ({ maxNewTokens }) => maxNewTokens),
      ),
      vector(
        'seeds',
        Float64Array.from(requests, ({ random }) => random.seed),
      ),
    ]);
    const longest = requests.reduce((most, request) => Math.max(most, sequenceLength(request)), 1);
    const params = {
      input,
      output,
      temperature,
      top_p: topP,
      stop_tokens: stopTokens,
      environment,
      ...(sizes && { rows: rowsAtOnce(sizes, device, longest) }),
    };
    const result = await worker.call('rollout', params, {
      onProgress: ({ finished = 0, tokens = 0, rows }) =>
        rows === undefined ? onProgress?.(finished, tokens) : onHalved(rows),
      signal,
    });
    const samples = await readAnswer(output, requests.length, readSamples);
    onProgress?.(samples.length, result.tokens ?? 0);
    return samples;
  });
}

const sequenceLength = ({ prompt, prefill, maxNewTokens }: RolloutRequest): number =>
  prompt.length + prefill.length + maxNewTokens;

function readSamples({ list, values }: TensorFile): RolloutSample[] {
  const logProbabilities = list('log_probabilities', Float32Array);
  const origins = list('origins', Uint8Array);
  const stopped = values('stopped', Uint8Array);
  return list('tokens', Int32Array).map((tokens, index) => ({
    tokens,
    logProbabilities: logProbabilities[index] as Float32Array,
    origins: origins[index] as Uint8Array,
    finishReason: stopped[index] === 1 ? 'stop' : 'length',
  }));
}

/** What the worker wrote; a WorkerProblem where that cannot be read, or is not of so many sequences. */
async function readAnswer<T>(
  file: string,
  count: number,
  read: (tensors: TensorFile) => readonly T[],
): Promise<T[]> {
  const nonsense = (what: string) => new WorkerProblem('bug', `its answer cannot be read: ${what}`);
  const answer = await readTensorFile(file)
    .then(read)
    .catch((error: unknown) => {
      throw nonsense(String(error));
    });
  if (answer.length !== count) throw nonsense(`it is of ${answer.length} sequences instead of ${count}`);
  return [...answer];
}

export const scoreSequences = (
  { worker, scratch }: CallContext,
  sequences: readonly Int32Array[],
  temperature: number,
  of: ScoredPolicy,
): Promise<Float32Array[]> =>
  withFiles(scratch, async (input, output) => {
    await writeTensorFile(input, joinList('sequences', sequences, Int32Array));
    await worker.call('log-probabilities', { input, output, temperature, of });
    return readAnswer(output, sequences.length, ({ list }) => list('log_probabilities', Float32Array));
  });

/** `onHalved` gets the tokens of the micro-batches that are gone on with after memory ran out. */
export async function applyUpdate(
  { worker, manifest, scratch }: CallContext,
  batch: UpdateBatch,
  onHalved: (tokens: number) => void,
): Promise<UpdateResult> {
  const numbers = lossScalars(lossInputs(manifest.objective), batch);
  return withFiles(scratch, async (input) => {
    const targets = Object.entries(targetInputs).flatMap(([name, of]) => {
      const list = batch.sequences.map((sequence) => of(sequence) ?? []);
      return list.some(({ length }) => length > 0) ? joinList(name, list, Float32Array) : [];
    });
    const sequences = joinList(
      'sequences',
      batch.sequences.map(({ tokens }) => tokens),
      Int32Array,
    );
    await writeTensorFile(input, [...sequences, ...targets]);
    const { optimizer, temperature, objective, tokensPerMicrobatch } = batch;
    const params = {
      input,
      numbers,
      temperature: objective === 'supervised' ? 1 : temperature,
      tokens_per_microbatch: tokensPerMicrobatch,
      optimizer: {
        learning_rate: optimizer.learningRate,
        beta1: optimizer.beta1,
        beta2: optimizer.beta2,
        epsilon: optimizer.epsilon,
        weight_decay: optimizer.weightDecay,
        max_gradient_norm: optimizer.maxGradientNorm,
      },
    };
    const result = await worker.call('update', params, {
      onProgress: ({ microbatch_tokens: tokens }) => tokens !== undefined && onHalved(tokens),
    });
    const number = (name: string): number => result[name] ?? Number.NaN;
    return {
      loss: number('loss'),
      gradientNorm: number('gradient_norm'),
      trainedTokens: countTrained(batch),
      clippedTokens: number('clipped'),
      entropy: number('entropy'),
      kl: number('kl'),
    };
  });
}

/** One call at a time, so that the names may be the same each time. */
async function withFiles<T>(
  scratch: string,
  work: (input: string, output: string) => Promise<T>,
): Promise<T> {
  const files = [join(scratch, 'input.safetensors'), join(scratch, 'output.safetensors')] as const;
  try {
    return await work(...files);
  } finally {
    for (const file of files) await rm(file, { force: true });
  }
}
