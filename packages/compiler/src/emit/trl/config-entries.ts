// Every key that a bundle sets in TRL's GRPOConfig.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { type EntryFrom, entriesFrom } from '../bundle/entries-from.js';
import type { BatchShares } from './batch-shares.js';
import type { TrlEntry, TrlKey } from './trl-keys.js';

/** What the parts of the configuration are made from. */
interface ConfigRequest {
  readonly settings: ResolvedReinforcement;
  readonly shares: BatchShares;
  readonly from: EntryFrom<TrlKey>;
}

export function configEntries(
  plan: Plan,
  settings: ResolvedReinforcement,
  shares: BatchShares,
): readonly TrlEntry[] {
  const request: ConfigRequest = { settings, shares, from: entriesFrom<TrlKey>(plan) };
  return [
    ...modelEntries,
    ...batchEntries(request),
    ...samplingEntries(request),
    ...lossEntries(request),
    ...optimizerEntries(request),
    ...evaluationEntries(request),
    ...placeEntries(request),
  ];
}

const modelEntries: readonly TrlEntry[] = [
  { key: 'model_init_kwargs', value: { dtype: 'float32' }, origin: 'weights that are trained' },
  { key: 'bf16', value: true, origin: 'products in bfloat16; bf16=false use_cpu=true without a GPU' },
  { key: 'gradient_checkpointing', value: true, origin: 'activations are computed again, and not kept' },
  { key: 'trust_remote_code', value: false, origin: 'nothing in a model folder is executed' },
];

const batchEntries = ({ settings, shares, from }: ConfigRequest): readonly TrlEntry[] => [
  { key: 'remove_unused_columns', value: false, origin: 'the rollout reads them' },
  { key: 'shuffle_dataset', value: true, origin: 'problems are drawn in another order every epoch' },
  from('seed', 'seed', settings.seed),
  from('training.rolloutsPerPrompt', 'num_generations', settings.training.rolloutsPerPrompt),
  from(
    'training.tokensPerMicrobatch',
    'per_device_train_batch_size',
    shares.perPass,
    'trajectories of a pass, as many as keep within it at full length',
  ),
  from(
    'training.promptsPerMinibatch',
    'gradient_accumulation_steps',
    shares.accumulated,
    'passes of a GPU in one optimizer step',
  ),
  from(
    'training.promptsPerStep',
    'steps_per_generation',
    shares.accumulated * shares.updates,
    'passes of a GPU in one training step',
  ),
  { key: 'num_iterations', value: 1, origin: 'a step trains once on what it sampled' },
];

const samplingEntries = ({ settings: { training, response }, from }: ConfigRequest): readonly TrlEntry[] => [
  from('response.maxTokens', 'max_completion_length', response.maxTokens, 'tiers have their own'),
  from('training.temperature', 'temperature', training.temperature),
  from('training.topP', 'top_p', training.topP),
  { key: 'top_k', value: 0, origin: 'no bound' },
  { key: 'repetition_penalty', value: 1, origin: 'none' },
  {
    key: 'use_vllm',
    value: false,
    origin: 'transformers generates; use_vllm=true vllm_mode=colocate for vLLM',
  },
  {
    key: 'vllm_importance_sampling_correction',
    value: false,
    origin: 'objective.oldLogProbabilities says whose ratios are taken',
  },
];

function lossEntries({ settings: { objective }, from }: ConfigRequest): readonly TrlEntry[] {
  const { clipLow, clipHigh, dualClip, aggregation, ratioLevel, kl } = objective;
  return [
    from(
      'objective.aggregation',
      'loss_type',
      aggregation === 'seq-mean-token-mean' ? 'grpo' : 'dapo',
      aggregation === 'seq-mean-token-mean'
        ? 'means of sequences'
        : 'a sum over a divisor; allot_trl/trainer.py',
    ),
    from('objective.ratioLevel', 'importance_sampling_level', ratioLevel),
    from('objective.clipLow', 'epsilon', clipLow),
    from('objective.clipHigh', 'epsilon_high', clipHigh),
    dualClip === undefined
      ? { key: 'delta', value: null, origin: 'objective.dualClip is absent' }
      : from('objective.dualClip', 'delta', dualClip),
    kl
      ? from('objective.kl.coefficient', 'beta', kl.coefficient, 'k3')
      : { key: 'beta', value: 0, origin: 'objective.kl is absent' },
    {
      key: 'use_bias_correction_kl',
      value: false,
      origin: 'the divergence is k3, not times the ratio, which TRL has by default',
    },
    { key: 'entropy_coef', value: 0, origin: 'objective.entropyBonus is 0' },
    { key: 'scale_rewards', value: 'none', origin: 'advantage: the shape is evaluated instead' },
    {
      key: 'mask_truncated_completions',
      value: false,
      origin: 'objective.maskTruncated masks the loss, and not attention',
    },
  ];
}

const optimizerEntries = ({ settings: { optimizer }, from }: ConfigRequest): readonly TrlEntry[] => [
  from('optimizer.kind', 'optim', 'adamw_torch'),
  from('optimizer.learningRate', 'learning_rate', optimizer.learningRate, 'the peak; allot_trl/schedule.py'),
  from('optimizer.beta1', 'adam_beta1', optimizer.beta1),
  from('optimizer.beta2', 'adam_beta2', optimizer.beta2),
  from('optimizer.epsilon', 'adam_epsilon', optimizer.epsilon),
  from('optimizer.weightDecay', 'weight_decay', optimizer.weightDecay, 'of all parameters'),
  from(
    'optimizer.maxGradientNorm',
    'max_grad_norm',
    optimizer.maxGradientNorm,
    ...(optimizer.maxGradientNorm === 0 ? ['0 turns it off'] : []),
  ),
];

function evaluationEntries({ settings, shares, from }: ConfigRequest): readonly TrlEntry[] {
  const { evaluation, steps } = settings;
  if (!evaluation) return [{ key: 'eval_strategy', value: 'no', origin: 'evaluation is absent' }];
  const { samplesPerProblem: samples } = evaluation;
  return [
    { key: 'eval_strategy', value: 'steps', origin: 'evaluation' },
    from(
      'evaluation.everySteps',
      'eval_steps',
      (evaluation.everySteps ?? steps) * shares.updates,
      'optimizer steps; after the last one too',
    ),
    {
      key: 'eval_on_start',
      value: true,
      origin: 'the base policy is evaluated where there is an evaluation',
    },
    from('evaluation.samplesPerProblem', 'num_generations_eval', samples),
    {
      key: 'per_device_eval_batch_size',
      value: samples * Math.max(1, Math.floor(shares.perPass / samples)),
      origin: 'whole problems, about as many trajectories as a pass of training',
    },
  ];
}

const placeEntries = ({ settings, shares, from }: ConfigRequest): readonly TrlEntry[] => [
  from('steps', 'max_steps', settings.steps * shares.updates, 'optimizer steps'),
  { key: 'logging_steps', value: 1, origin: 'metrics.jsonl has every optimizer step' },
  { key: 'save_strategy', value: 'steps', origin: 'checkpoints' },
  from(
    'checkpoints.everySteps',
    'save_steps',
    settings.checkpoints.everySteps * shares.updates,
    'optimizer steps; after the last one too',
  ),
  from(
    'checkpoints.keep',
    'save_total_limit',
    settings.checkpoints.keep === 0 ? null : settings.checkpoints.keep,
  ),
  { key: 'report_to', value: [], origin: 'metrics.jsonl has all of it' },
  from('name', 'run_name', settings.name),
];
