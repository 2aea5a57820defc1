// LASER-D's reward: targets by difficulty.
import type { Expression } from '@allot/spec';
import { atLeast, atMost, times, when } from '../algebra.js';
import { n } from '../fields.js';
import { solveRate } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';
import { laserParameters, laserReward } from './laser.js';

const targetFor = (difficulty: string, fallback: 'lMax / 8' | 'lMax / 4' | 'lMax / 2') =>
  ({
    description: `Target length of ${difficulty} problems. Not a value of the paper, which keeps adapting it.`,
    unit: 'tokens',
    default: fallback,
    range: [1, 1e6],
  }) as const;

export const laserTargets = {
  easy: targetFor('easy', 'lMax / 8'),
  medium: targetFor('medium', 'lMax / 4'),
  hard: targetFor('hard', 'lMax / 2'),
} as const;

/** easy if p >= 2/3, medium if p >= 1/3, else hard */
export const laserTarget = ({
  easy,
  medium,
  hard,
}: Readonly<Record<'easy' | 'medium' | 'hard', Expression>>) =>
  when(atLeast(solveRate, 2 / 3), easy, when(atLeast(solveRate, 1 / 3), medium, hard));

/**
 * LASER-D (arXiv 2505.15612) with targets that stay:
 *
 *     target = easy if p >= 2/3, medium if p >= 1/3, else hard
 *     R      = malformed if f = 0, wrong if c = 0
 *              1 + alpha * [n <= target] if c = 1
 *
 * The paper sets the three targets anew every 20 steps, from answers to 500 monitoring problems.
 */
export const laserD = defineTemplate({
  name: 'laser-d',
  kind: 'reward',
  title: 'LASER-D: a target length for easy, medium and hard problems',
  formula: lines(
    'target = easy if p >= 2/3, medium if p >= 1/3, else hard',
    'R      = malformed if f = 0, wrong if c = 0',
    '         1 + alpha * [n <= target] if c = 1',
  ),
  source: 'Learn to Reason Efficiently with Adaptive Length-based Reward Shaping, arXiv 2505.15612',
  verified: 'hkust-nlp/Laser at c9e7c4e: verl/utils/reward_score/length_penalty.py and scripts.',
  notes:
    'The targets are parameters here. In the paper they adapt: every 20 steps, from the lengths of right answers to 500 monitoring problems, in steps of 1,024 tokens.',
  parameters: { ...laserTargets, ...laserParameters },
  build: ({ easy, medium, hard, alpha, wrong, malformed }) =>
    laserReward({
      wrong,
      malformed,
      rightBonus: times(alpha, atMost(n, laserTarget({ easy, medium, hard }))),
    }),
});
