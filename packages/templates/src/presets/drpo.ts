// DRPO (arXiv 2510.04474): length weighs right answers among themselves, and never against wrong ones.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  microbatch,
  noBudget,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

export const drpo = definePreset({
  name: 'drpo',
  method: 'DRPO',
  title: 'DRPO on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: {
    title: 'DRPO: Efficient Reasoning via Decoupled Reward Policy Optimization',
    arxiv: '2510.04474',
    code: 'Optimization-AI/DRPO at 405f702',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: assumed(200, 'not recorded'),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: paper(8192, 'the context of training') },
    tiers: noBudget(8192, 8),
    reward: assumed(rewards.classic(), 'its advantages read none'),
    advantage: paper(
      advantages.drpo({ temperature: 0.1, tau: 10 }),
      'the gradient of its loss at the policy that sampled',
    ),
    objective: { ...grpoObjective, aggregation: assumed('seq-mean-token-mean', 'what its loss is of') },
    optimizer: adamwAt(stated(2e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(128),
      promptsPerMinibatch: stated(32),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(8192),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  missing: [
    'Its loss changes with the policy between the updates of a step; here it is taken as it was when the step was sampled.',
    'A hinge keeps the divergence below 0.0001, with a weight of 1,000.',
  ],
  unstated: ['seed', 'the training problems', 'the number of steps', 'the text around a problem'],
  published: [publishedTable('arXiv 2510.04474', [['average', 62.4, 1527]])],
});
