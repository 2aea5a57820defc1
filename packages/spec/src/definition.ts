// The pipeline definition as plain data: what YAML holds and what the `define*` functions return.
// The JSON Schema in schemas/ is generated from these types; `@default` fills what is left out.

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
  readonly response: ResponseDefinition;
  /** Budget tiers, by ascending budget. @minItems 1 */
  readonly tiers: readonly TierDefinition[];
  /** Reward of one trajectory. */
  readonly reward: ShapeDefinition;
  /** How much better than its siblings a trajectory is. @default {"template":"grpo"} */
  readonly advantage?: ShapeDefinition;
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
  /** Findings about shapes that are meant, by code, each with the reason: `shape/collapse-risk: we measure it`. @default {} */
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
}

export interface NewPolicy {
  readonly architecture: LlamaArchitecture;
  /** Path of a tokenizer.json, relative to the definition, or `allot:arithmetic`, which comes with Allot. */
  readonly tokenizer: string;
}

/** A Llama-family decoder with freshly drawn weights. */
export interface LlamaArchitecture {
  /** Width of the residual stream. @asType integer @minimum 8 */
  readonly hiddenSize: number;
  /** Width inside the gated MLP. @asType integer @minimum 8 */
  readonly intermediateSize: number;
  /** @asType integer @minimum 1 @maximum 1024 */
  readonly layers: number;
  /** Attention heads; divides hiddenSize. @asType integer @minimum 1 */
  readonly heads: number;
  /** Key-value heads; divides heads. @asType integer @minimum 1 */
  readonly keyValueHeads: number;
  /** Longest sequence in tokens. @asType integer @minimum 8 */
  readonly maxPositions: number;
  /** Base of the rotary embedding. @default 10000 @exclusiveMinimum 0 */
  readonly ropeTheta?: number;
  /** Whether the output embedding is the input embedding. @default true */
  readonly tieWordEmbeddings?: boolean;
}

export type DatasetDefinition = ArithmeticDataset | JsonlDataset;

/** Generated left-to-right arithmetic modulo 10 of graded difficulty; train and test are disjoint by hash. */
export interface ArithmeticDataset {
  readonly kind: 'arithmetic';
  readonly split: 'train' | 'test';
  /** Fewest and most operations in a problem; the difficulty of a problem is its number of operations. @default [1, 8] */
  readonly operations?: readonly [number, number];
  /** Number of distinct problems. @default 4096 @asType integer @minimum 1 @maximum 1000000 */
  readonly problems?: number;
  /** Seed of the generator; independent of the run's seed, so that every run sees the same dataset. @default 1 @asType integer @minimum 0 @maximum 9007199254740991 */
  readonly seed?: number;
}

/** A JSON Lines file with one problem a line: `{"id"?, "problem", "answer", "difficulty"?}`. */
export interface JsonlDataset {
  readonly kind: 'jsonl';
  /** Path of the file, relative to the definition. */
  readonly path: string;
  /** Which field of a row holds what. @default {} */
  readonly map?: JsonlFields;
}

export interface JsonlFields {
  /** @default "id" */
  readonly id?: string;
  /** @default "problem" */
  readonly problem?: string;
  /** @default "answer" */
  readonly answer?: string;
  /** @default "difficulty" */
  readonly difficulty?: string;
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
  /** Tag that opens the reasoning; the end of every prompt, before the tier's prefill. @default "<think>" */
  readonly reasoningOpen?: string;
  /** Tag that closes the reasoning; the answer follows. @default "</think>" */
  readonly reasoningClose?: string;
  /** Whether the prefill counts as response tokens. HBPO's released code counts it. @default false */
  readonly prefillInLength?: boolean;
  /** Whether the prefill is trained on. HBPO's released code does. @default false */
  readonly prefillInLoss?: boolean;
}

/** One budget tier of every group: HBPO's subgroup (arXiv 2507.15844, section 3). */
export interface TierDefinition {
  /** Token budget b of the tier. @asType integer @minimum 1 */
  readonly budget: number;
  /** Rollouts of each prompt in this tier. @asType integer @minimum 1 */
  readonly rollouts: number;
  /** Text put after the reasoning tag; `{budget}` is replaced. Absent: nothing. */
  readonly prefill?: string;
  /** Most response tokens in this tier. Absent: `response.maxTokens`. @asType integer @minimum 1 */
  readonly cap?: number;
}

/**
 * A reward, an advantage or a part of one: a template, an expression, a function of a TypeScript definition, or
 * a combination of such.
 */
export type ShapeDefinition =
  | TemplateReference
  | ExpressionShape
  | FunctionShape
  | SumShape
  | ScaledShape
  | ClampedShape
  | ConditionalShape
  | PerTierShape
  | ScheduledShape
  | PipelineShape;

/** A reward or advantage template, by name, and its parameters: what `rewards` and `advantages` of the package make. */
export interface TemplateReference {
  readonly template: string;
  readonly parameters?: Readonly<Record<string, number | boolean>>;
}

/** An expression over the fields of a trajectory, as text: `correct ? 1 - tokens / lMax : 0`. */
export interface ExpressionShape {
  /** Arithmetic, `Math.*`, comparisons, conditionals, and statistics such as `group.mean((r) => r.tokens, { empty: 0 })`. */
  readonly expression: string;
}

/** A function of a TypeScript definition: what `defineReward`, `defineAdvantage` and `defineCoefficient` make. */
export interface FunctionShape {
  /** Name that the function was defined with. */
  readonly shape: string;
}

/** The sum of named components; each is stored with every trajectory and reported by tier. */
export interface SumShape {
  readonly sum: Readonly<Record<string, ShapeDefinition>>;
}

/** A shape times a coefficient. */
export interface ScaledShape {
  readonly scale: ShapeDefinition;
  /** A number, or a shape such as a schedule. */
  readonly by: Coefficient;
}

export type Coefficient = number | ShapeDefinition;

/** A shape kept inside bounds. */
export interface ClampedShape {
  readonly clamp: ShapeDefinition;
  readonly min?: number;
  readonly max?: number;
}

/** A shape where a condition holds, and a number elsewhere. */
export interface ConditionalShape {
  /** Expression that decides, for instance `correct` or `tokens > budget`. */
  readonly onlyIf: string;
  readonly use: ShapeDefinition;
  /** Value where the condition does not hold. @default 0 */
  readonly otherwise?: number;
}

/** A shape for every tier, by budget. */
export interface PerTierShape {
  readonly perTier: Readonly<Record<string, ShapeDefinition>>;
}

/** A number that changes over the run, from point to point. */
export interface ScheduledShape {
  /** Points [at, value] by ascending `at`; before the first and after the last the value stays. @minItems 1 */
  readonly schedule: readonly (readonly [number, number])[];
  /** Unit of `at`: training steps, or the share of the run that is done. @default "progress" */
  readonly over?: 'step' | 'progress';
  /** How values between two points are made; `step` keeps the earlier one, `geometric` needs values above 0. @default "linear" */
  readonly interpolation?: 'linear' | 'cosine' | 'geometric' | 'step';
}

/** Advantages made of rewards in stages, each working on what the one before it left. */
export interface PipelineShape {
  /** @minItems 1 */
  readonly pipeline: readonly AdvantageStage[];
}

export type AdvantageStage =
  | CenterStage
  | SubtractStage
  | ScaleStage
  | AddStage
  | MultiplyStage
  | KeepStage
  | GuardStage;

/** Subtracts a mean: of the group, the tier, the batch, or the other members of the group (leave-one-out). */
export interface CenterStage {
  readonly center: 'group' | 'tier' | 'batch' | 'others';
}

/** Subtracts a number or a shape: a constant baseline, or the most that a tier can earn. */
export interface SubtractStage {
  readonly subtract: Coefficient;
}

/** Divides by a standard deviation, plus `epsilon`. */
export interface ScaleStage {
  readonly scale: 'group' | 'tier' | 'batch';
  /** @default 0.000001 @minimum 0 */
  readonly epsilon?: number;
  /** Whether the deviation divides by n - 1, or by n. @default true */
  readonly sampleStd?: boolean;
}

export interface AddStage {
  readonly add: Coefficient;
}

export interface MultiplyStage {
  readonly multiply: Coefficient;
}

/** Keeps the members of the group with the least or greatest value of a shape; the advantage of the others is 0. */
export interface KeepStage {
  /** Members that are kept; more when several are equal. @asType integer @minimum 1 */
  readonly keep: number;
  readonly by: ShapeDefinition;
  /** @default "least" */
  readonly order?: 'least' | 'greatest';
}

/** Makes 0 of an advantage that has another sign than after the first stage, so that no later term turns it round. */
export interface GuardStage {
  readonly guard: 'sign';
}

/** A number that the run remembers, for each problem or for all: observed after the rewards of a step are known. */
export interface CellDefinition {
  /** Whether every problem has a value of its own, or the run has one. */
  readonly per: 'problem' | 'run';
  /** Value before the first observation. */
  readonly initial: number;
  /**
   * What an observation does to the value: takes its place, is kept where it is less or greater, moves it by `share`
   * of the distance, or, for `control`, moves it by `rate` times its distance from `target`, inside `least` and `most`.
   */
  readonly update: 'set' | 'min' | 'max' | 'average' | 'control';
  /** What is observed: an expression, once for each group of the problem or once a step. It may read `reward`. */
  readonly observe: string;
  /** Expression that decides whether it is observed. @default "true" */
  readonly when?: string;
  /** For `average`: share of the new observation. @default 0.1 @exclusiveMinimum 0 @maximum 1 */
  readonly share?: number;
  /** For `control`. @default 0 */
  readonly rate?: number;
  /** For `control`. @default 0 */
  readonly target?: number;
  /** For `control`: least value. */
  readonly least?: number;
  /** For `control`: greatest value. */
  readonly most?: number;
}

export type Aggregation =
  | 'token-mean'
  | 'token-sum'
  | 'seq-mean-token-sum'
  | 'seq-mean-token-mean'
  | 'seq-mean-token-sum-norm';

/** Policy-gradient objective: a surrogate of clipped ratios, terms added to it, and what it leaves out. */
export interface ObjectiveDefinition {
  /**
   * PPO's clipped surrogate (arXiv 1707.06347; asymmetric bounds after DAPO, arXiv 2503.14476), or CISPO's clipped and
   * detached weight of the log-probability (arXiv 2506.13585). @default "ppo-clip"
   */
  readonly kind?: 'ppo-clip' | 'cispo';
  /** The ratio of a token, or of its whole response: GSPO's geometric mean (arXiv 2507.18071). @default "token" */
  readonly ratioLevel?: 'token' | 'sequence';
  /** Lower clip range: the ratio is kept above 1 - clipLow. @default 0.2 @minimum 0 @exclusiveMaximum 1 */
  readonly clipLow?: number;
  /** Upper clip range: the ratio is kept below 1 + clipHigh. @default 0.28 @minimum 0 */
  readonly clipHigh?: number;
  /** A negative advantage A costs at most dualClip * |A| (arXiv 1912.09729; 3 in verl, 10 in DLER and DOT). Absent: no bound. @exclusiveMinimum 0 */
  readonly dualClip?: number;
  /** How token losses become one number. @default "seq-mean-token-mean" */
  readonly aggregation?: Aggregation;
  /** Whether old log-probabilities come from the sampler or are recomputed before the first update. @default "sampler" */
  readonly oldLogProbabilities?: 'sampler' | 'recomputed';
  /** Times the entropy of every trained token's distribution, taken off the loss. @default 0 @minimum 0 */
  readonly entropyBonus?: number;
  /** Divergence from the base policy. Absent: none. */
  readonly kl?: KlDefinition;
  /** Divergence from the sampling policy, on few tokens. Absent: none. */
  readonly klCov?: KlCovDefinition;
  /** Groups that are left out of the update. Absent: none. */
  readonly groups?: GroupFilter;
  /** Whether responses that were cut at their cap carry no loss (overlong filtering, arXiv 2503.14476). Their rewards still count in their group. @default false */
  readonly maskTruncated?: boolean;
}

/** Of log r = log p - log p_base at sampled tokens: log r; (log r)^2 / 2; 1 / r - 1 + log r; |log r| (Schulman, "Approximating KL divergence", 2020; names as in verl). */
export type KlEstimator = 'k1' | 'k2' | 'k3' | 'abs';

export interface KlDefinition {
  /** @default "k3" */
  readonly estimator?: KlEstimator;
  /** Times the divergence; papers use 0.0005 to 0.01. @exclusiveMinimum 0 */
  readonly coefficient: number;
  /** Added to the loss of every trained token, or its sum over a response's sampled tokens taken off the reward. @default "loss" */
  readonly in?: 'loss' | 'reward';
  /** The policy that the run began with. @default "base" */
  readonly reference?: 'base';
}

/** KL-Cov (arXiv 2505.22617): tokens whose log-probability and advantage, both less their means, have the largest product. */
export interface KlCovDefinition {
  /** Share of a minibatch's trained tokens; at least one token. @default 0.002 @exclusiveMinimum 0 @maximum 1 */
  readonly ratio?: number;
  /** Times |log p - log p_old| of such a token. @default 1 @exclusiveMinimum 0 */
  readonly coefficient?: number;
}

/** Dynamic sampling (DAPO, arXiv 2503.14476): groups that teach nothing make no part of the update. */
export interface GroupFilter {
  /** A group is left out when one of these holds for all its responses. @minItems 1 */
  readonly drop: readonly ('all-correct' | 'all-wrong' | 'equal-rewards')[];
  /** Samples further prompts until promptsPerStep groups are kept. Absent: the update makes do with those that are. */
  readonly refill?: GroupRefill;
}

export interface GroupRefill {
  /** Most rounds of promptsPerStep prompts in a step, the first included. @asType integer @minimum 2 @maximum 100 */
  readonly mostRounds: number;
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
}

export interface SupervisedTrainingDefinition {
  /** Demonstrations of one optimizer step. @asType integer @minimum 1 */
  readonly sequencesPerStep: number;
  /** Most tokens, padding included, of one forward and backward pass. @default 1024 @asType integer @minimum 1 */
  readonly tokensPerMicrobatch?: number;
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
  readonly name?: 'onnx' | 'torch' | 'verl';
  /** @default "cpu" */
  readonly device?: 'cpu' | 'webgpu' | 'cuda';
  /** Worker threads of the onnx engine. Absent: one a core, at most 4. @asType integer @minimum 1 @maximum 64 */
  readonly workers?: number;
}
