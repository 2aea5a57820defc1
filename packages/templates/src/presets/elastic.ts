// Elastic Reasoning (arXiv 2505.05315): a cap of the reasoning and one of the answer.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  prompt,
  seed,
  standInData,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, paper } from './stated.js';

export const elastic = definePreset({
  name: 'elastic',
  method: 'Elastic Reasoning',
  title: 'Elastic Reasoning (E1) on DeepScaleR-1.5B-Preview: 1,024 tokens to think, 1,024 to answer',
  paper: {
    title: 'Scalable Chain of Thoughts via Elastic Reasoning',
    arxiv: '2505.05315',
    code: 'SalesforceAIResearch/Elastic-Reasoning at 8871a3c',
  },
  base: 'DeepScaleR-1.5B-Preview',
  settings: {
    seed,
    steps: stated(200),
    datasets: standInData('the problems that the paper trains on are not recorded'),
    prompt,
    response: { maxTokens: paper(2048, 'both caps together') },
    tiers: [
      {
        budget: assumed(1024, 'a tier needs one, and no text states it: the cap of the reasoning'),
        rollouts: stated(8),
        thinkingCap: paper(1024, 't* = 1,024; the reasoning is closed there'),
      },
    ],
    reward: paper(rewards.classic(), 'right or wrong'),
    advantage: paper(advantages.grpo(), 'GRPO'),
    objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(128),
      promptsPerMinibatch: stated(64),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(2048),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  unstated: ['seed', 'the training problems', 'the text around a problem', 'clip range and loss aggregation'],
  refusedBy: { verl: 'verl/not-expressible', trl: 'trl/not-expressible' },
  published: [publishedTable('arXiv 2507.15844 (HBPO), main results', [['average', 61.6, 2965, 63.7, 4744]])],
});
