// GRPO-LEAD (arXiv 2504.09696): shorter right answers earn more, and harder problems weigh more.
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

export const grpoLead = definePreset({
  name: 'grpo-lead',
  method: 'GRPO-LEAD',
  title: 'GRPO-LEAD on DeepSeek-R1-Distill-Qwen-14B',
  paper: { title: 'GRPO-LEAD', arxiv: '2504.09696', code: 'aeroplanepaper/GRPO-LEAD at 9344bef' },
  base: 'DeepSeek-R1-Distill-Qwen-14B',
  settings: {
    seed,
    steps: assumed(200, 'not recorded'),
    datasets: standInData('the problems that the paper trains on are not recorded', 'aime'),
    prompt,
    response: { maxTokens: paper(12_288, 'the context of training') },
    tiers: noBudget(12_288, 8),
    reward: paper(rewards.grpoLead({ alpha: 0.05, wrong: -1 }), 'its reward'),
    advantage: paper(advantages.grpoLead(), 'weighed by difficulty'),
    objective: grpoObjective,
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(30),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(12_288),
      temperature: stated(0.8),
      topP,
    },
    evaluation,
    checkpoints,
  },
  allow: {
    'shape/collapse-risk': 'Right answers are ranked by length.',
  },
  unstated: [
    'seed',
    'the training problems',
    'the number of steps',
    'the text around a problem',
    'clip range and loss aggregation',
  ],
  published: [
    publishedTable('arXiv 2504.09696', [
      ['AIME24', 65.0, 8267, 61.4, 9182],
      ['AIME25', 53.9, 8668, 42.9, 10_046],
    ]),
  ],
});
