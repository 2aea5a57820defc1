// DeepScaleR: GRPO at a context of 8K, the first of three stages; the model that many of these methods begin with.
import { dataset } from '@allot/spec';
import { advantages, rewards } from '../library.js';
import { adamwAt, evaluation, grpoObjective, noBudget, scriptDefault, seed } from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, code, paper } from './stated.js';

export const deepscaler = definePreset({
  name: 'deepscaler',
  method: 'DeepScaleR',
  title: 'DeepScaleR on DeepSeek-R1-Distill-Qwen-1.5B: its first stage, 8K',
  paper: {
    title: 'DeepScaleR: Surpassing O1-Preview with a 1.5B Model by Scaling RL',
    code: 'scripts/train/run_deepscaler_1.5b_8k.sh, as lblankl/Short-RL at a6a097a keeps it; the card of DeepScaleR-1.5B-Preview',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: paper(1040, 'the steps of the 8K stage'),
    datasets: {
      train: {
        kind: paper('named', 'the DeepScaleR data'),
        name: paper('deepscaler', 'about 40 thousand problems'),
        filter: code({ maxPromptTokens: 1024 }, 'max_prompt_length'),
      },
      test: code(dataset.named('aime', { years: [2024, 2024] }), 'the script validates on AIME'),
    },
    prompt: assumed(
      {
        template: 'chat',
        user: "{problem} Let's think step by step and output the final answer within \\boxed{}.",
      },
      'what its data has behind a problem',
    ),
    response: { maxTokens: code(8192, 'max_response_length') },
    tiers: noBudget(8192, 8),
    reward: paper(rewards.classic(), '1 for a right answer in form, else 0'),
    advantage: code(advantages.grpo(), 'adv_estimator'),
    objective: {
      ...grpoObjective,
      kl: {
        coefficient: code(0.001, 'kl_loss_coef'),
        estimator: code('k3', 'low_var_kl'),
        in: code('loss', 'use_kl_loss'),
      },
    },
    optimizer: adamwAt(code(1e-6, 'optim.lr')),
    training: {
      dataset: paper('train', 'the DeepScaleR data'),
      promptsPerStep: code(128, 'train_batch_size'),
      promptsPerMinibatch: code(64, 'ppo_mini_batch_size'),
      rolloutsPerPrompt: code(8, 'rollout.n'),
      tokensPerMicrobatch: code(32_768, 'ppo_max_token_len_per_gpu'),
      temperature: code(0.6, 'rollout.temperature'),
      topP: code(1, scriptDefault),
    },
    evaluation: {
      ...evaluation,
      dataset: code('test', 'the script validates on AIME'),
      everySteps: code(20, 'test_freq'),
    },
    checkpoints: { everySteps: code(20, 'save_freq') },
  },
  missing: [
    'Stages at 16K and 24K follow, each a run of its own from the policy of the one before: --set response.maxTokens and policy.model. The published numbers are those of the last.',
  ],
  unstated: ['seed', 'the published numbers of the first stage'],
  published: [
    publishedTable('arXiv 2601.03969 (DOT), official README', [
      ['AIME24', 40.3, 9430, 30.0, 15_498],
      ['AIME25', 30.2, 9778, 23.5, 15_604],
      ['AMC', 73.8, 5538, 64.1, 10_316],
      ['MATH500', 88.9, 3102, 84.0, 5483],
      ['average', 58.3, 6962, 50.4, 11_725],
    ]),
  ],
});
