// verl's actor: the loss, the optimizer, the batches.
import type { ResolvedObjective, ResolvedReinforcement } from '@allot/spec';
import type { ConfigRequest } from './config-entries.js';
import type { VerlEntry } from './verl-keys.js';

const ACTOR = 'actor_rollout_ref.actor';

/** verl clips a token's log-ratio to 20, so that no ratio reaches this. */
const NO_DUAL_CLIP = 1e9;
/** A gradient norm that nothing reaches. */
const NO_GRADIENT_CLIP = 1e9;

export const actorEntries = (request: ConfigRequest): readonly VerlEntry[] => [
  ...lossEntries(request),
  ...batchEntries(request),
  ...optimizerEntries(request),
];

function lossEntries({ settings, from }: ConfigRequest): readonly VerlEntry[] {
  const { objective, response, training } = settings;
  const { clipLow, clipHigh, dualClip, aggregation, entropyBonus, kl } = objective;
  const trajectories = training.promptsPerMinibatch * training.rolloutsPerPrompt;
  return [
    from('objective.kind', `${ACTOR}.policy_loss.loss_mode`, lossMode(objective)),
    from('objective.clipLow', `${ACTOR}.clip_ratio_low`, clipLow),
    from('objective.clipHigh', `${ACTOR}.clip_ratio_high`, clipHigh),
    from('objective.clipHigh', `${ACTOR}.clip_ratio`, clipHigh, 'both bounds above win'),
    dualClip === undefined
      ? {
          key: `${ACTOR}.clip_ratio_c`,
          value: NO_DUAL_CLIP,
          origin: 'objective.dualClip is absent: no bound, which verl has at 3 by default',
        }
      : from('objective.dualClip', `${ACTOR}.clip_ratio_c`, dualClip),
    from('objective.aggregation', `${ACTOR}.loss_agg_mode`, aggregation),
    aggregation === 'seq-mean-token-sum-norm'
      ? from(
          'response.maxTokens',
          `${ACTOR}.loss_scale_factor`,
          response.maxTokens / trajectories,
          `divided by the ${trajectories} trajectories of a minibatch, by whose number verl divides too`,
        )
      : { key: `${ACTOR}.loss_scale_factor`, value: null, origin: `${aggregation} has none` },
    from('objective.entropyBonus', `${ACTOR}.entropy_coeff`, entropyBonus),
    kl
      ? from('objective.kl.in', `${ACTOR}.use_kl_loss`, true)
      : { key: `${ACTOR}.use_kl_loss`, value: false, origin: 'objective.kl is absent' },
    ...(kl
      ? [
          from('objective.kl.coefficient', `${ACTOR}.kl_loss_coef`, kl.coefficient),
          from('objective.kl.estimator', `${ACTOR}.kl_loss_type`, kl.estimator),
        ]
      : []),
  ];
}

/** A ratio of a whole response is GSPO's, a detached weight is CISPO's. */
function lossMode({ kind, ratioLevel }: ResolvedObjective): string {
  if (kind === 'cispo') return 'cispo';
  return ratioLevel === 'sequence' ? 'gspo' : 'vanilla';
}

function batchEntries({ settings: { training }, longest, from }: ConfigRequest): readonly VerlEntry[] {
  const tokens = Math.max(training.tokensPerMicrobatch, longest.trained);
  return [
    from(
      'training.promptsPerMinibatch',
      `${ACTOR}.ppo_mini_batch_size`,
      training.promptsPerMinibatch,
      'prompts',
    ),
    {
      key: `${ACTOR}.use_dynamic_bsz`,
      value: true,
      origin: 'micro-batches are bounded by tokens, as in Allot',
    },
    from(
      'training.tokensPerMicrobatch',
      `${ACTOR}.ppo_max_token_len_per_gpu`,
      tokens,
      tokens === training.tokensPerMicrobatch ? undefined : 'no less than the longest sequence',
    ),
    { key: `${ACTOR}.ppo_epochs`, value: 1, origin: 'a step trains once on what it sampled' },
    { key: `${ACTOR}.shuffle`, value: false, origin: 'a step trains once on what it sampled' },
  ];
}

function optimizerEntries({ settings, from }: ConfigRequest): readonly VerlEntry[] {
  const { optimizer } = settings;
  const { learningRate, beta1, beta2, epsilon, weightDecay, maxGradientNorm, schedule } = optimizer;
  const optim = `${ACTOR}.optim`;
  return [
    from('optimizer.kind', `${optim}.optimizer`, 'AdamW'),
    from('optimizer.learningRate', `${optim}.lr`, learningRate),
    { ...from('optimizer.beta2', `${optim}.betas`, [beta1, beta2], 'after optimizer.beta1') },
    from('optimizer.weightDecay', `${optim}.weight_decay`, weightDecay),
    from('optimizer.epsilon', `${optim}.override_optimizer_config`, { eps: epsilon }),
    from(
      'optimizer.maxGradientNorm',
      `${optim}.clip_grad`,
      maxGradientNorm === 0 ? NO_GRADIENT_CLIP : maxGradientNorm,
      ...(maxGradientNorm === 0 ? ['0 turns it off'] : []),
    ),
    from('optimizer.schedule.kind', `${optim}.lr_scheduler_type`, schedule.kind),
    from(
      'optimizer.schedule.warmupSteps',
      `${optim}.lr_warmup_steps`,
      warmupSteps(settings),
      'training steps',
    ),
    from('optimizer.schedule.floor', `${optim}.min_lr_ratio`, schedule.floor),
  ];
}

/** verl moves the learning rate once a training step. */
const warmupSteps = ({
  optimizer: { schedule },
  training: { promptsPerStep, promptsPerMinibatch },
}: ResolvedReinforcement): number =>
  Math.ceil(schedule.warmupSteps / Math.ceil(promptsPerStep / promptsPerMinibatch));
