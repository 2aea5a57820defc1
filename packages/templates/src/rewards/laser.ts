// LASER's reward: a bonus for right answers within a target length.
import type { Expression } from '@allot/spec';
import { atMost, plus, times, when } from '../algebra.js';
import { correct, formatted, n } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

export const laserParameters = {
  alpha: {
    description: 'Bonus of an answer that meets its target.',
    unit: 'reward',
    default: 0.5,
    range: [0, 100],
  },
  wrong: { description: 'What a wrong answer earns.', unit: 'reward', default: -0.5, range: [-100, 1] },
  malformed: {
    description: 'What a response without form earns.',
    unit: 'reward',
    default: -1,
    range: [-100, 1],
  },
} as const;

interface LaserTerms {
  readonly wrong: Expression;
  readonly malformed: Expression;
  readonly rightBonus: Expression;
  readonly wrongBonus?: Expression;
}

/** malformed if f = 0 ; 1 + its bonus if c = 1 ; wrong + its bonus if c = 0 */
export const laserReward = ({ wrong, malformed, rightBonus, wrongBonus }: LaserTerms): Expression =>
  when(
    formatted,
    when(correct, plus(1, rightBonus), wrongBonus ? plus(wrong, wrongBonus) : wrong),
    malformed,
  );

/**
 * LASER (arXiv 2505.15612):
 *
 *     R = malformed if f = 0, wrong if c = 0
 *         1 + alpha * [n <= target] if c = 1
 */
export const laser = defineTemplate({
  name: 'laser',
  kind: 'reward',
  title: 'LASER: a step reward for right answers within one target length',
  formula: lines('R = malformed if f = 0, wrong if c = 0', '    1 + alpha * [n <= target] if c = 1'),
  source: 'Learn to Reason Efficiently with Adaptive Length-based Reward Shaping, arXiv 2505.15612',
  verified:
    'hkust-nlp/Laser at c9e7c4e: verl/utils/reward_score/length_penalty.py and scripts; the target is that of Laser-L8192.',
  notes:
    'The released code also has a penalty form (-alpha past the target) and a hybrid (+alpha and -alpha); neither is in the template.',
  parameters: {
    target: {
      description: 'Length within which a right answer gets the bonus.',
      unit: 'tokens',
      default: 8192,
      range: [1, 1e6],
    },
    ...laserParameters,
  },
  build: ({ target, alpha, wrong, malformed }) =>
    laserReward({ wrong, malformed, rightBonus: times(alpha, atMost(n, target)) }),
});
