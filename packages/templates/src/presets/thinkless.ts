// Thinkless (arXiv 2505.13379): a control token says whether to think; a right answer without is worth twice one with it.
import { advantages, rewards } from '../library.js';
import {
  adamwAt,
  checkpoints,
  deepscalerData,
  evaluation,
  grpoObjective,
  klLoss,
  microbatch,
  noBudget,
  oneEpoch,
  prompt,
  seed,
  stated,
  topP,
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { paper } from './stated.js';

export const thinkless = definePreset({
  name: 'thinkless',
  method: 'Thinkless',
  title: 'Thinkless on DeepSeek-R1-Distill-Qwen-1.5B',
  paper: {
    title: 'Thinkless: LLM Learns When to Think',
    arxiv: '2505.13379',
    code: 'VainF/Thinkless at aa225d2',
  },
  base: 'DeepSeek-R1-Distill-Qwen-1.5B',
  settings: {
    seed,
    steps: oneEpoch(128),
    datasets: deepscalerData(),
    prompt,
    response: { maxTokens: paper(24_576, 'the context of training') },
    tiers: noBudget(24_576, 8),
    reward: paper(
      rewards.thinkless({ thinking: 0.5 }),
      '1 right and short, 0.5 right and thinking, -1 wrong',
    ),
    advantage: paper(advantages.drGrpo(), 'the reward less its mean in the group'),
    objective: { ...grpoObjective, kl: klLoss(stated(0.001)) },
    optimizer: adamwAt(stated(1e-6)),
    training: {
      dataset: paper('train', 'the DeepScaleR data'),
      promptsPerStep: stated(128),
      promptsPerMinibatch: stated(64),
      rolloutsPerPrompt: stated(8),
      tokensPerMicrobatch: microbatch(24_576),
      temperature: stated(0.6),
      topP,
    },
    evaluation,
    checkpoints,
  },
  missing: [
    'A first stage teaches the model two control tokens by supervised training; here an answer that closes its reasoning at once is the short mode.',
    'The loss of the control token is averaged apart and weighed by 0.001.',
  ],
  unstated: ['seed', 'the number of steps', 'the text around a problem', 'clip range'],
  published: [
    publishedTable('arXiv 2505.13379', [
      ['AIME24', 27.33],
      ['MATH500', 81.84],
      ['GSM8K', 84.18],
    ]),
  ],
});
