// The pipeline definition as plain data: what YAML holds and what the `define*` functions return.
// The JSON Schema in schemas/ is generated from these types; `@default` fills what is left out.

import type { CreditStage } from './credit.js';
import type { DatasetDefinition } from './dataset-definition.js';
import type { GateDefinition } from './gate-definition.js';
import type { GradingDefinition } from './grading-definition.js';
import type { GuardDefinition } from './guard-definition.js';
import type { LoraDefinition } from './lora.js';
import type { ObjectiveDefinition } from './objective.js';
import type { PilotDefinition, TiersDefinition } from './pilot-definition.js';
import type { PromptDefinition } from './prompt.js';
import type { CutDefinition, FirstTokenDefinition } from './rollout-plan.js';
import type { CellDefinition, ShapeDefinition } from './shape-definition.js';
import type { SignalDefinition } from './signal-definition.js';

/** A whole experiment: reinforcement learning over budget tiers, or supervised training of a base policy. */
export type Definition = PipelineDefinition | SupervisedDefinition;

/** Reinforcement learning: rollout, score, advantage, update, repeated. */
export interface PipelineDefinition {
  /** @default "reinforcement" */
  readonly kind?: 'reinforcement';
  /** Name of the experiment, in kebab-case; names the run folder. @pattern ^[a-z0-9][a-z0-9-]{0,63}$ */
  readonly name: string;
  /** One line for people. */
  readonly description?: string;
  /** Seed of every random number of the run. @default 1 @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed?: number;
  /** Number of training steps; one step is one round of rollout, score, advantage, update. @asType integer @minimum 1 @maximum 999999 */
  readonly steps: number;
  readonly policy: PolicyDefinition;
  /** Named datasets; `training.dataset` and `evaluation.dataset` refer to these names. */
  readonly datasets: Readonly<Record<string, DatasetDefinition>>;
  /** What changes tokens while a response is sampled. Absent: nothing does. */
  readonly environment?: EnvironmentDefinition;
  /** What stands around every problem. Absent: nothing but the texts of its tier. */
  readonly prompt?: PromptDefinition;
  readonly response: ResponseDefinition;
  /** How answers are judged. Absent: letter by letter for generated datasets, as mathematics for others. */
  readonly grading?: GradingDefinition;
  /** Budget tiers, by ascending budget, or how they follow from the pilot. @minItems 1 */
  readonly tiers: TiersDefinition;
  /** Reward of one trajectory. */
  readonly reward: ShapeDefinition;
  /** How much better than its siblings a trajectory is. @default {"template":"grpo"} */
  readonly advantage?: ShapeDefinition;
  /** What single tokens of a response make of its advantage, in order. Absent: all have the same. @minItems 1 */
  readonly credit?: readonly CreditStage[];
  /** Responses that are cut after sampling, and graded again. Absent: none. */
  readonly cut?: CutDefinition;
  /** @default {} */
  readonly objective?: ObjectiveDefinition;
  readonly optimizer: OptimizerDefinition;
  readonly training: TrainingDefinition;
  /** Absent: the policy is not evaluated. */
  readonly evaluation?: EvaluationDefinition;
  /** @default {} */
  readonly checkpoints?: CheckpointDefinition;
  /** Numbers that the run remembers from step to step and that shapes read as `state.NAME`; part of the checkpoint. @default {} */
  readonly state?: Readonly<Record<string, CellDefinition>>;
  /** Numbers from outside, which shapes read as `signals.NAME` or `tokenSignals.NAME`. Absent: none. */
  readonly signals?: Readonly<Record<string, SignalDefinition>>;
  /** What the base policy is tried on before training. Absent: nothing. */
  readonly pilot?: PilotDefinition;
  /** What must not happen to the run, and what is done when it does. Absent: nobody watches. @minItems 1 */
  readonly guards?: readonly GuardDefinition[];
  /** Where the run waits for a person. Absent: nowhere. @minItems 1 */
  readonly gates?: readonly GateDefinition[];
  /** Findings about shapes and datasets that are meant, by code, each with the reason: `shape/collapse-risk: we measure it`. @default {} */
  readonly allow?: Readonly<Record<string, string>>;
  /** Where it runs; not part of the plan's key. @default {} */
  readonly engine?: EngineDefinition;
}

/** Supervised training of a policy on demonstrations. */
export interface SupervisedDefinition {
  readonly kind: 'supervised';
  /** Name of the experiment, in kebab-case; names the run folder. @pattern ^[a-z0-9][a-z0-9-]{0,63}$ */
  readonly name: string;
  /** One line for people. */
  readonly description?: string;
  /** Seed of every random number of the run. @default 1 @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed?: number;
  /** Number of optimizer steps. @asType integer @minimum 1 @maximum 999999 */
  readonly steps: number;
  readonly policy: PolicyDefinition;
  /** Named datasets; `evaluation.dataset` refers to these names. @default {} */
  readonly datasets?: Readonly<Record<string, DatasetDefinition>>;
  readonly demonstrations: DemonstrationDefinition;
  readonly environment?: EnvironmentDefinition;
  readonly response: ResponseDefinition;
  /** How answers are judged. Absent: letter by letter for generated datasets, as mathematics for others. */
  readonly grading?: GradingDefinition;
  readonly optimizer: OptimizerDefinition;
  readonly training: SupervisedTrainingDefinition;
  readonly evaluation?: EvaluationDefinition;
  /** @default {} */
  readonly checkpoints?: CheckpointDefinition;
  /** @default {} */
  readonly engine?: EngineDefinition;
}

/** The model to train: a Hugging Face folder, or an architecture with new weights. */
export type PolicyDefinition = PretrainedPolicy | NewPolicy;

export interface PretrainedPolicy {
  /** Path of a Hugging Face model folder, relative to the definition, or `allot:tiny-base`, which comes with Allot. */
  readonly model: string;
  /** Trains an adapter beside the model, whose own weights stay as they are. Absent: all weights are trained. */
  readonly lora?: LoraDefinition;
}

export interface NewPolicy {
  readonly architecture: DecoderArchitecture;
  /** Path of a tokenizer.json, relative to the definition, or `allot:arithmetic`, which comes with Allot. */
  readonly tokenizer: string;
}

/** A decoder with freshly drawn weights. */
export interface DecoderArchitecture {
  /** Qwen2 has biases of queries, keys and values; Qwen3 norms of queries and keys. @default "llama" */
  readonly family?: 'llama' | 'qwen2' | 'qwen3';
  /** Width of the residual stream. @asType integer @minimum 8 */
  readonly hiddenSize: number;
  /** Width inside the gated MLP. @asType integer @minimum 8 */
  readonly intermediateSize: number;
  /** @asType integer @minimum 1 @maximum 1024 */
  readonly layers: number;
  /** Attention heads; divides hiddenSize where `headDim` is absent. @asType integer @minimum 1 */
  readonly heads: number;
  /** Key-value heads; divides heads. @asType integer @minimum 1 */
  readonly keyValueHeads: number;
  /** Size of a head, which Qwen3 alone may state. Absent: hiddenSize / heads. @asType integer @minimum 2 */
  readonly headDim?: number;
  /** Longest sequence in tokens. @asType integer @minimum 8 */
  readonly maxPositions: number;
  /** Base of the rotary embedding. @default 10000 @exclusiveMinimum 0 */
  readonly ropeTheta?: number;
  /** Whether the output embedding is the input embedding. @default true */
  readonly tieWordEmbeddings?: boolean;
}

/** Demonstrations that overthink arithmetic problems: finished work is re-checked whatever the difficulty. */
export interface DemonstrationDefinition {
  readonly kind: 'arithmetic-demonstrations';
  /** Fewest and most operations in a problem. @default [1, 8] */
  readonly operations?: readonly [number, number];
  /** Probability of 0, 1, 2, ... checks after a step. @default [0.2, 0.3, 0.25, 0.25] */
  readonly checksPerStep?: readonly number[];
  /** The whole work is repeated until the response has at least this many tokens: drawn uniformly from [from, to]. @default [52, 91] */
  readonly tokens?: readonly [number, number];
  /** Share of demonstrations that stop early and answer from there. @default 0.12 @minimum 0 @maximum 1 */
  readonly hastyShare?: number;
  /** Share of demonstrations that state a budget. @default 0.5 @minimum 0 @maximum 1 */
  readonly budgetedShare?: number;
  /** Share of the budgeted demonstrations that obey their budget. @default 0.35 @minimum 0 @maximum 1 */
  readonly obedientShare?: number;
  /** Budgets that demonstrations state, in tokens. */
  readonly budgets: readonly number[];
  /** Text that states a budget; `{budget}` is replaced. @default "[{budget}]" */
  readonly prefill?: string;
  /** Text of efficiency mode; shown with the shortest work. @default "[min]" */
  readonly efficientPrefill?: string;
}

export type EnvironmentDefinition = ShakyScratchpad;

/** Replaces a sampled result or check digit d of the reasoning by (d + 1) mod 10; replaced tokens carry no loss. */
export interface ShakyScratchpad {
  readonly kind: 'shaky-scratchpad';
  /** Probability that a digit is replaced. @minimum 0 @maximum 1 */
  readonly slipRate: number;
}

export interface ResponseDefinition {
  /** Most tokens of a response, prefill included when `prefillInLength`; `lMax` in reward shapes. @asType integer @minimum 1 */
  readonly maxTokens: number;
  /** Tag that opens the reasoning; the end of every prompt, before the tier's prefill. A chat template that ends with it is left as it is. Empty, as the closing one then is: reasoning is not marked. @default "<think>" */
  readonly reasoningOpen?: string;
  /** Tag that closes the reasoning; the answer follows. Empty: all of a response may be the answer. @default "</think>" */
  readonly reasoningClose?: string;
  /** Whether the prefill counts as response tokens. HBPO's released code counts it. @default false */
  readonly prefillInLength?: boolean;
  /** Whether the prefill is trained on. HBPO's released code does. @default false */
  readonly prefillInLoss?: boolean;
  /** Text behind which a new segment of a response begins, for shapes that look at segments. Absent: a blank line. */
  readonly segmentBreak?: string;
}

/**
 * One budget tier of every group: HBPO's subgroup (arXiv 2507.15844, section 3), and how its responses are sampled.
 * `{budget}` in its texts is replaced by the budget.
 */
export interface TierDefinition {
  /** What tables and curves call the tier. Absent: its budget; tiers of one budget need names. */
  readonly name?: string;
  /** Token budget b of the tier. @asType integer @minimum 1 */
  readonly budget: number;
  /** Rollouts of each prompt in this tier. @asType integer @minimum 1 */
  readonly rollouts: number;
  /** Text before the problem; with a chat template, the end of the system prompt. Absent: nothing. */
  readonly system?: string;
  /** Text between the problem and the reasoning tag. Absent: nothing. */
  readonly promptSuffix?: string;
  /** Text put after the reasoning tag; `{budget}` is replaced. Absent: nothing. */
  readonly prefill?: string;
  /** First token after the prefill, put there instead of being sampled. Absent: it is sampled. */
  readonly firstToken?: FirstTokenDefinition;
  /** Most response tokens in this tier. Absent: `response.maxTokens`. @asType integer @minimum 1 */
  readonly cap?: number;
  /**
   * Most tokens of the reasoning, counted like the response: one that is still open then is closed with `closing`,
   * and the answer follows up to the cap (Elastic Reasoning, arXiv 2505.05315). Absent: only the cap. @asType integer @minimum 1
   */
  readonly thinkingCap?: number;
  /** Text that closes the reasoning at `thinkingCap`; it carries no loss. Absent: `response.reasoningClose`. */
  readonly closing?: string;
}

/** AdamW (Loshchilov & Hutter, arXiv 1711.05101). */
export interface OptimizerDefinition {
  readonly kind: 'adamw';
  /** Peak learning rate. @exclusiveMinimum 0 @maximum 10 */
  readonly learningRate: number;
  /** @default 0.9 @minimum 0 @exclusiveMaximum 1 */
  readonly beta1?: number;
  /** @default 0.999 @minimum 0 @exclusiveMaximum 1 */
  readonly beta2?: number;
  /** @default 1e-8 @exclusiveMinimum 0 */
  readonly epsilon?: number;
  /** Decoupled weight decay. @default 0 @minimum 0 */
  readonly weightDecay?: number;
  /** Largest global gradient norm; 0 turns clipping off. @default 1 @minimum 0 */
  readonly maxGradientNorm?: number;
  /** @default {"kind":"constant"} */
  readonly schedule?: ScheduleDefinition;
}

/** Learning rate over optimizer steps, as a share of the peak. */
export interface ScheduleDefinition {
  /** After warm-up: constant, or falling to `floor` from `decayFrom` on. */
  readonly kind: 'constant' | 'linear' | 'cosine';
  /** Steps over which the rate rises linearly from 0. @default 0 @asType integer @minimum 0 */
  readonly warmupSteps?: number;
  /** Share of the run after which the decay begins. @default 0 @minimum 0 @maximum 1 */
  readonly decayFrom?: number;
  /** Share of the peak at the end of the decay. @default 0 @minimum 0 @maximum 1 */
  readonly floor?: number;
}

export interface TrainingDefinition {
  /** Name of the dataset that prompts are drawn from. */
  readonly dataset: string;
  /** Prompts of one step. @asType integer @minimum 1 */
  readonly promptsPerStep: number;
  /** Rollouts of one prompt over all tiers. @asType integer @minimum 1 */
  readonly rolloutsPerPrompt: number;
  /** Prompts of one optimizer step; divides promptsPerStep. Absent: promptsPerStep. @asType integer @minimum 1 */
  readonly promptsPerMinibatch?: number;
  /** Most tokens, padding included, of one forward and backward pass. @default 1024 @asType integer @minimum 1 */
  readonly tokensPerMicrobatch?: number;
  /** @default 1 @minimum 0 @maximum 10 */
  readonly temperature?: number;
  /** @default 1 @exclusiveMinimum 0 @maximum 1 */
  readonly topP?: number;
  /** Most optimizer steps in a row that are skipped where their loss or gradient is not finite; one more stops the run. Absent: the first one does. @asType integer @minimum 1 */
  readonly skipNotFinite?: number;
}

export interface SupervisedTrainingDefinition {
  /** Demonstrations of one optimizer step. @asType integer @minimum 1 */
  readonly sequencesPerStep: number;
  /** Most tokens, padding included, of one forward and backward pass. @default 1024 @asType integer @minimum 1 */
  readonly tokensPerMicrobatch?: number;
  /** Most optimizer steps in a row that are skipped where their loss or gradient is not finite; one more stops the run. Absent: the first one does. @asType integer @minimum 1 */
  readonly skipNotFinite?: number;
}

export type EvaluationMode = 'natural' | 'efficient';

export interface EvaluationDefinition {
  /** Name of the dataset to evaluate on. */
  readonly dataset: string;
  /** Steps between evaluations while training; the base and the final policy are always evaluated. Absent: only those. @asType integer @minimum 1 */
  readonly everySteps?: number;
  /** Problems of an evaluation while training. Absent: all. @asType integer @minimum 1 */
  readonly problemsWhileTraining?: number;
  /** @default ["natural"] @minItems 1 */
  readonly modes?: readonly EvaluationMode[];
  /** Prefill of efficiency mode. @default "[min]" */
  readonly efficientPrefill?: string;
  /** @default 1 @asType integer @minimum 1 */
  readonly samplesPerProblem?: number;
  /** Sampling temperature; 0 is greedy. @default 1 @minimum 0 @maximum 10 */
  readonly temperature?: number;
  /** @default 1 @exclusiveMinimum 0 @maximum 1 */
  readonly topP?: number;
  /** Most tokens of a response. Absent: `response.maxTokens`. @asType integer @minimum 1 */
  readonly maxTokens?: number;
  /** Named ranges [from, to] of difficulty, reported apart. @default {} */
  readonly difficulty?: Readonly<Record<string, readonly [number, number]>>;
}

export interface CheckpointDefinition {
  /** Steps between checkpoints; the last step always writes one. @default 25 @asType integer @minimum 1 */
  readonly everySteps?: number;
  /** How many checkpoints are kept, the newest; 0 keeps all. @default 0 @asType integer @minimum 0 */
  readonly keep?: number;
}

export interface EngineDefinition {
  /** @default "onnx" */
  readonly name?: 'onnx' | 'torch' | 'verl' | 'trl';
  /** @default "cpu" */
  readonly device?: 'cpu' | 'webgpu' | 'cuda';
  /** Worker threads of the onnx engine. Absent: one a core, at most 4. @asType integer @minimum 1 @maximum 64 */
  readonly workers?: number;
  /** Python of the torch engine, with torch and transformers. Absent: that of the environment that `allot setup torch` makes. */
  readonly python?: string;
  /** Processes of the torch engine, which share a policy: on `cuda` one a GPU. Absent: 1. @asType integer @minimum 1 @maximum 64 */
  readonly processes?: number;
  /** What samples responses on the torch engine: its own loop, or vLLM. Absent: its own. */
  readonly sampler?: 'own' | 'vllm';
  /** Whether GPUs of the torch engine use kernels that give the same bits every time, which are slower. Absent: false. */
  readonly deterministic?: boolean;
}
