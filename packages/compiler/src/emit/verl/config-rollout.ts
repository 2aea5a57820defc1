// verl's rollout, the agent loop that knows tiers, and the reward manager.

import { fromBundle } from './config-data.js';
import type { ConfigRequest } from './config-entries.js';
import type { VerlEntry } from './verl-keys.js';

const ROLLOUT = 'actor_rollout_ref.rollout';

export function rolloutEntries({ settings, cluster, from }: ConfigRequest): readonly VerlEntry[] {
  const { training, evaluation, seed } = settings;
  return [
    { key: `${ROLLOUT}.name`, value: 'vllm', origin: 'it keeps to the most tokens of each request' },
    from('training.rolloutsPerPrompt', `${ROLLOUT}.n`, training.rolloutsPerPrompt),
    from('training.temperature', `${ROLLOUT}.temperature`, training.temperature),
    from('training.topP', `${ROLLOUT}.top_p`, training.topP),
    { key: `${ROLLOUT}.top_k`, value: -1, origin: 'no bound' },
    from('seed', `${ROLLOUT}.seed`, seed),
    {
      key: `${ROLLOUT}.tensor_model_parallel_size`,
      value: cluster.tensorParallel,
      origin: '--tensor-parallel: GPUs that share the weights; verl has 2 by default',
    },
    { key: `${ROLLOUT}.calculate_log_probs`, value: true, origin: 'shapes and trajectories have them' },
    {
      key: `${ROLLOUT}.agent.default_agent_loop`,
      value: 'allot',
      origin: 'sessions of a group are rollouts of its tiers',
    },
    {
      key: `${ROLLOUT}.agent.agent_loop_config_path`,
      value: fromBundle('agent_loops.yaml'),
      origin: 'names TierAgentLoop',
    },
    ...(evaluation
      ? [
          from('evaluation.samplesPerProblem', `${ROLLOUT}.val_kwargs.n`, evaluation.samplesPerProblem),
          from('evaluation.temperature', `${ROLLOUT}.val_kwargs.temperature`, evaluation.temperature),
          from('evaluation.topP', `${ROLLOUT}.val_kwargs.top_p`, evaluation.topP),
        ]
      : []),
    {
      key: 'reward.reward_manager.source',
      value: 'importlib',
      origin: 'a module of this bundle',
    },
    { key: 'reward.reward_manager.name', value: 'ShapeRewardManager', origin: 'reward' },
    { key: 'reward.reward_manager.module.path', value: 'pkg://allot_verl.reward_manager', origin: 'reward' },
    { key: 'reward.num_workers', value: 8, origin: 'each keeps one grader running' },
  ];
}
