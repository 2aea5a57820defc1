// DAPO (arXiv 2503.14476): asymmetric clipping, dynamic sampling, a loss over tokens, and a soft charge near the cap.
import { dataset } from '@allot/spec';
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
} from './common.js';
import { definePreset, publishedTable } from './preset.js';
import { assumed, code, paper } from './stated.js';

export const dapo = definePreset({
  name: 'dapo',
  method: 'DAPO',
  title: 'DAPO on Qwen2.5-32B',
  paper: {
    title: 'DAPO: An Open-Source LLM Reinforcement Learning System at Scale',
    arxiv: '2503.14476',
    code: 'BytedTsinghua-SIA/DAPO at 33fe317',
  },
  base: 'Qwen2.5-32B',
  settings: {
    seed,
    steps: assumed(300, 'not recorded'),
    datasets: {
      ...standInData('the problems that the paper trains on are to be brought as a file'),
      test: paper(dataset.named('aime', { years: [2024, 2024] }), 'AIME 2024'),
    },
    prompt,
    response: {
      maxTokens: paper(20_480, 'of which the last 4,096 are the soft zone'),
      reasoningOpen: assumed('', 'a base model has no tags around its reasoning'),
      reasoningClose: assumed('', 'a base model has no tags around its reasoning'),
    },
    tiers: noBudget(20_480, 16),
    reward: paper(rewards.dapoOverlong({ cache: 4096 }), 'equations 7 and 13'),
    advantage: paper(advantages.grpo(), 'as GRPO'),
    objective: {
      ...grpoObjective,
      clipLow: stated(0.2),
      clipHigh: stated(0.28),
      aggregation: paper('token-mean', 'the loss of tokens'),
      groups: {
        drop: paper(['all-correct', 'all-wrong'], 'dynamic sampling'),
        refill: { mostRounds: code(10, 'at most 10 batches of generation') },
      },
    },
    optimizer: {
      ...adamwAt(stated(1e-6)),
      schedule: {
        kind: stated('constant'),
        warmupSteps: paper(320, '20 rollout steps of 16 updates'),
      },
    },
    training: {
      dataset: assumed('train', 'a stand-in'),
      promptsPerStep: stated(512),
      promptsPerMinibatch: paper(32, '512 responses, which are 16 updates a step'),
      rolloutsPerPrompt: stated(16),
      tokensPerMicrobatch: microbatch(20_480),
      temperature: assumed(1, 'not recorded'),
      topP: assumed(1, 'not recorded'),
    },
    evaluation: {
      ...evaluation,
      dataset: paper('test', 'AIME 2024'),
      samplesPerProblem: paper(32, 'the mean of 32'),
      temperature: stated(1),
      topP: stated(0.7),
      maxTokens: assumed(20_480, 'the cap of training'),
    },
    checkpoints,
  },
  allow: {
    'shape/falls-inside-budget': 'It is the soft charge of the last tokens before the cap.',
    'shape/moves-all-wrong-group': 'Wrong answers near the cap are charged too.',
  },
  unstated: ['seed', 'the number of steps', 'whether overlong responses carry loss beside the soft charge'],
  refusedBy: { trl: 'trl/not-expressible' },
  published: [publishedTable('arXiv 2503.14476', [['AIME24', 50]])],
});
