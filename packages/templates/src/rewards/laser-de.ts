// LASER-DE's reward: LASER-D that also encourages wrong answers to explore.
import { above, atMost, below, define, times } from '../algebra.js';
import { both, n, repetition } from '../fields.js';
import { defineTemplate, lines } from '../template.js';
import { laserParameters, laserReward } from './laser.js';
import { laserCells, laserTarget, laserTargets } from './laser-targets.js';

/**
 * LASER-DE (arXiv 2505.15612), with targets that adapt as in `laser-d`:
 *
 *     target = easy if p >= 2/3, medium if p >= 1/3, else hard
 *     R      = malformed if f = 0
 *              1 + alpha * [n <= target] if c = 1
 *              wrong + alpha * [n > target and repetition < repetitive] if c = 0
 */
export const laserDe = defineTemplate({
  name: 'laser-de',
  kind: 'reward',
  title: 'LASER-DE: LASER-D, and a bonus for wrong answers that go on looking',
  formula: lines(
    'target = easy if p >= 2/3, medium if p >= 1/3, else hard',
    'R      = malformed if f = 0',
    '         1 + alpha * [n <= target] if c = 1',
    '         wrong + alpha * [n > target and repetition < repetitive] if c = 0',
  ),
  source: 'Learn to Reason Efficiently with Adaptive Length-based Reward Shaping, arXiv 2505.15612',
  verified: 'hkust-nlp/Laser at c9e7c4e: verl/utils/reward_score/length_penalty.py and scripts.',
  notes:
    'The targets adapt to the answers of the step, as in `laser-d`. The released code finds repetition with a detector of its own; here the share of repeated 4-grams decides, and its threshold is not a value of the paper.',
  parameters: {
    ...laserTargets,
    ...laserParameters,
    repetitive: {
      description: 'Share of repeated 4-grams from which a response counts as repetitive.',
      default: 0.5,
      range: [0, 1],
    },
  },
  cells: laserCells,
  build: ({ easy, medium, hard, alpha, wrong, malformed, repetitive }) =>
    define('target', laserTarget({ easy, medium, hard }), (target) =>
      laserReward({
        wrong,
        malformed,
        rightBonus: times(alpha, atMost(n, target)),
        wrongBonus: times(alpha, both(above(n, target), below(repetition, repetitive))),
      }),
    ),
});
