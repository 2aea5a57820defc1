// verl's algorithm and trainer: the mode that sees tiers, steps, checkpoints, what is written.

import { fromRun } from './config-data.js';
import type { ConfigRequest } from './config-entries.js';
import type { VerlEntry } from './verl-keys.js';

export const trainerEntries = (request: ConfigRequest): readonly VerlEntry[] => [
  ...algorithmEntries(request),
  ...stepEntries(request),
  ...placeEntries(request),
];

function algorithmEntries(request: ConfigRequest): readonly VerlEntry[] {
  const {
    from,
    settings: { objective, response },
  } = request;
  const sampler = objective.oldLogProbabilities === 'sampler' && !response.prefillInLoss;
  return [
    {
      key: 'algorithm.adv_estimator',
      value: 'grpo',
      origin: 'no critic; the trainer mode `allot` evaluates the advantage',
    },
    { key: 'algorithm.use_kl_in_reward', value: false, origin: 'a divergence is part of the loss' },
    response.prefillInLoss
      ? from(
          'response.prefillInLoss',
          'algorithm.rollout_correction.bypass_mode',
          sampler,
          'the sampler has no log-probabilities of a prefill',
        )
      : from('objective.oldLogProbabilities', 'algorithm.rollout_correction.bypass_mode', sampler),
    ...filterEntries(request),
    { key: 'trainer.v1.trainer_mode', value: 'allot', origin: 'advantage; allot_verl/trainer.py' },
    { key: 'trainer.use_v1', value: true, origin: 'the trainer that has modes' },
  ];
}

/** verl leaves out groups whose metric is equal for all, and refills. */
function filterEntries({ settings, from }: ConfigRequest): readonly VerlEntry[] {
  const { groups } = settings.objective;
  if (!groups)
    return [{ key: 'algorithm.filter_groups.enable', value: false, origin: 'objective.groups is absent' }];
  const metric = groups.drop.includes('equal-rewards') ? 'reward' : 'acc';
  return [
    from('objective.groups', 'algorithm.filter_groups.enable', true),
    from('objective.groups.drop', 'algorithm.filter_groups.metric', metric),
  ];
}

function stepEntries({ settings, problems, from }: ConfigRequest): readonly VerlEntry[] {
  const { steps, training, evaluation, checkpoints } = settings;
  const epochs = Math.ceil(steps / Math.max(1, Math.floor(problems / training.promptsPerStep)));
  return [
    from('steps', 'trainer.total_training_steps', steps),
    { key: 'trainer.total_epochs', value: epochs, origin: 'enough for all steps' },
    evaluation
      ? from(
          'evaluation.everySteps',
          'trainer.test_freq',
          evaluation.everySteps ?? steps,
          'steps; the last one too',
        )
      : { key: 'trainer.test_freq', value: -1, origin: 'evaluation is absent' },
    {
      key: 'trainer.val_before_train',
      value: evaluation !== undefined,
      origin: 'the base policy is evaluated where there is an evaluation',
    },
    from('checkpoints.everySteps', 'trainer.save_freq', checkpoints.everySteps, 'steps; the last one too'),
    from(
      'checkpoints.keep',
      'trainer.max_actor_ckpt_to_keep',
      checkpoints.keep === 0 ? null : checkpoints.keep,
    ),
    { key: 'trainer.resume_mode', value: 'auto', origin: 'a second launch goes on at the last checkpoint' },
  ];
}

const placeEntries = ({ settings, cluster, from }: ConfigRequest): readonly VerlEntry[] => [
  { key: 'trainer.nnodes', value: cluster.nodes, origin: '--nodes' },
  { key: 'trainer.n_gpus_per_node', value: cluster.gpusPerNode, origin: '--gpus-per-node' },
  { key: 'trainer.project_name', value: 'allot', origin: 'where metrics are grouped' },
  from('name', 'trainer.experiment_name', settings.name),
  { key: 'trainer.logger', value: ['console', 'file'], origin: 'the file is read back by Allot' },
  { key: 'trainer.default_local_dir', value: fromRun('checkpoints'), origin: 'launch.sh sets ALLOT_RUN' },
  { key: 'trainer.rollout_data_dir', value: fromRun('rollouts'), origin: 'trajectories, a file a step' },
  {
    key: 'trainer.validation_data_dir',
    value: fromRun('evaluations'),
    origin: 'answers, a file an evaluation',
  },
];
