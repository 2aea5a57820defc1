// LASER-D's reward: targets by difficulty.
import { atMost, times } from '../algebra.js';
import { n } from '../fields.js';
import { defineTemplate, lines } from '../template.js';
import { laserParameters, laserReward } from './laser.js';
import { laserCells, laserTarget, laserTargets } from './laser-targets.js';

/**
 * LASER-D (arXiv 2505.15612):
 *
 *     target = easy if p >= 2/3, medium if p >= 1/3, else hard
 *     R      = malformed if f = 0, wrong if c = 0
 *              1 + alpha * [n <= target] if c = 1
 *
 * Every `every` steps each target becomes the least length of `shortest`, `shortest` + `grid`, ... that covers a share of 1 / k of the
 * right answers to problems of its difficulty, at most `longest`; k is floor(2G/3), floor(G/3) and 1.
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
    "The targets are cells of the run's memory, `laserEasy`, `laserMedium` and `laserHard`, 0 until they have adapted. They follow the answers of the step that is trained on; in the paper, answers to 500 monitoring problems.",
  parameters: { ...laserTargets, ...laserParameters },
  cells: laserCells,
  build: ({ easy, medium, hard, alpha, wrong, malformed }) =>
    laserReward({
      wrong,
      malformed,
      rightBonus: times(alpha, atMost(n, laserTarget({ easy, medium, hard }))),
    }),
});
