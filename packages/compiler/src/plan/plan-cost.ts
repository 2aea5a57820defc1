// What a run will cost: exact counts, upper bounds of tokens and operations, an estimate of the time.
import type { DecoderConfig } from '@allot/graph';
import type {
  Cost,
  ResolvedEngine,
  ResolvedPipeline,
  ResolvedReinforcement,
  ResolvedTier,
} from '@allot/spec';
import type { Facts } from '../facts/facts.js';

/**
 * Useful floating-point operations a second that the embedded engine sustains on one worker with a small policy:
 * sampling one token at a time, and whole sequences. Rough: it only serves the estimate of seconds.
 */
export const throughput = { sampling: 8e9, training: 40e9 } as const;

/** Bytes of the process and of each worker thread before anything is loaded: a rough measure. */
const PROCESS_BYTES = 120e6;
const WORKER_BYTES = 60e6;

/**
 * Vectors of the policy's size that the onnx engine holds at its peak: weights, two moments and four lanes of the gradient;
 * the five graphs that have the weights inside; weights and moments on their way into a checkpoint; AdamW's inputs and
 * outputs.
 */
const ENGINE_VECTORS = 7 + 5 + 3 + 7;

/**
 * The same of each worker: the gradient graph's weights, sum and result; and three sessions with weights inside, each with
 * onnxruntime's copy, its packed products and the file it was made from. One more session scores with a base policy.
 */
const WORKER_VECTORS = 3 + 3 * 3;
const REFERENCE_VECTORS = 3;

/** Share of a response's cap that is sampled on average; the cap itself is the bound. */
const USUAL_SHARE = 0.5;

interface Work {
  readonly samples: number;
  /** Tokens of all responses at their caps. */
  readonly responseTokens: number;
  readonly promptTokens: number;
  /** Tokens that second phases begin with: prompt, reasoning at its cap, closing. */
  readonly rereadTokens: number;
}

type CountTokens = (text: string) => number;

/** Cost of the whole run, evaluations included. */
export async function planCost(
  settings: ResolvedPipeline,
  { decoder, datasets, tokenizer }: Facts,
  engine: ResolvedEngine,
): Promise<Cost> {
  const { workers } = engine;
  const graph = await import('@allot/graph');
  const { countDecoderFlops } = graph;
  if (!decoder) throw new Error('a plan needs a decoder');
  const prompt = longestPrompt(settings, datasets);
  const countTokens = (text: string): number => tokenizer?.encode(text)?.length ?? 0;
  const training = trainingWork(settings, prompt, countTokens);
  const evaluation = evaluationWork(settings, prompt);
  const pilot = pilotWork(settings, prompt);
  const longest = Math.min(decoder.maxPositions, training.promptTokens + settings.response.maxTokens);
  const forward = (tokens: number): number =>
    countDecoderFlops(decoder, { tokens, context: longest / 2 }).forwardFlops;
  const trainedTokens = training.responseTokens + training.promptTokens * training.samples;
  const rollouts = settings.kind === 'reinforcement' ? mostRounds(settings) * training.samples : 0;
  const sampled =
    evaluation.responseTokens +
    pilot.responseTokens +
    (settings.kind === 'reinforcement' ? mostRounds(settings) * training.responseTokens : 0);
  const prompts =
    (settings.kind === 'reinforcement' ? mostRounds(settings) * training.rereadTokens : 0) +
    training.promptTokens * rollouts +
    prompt * (evaluation.samples + pilot.samples);
  const passes = settings.kind === 'reinforcement' ? trainingPasses(settings) : 3;
  const flops = forward(sampled) + forward(prompts) + passes * forward(trainedTokens);
  return {
    rollouts,
    maxResponseTokens: sampled,
    trainedSequences: training.samples,
    flops,
    ...(engine.name === 'torch'
      ? await torchBytes(settings, decoder, longest, engine)
      : { memoryBytes: memoryBytes(settings, decoder, longest, workers, countDecoderFlops) }),
    diskBytes: diskBytes(settings, decoder, training, graph),
    ...(engine.device !== 'cuda' && {
      seconds:
        USUAL_SHARE *
        (forward(sampled) / (throughput.sampling * workers) +
          (passes * forward(trainedTokens)) / (throughput.training * workers)),
    }),
  };
}

/** Rounds of sampling in a step, if every one is needed. */
const mostRounds = ({ objective }: ResolvedReinforcement): number =>
  objective.groups?.refill?.mostRounds ?? 1;

/** Forward passes over what is trained on, a backward pass counted as two; the reference scores every round. */
function trainingPasses(settings: ResolvedReinforcement): number {
  const { oldLogProbabilities, kl, klCov } = settings.objective;
  return (
    3 + (oldLogProbabilities === 'recomputed' ? 1 : 0) + (klCov ? 1 : 0) + (kl ? mostRounds(settings) : 0)
  );
}

/** Tokens of the longest prompt; 32 where the dataset cannot tell. */
function longestPrompt({ datasets }: ResolvedPipeline, inspections: Facts['datasets']): number {
  const lengths = Object.keys(datasets).map((name) => inspections[name]?.longestPromptTokens ?? 32);
  return Math.max(0, ...lengths) + 1;
}

function trainingWork(settings: ResolvedPipeline, plainPrompt: number, count: CountTokens): Work {
  if (settings.kind === 'supervised') {
    const samples = settings.steps * settings.training.sequencesPerStep;
    const responseTokens = samples * settings.response.maxTokens;
    return { samples, promptTokens: plainPrompt, responseTokens, rereadTokens: 0 };
  }
  const { training, tiers, steps } = settings;
  const prompts = steps * training.promptsPerStep;
  const sum = (tokens: (tier: ResolvedTier) => number): number =>
    tiers.reduce((total, tier) => total + tokens(tier) * tier.rollouts, 0);
  const around = tiers.map(({ system = '', promptSuffix = '' }) => count(system) + count(promptSuffix));
  const promptTokens = plainPrompt + Math.max(...around);
  return {
    samples: prompts * training.rolloutsPerPrompt,
    promptTokens,
    responseTokens: prompts * sum(({ cap }) => cap),
    rereadTokens:
      prompts *
      sum(({ thinkingCap, closing = '' }) =>
        thinkingCap === undefined ? 0 : promptTokens + thinkingCap + count(closing),
      ),
  };
}

function evaluationWork({ evaluation, steps, datasets }: ResolvedPipeline, promptTokens: number): Work {
  if (!evaluation) return { samples: 0, promptTokens, responseTokens: 0, rereadTokens: 0 };
  const all = datasets[evaluation.dataset]?.rows ?? 0;
  const { everySteps = steps, problemsWhileTraining = all, modes, samplesPerProblem } = evaluation;
  const between = Math.max(0, Math.ceil(steps / everySteps) - 1);
  const problems = 2 * all + between * Math.min(all, problemsWhileTraining);
  const samples = problems * modes.length * samplesPerProblem;
  return { samples, promptTokens, responseTokens: samples * evaluation.maxTokens, rereadTokens: 0 };
}

function pilotWork(settings: ResolvedPipeline, promptTokens: number): Work {
  const pilot = settings.kind === 'reinforcement' ? settings.pilot : undefined;
  const samples = pilot ? pilot.problems * pilot.rollouts : 0;
  const responseTokens = samples * settings.response.maxTokens;
  return { samples, promptTokens, responseTokens, rereadTokens: 0 };
}

type Graph = typeof import('@allot/graph');
type CountDecoder = Graph['countDecoderFlops'];

/** The process, the policy's vectors, caches of all rows in flight, activations of one micro-batch a worker. */
function memoryBytes(
  settings: ResolvedPipeline,
  decoder: DecoderConfig,
  longest: number,
  workers: number,
  count: CountDecoder,
): number {
  const tokens = settings.training.tokensPerMicrobatch;
  const cost = count(decoder, { tokens, context: longest });
  const caches = Math.min(samplesOfStep(settings), 64 * workers) * longest * cost.cacheBytesPerToken;
  const hasReference = settings.kind === 'reinforcement' && settings.objective.kl !== undefined;
  const shared = ENGINE_VECTORS + (hasReference ? 1 : 0);
  const own = WORKER_VECTORS + (hasReference ? REFERENCE_VECTORS : 0);
  const perWorker = WORKER_BYTES + own * cost.weightBytes + cost.activationBytes;
  return Math.round(PROCESS_BYTES + shared * cost.weightBytes + workers * perWorker + caches);
}

async function torchBytes(
  settings: ResolvedPipeline,
  decoder: DecoderConfig,
  longest: number,
  { device, processes = 1 }: ResolvedEngine,
): Promise<Pick<Cost, 'memoryBytes' | 'deviceBytes' | 'longestSequence'>> {
  const { snapshotBytes, torchMemory } = await import('./torch-memory.js');
  const deviceBytes = torchMemory(decoder, {
    device,
    tokens: settings.training.tokensPerMicrobatch,
    longest,
    rows: samplesOfStep(settings),
    hasReference: settings.kind === 'reinforcement' && settings.objective.kl !== undefined,
    processes,
    adapter: settings.policy.lora,
  });
  const { rollout, update } = deviceBytes;
  const worker = device === 'cuda' ? PROCESS_BYTES : Math.max(rollout, update);
  return {
    memoryBytes: PROCESS_BYTES + processes * worker + snapshotBytes(decoder, settings.policy.lora),
    deviceBytes,
    longestSequence: longest,
  };
}

const samplesOfStep = (settings: ResolvedPipeline): number =>
  settings.kind === 'reinforcement'
    ? settings.training.promptsPerStep * settings.training.rolloutsPerPrompt
    : 0;

/**
 * Checkpoints with what is trained and both its moments, and beside an adapter the base policy once; about 10 bytes a token of
 * each trajectory.
 */
function diskBytes(
  { steps, checkpoints, policy: { lora } }: ResolvedPipeline,
  decoder: DecoderConfig,
  training: Work,
  { countDecoderFlops: count, countAdapterParameters }: Graph,
): number {
  const written = Math.ceil(steps / checkpoints.everySteps) + 1;
  const kept = checkpoints.keep === 0 ? written : Math.min(written, checkpoints.keep);
  const { weightBytes } = count(decoder, { tokens: 1, context: 1 });
  const [base, trained] = lora ? [weightBytes, 4 * countAdapterParameters(decoder, lora)] : [0, weightBytes];
  return Math.round(base + kept * 3 * trained + 10 * (training.responseTokens * USUAL_SHARE));
}
