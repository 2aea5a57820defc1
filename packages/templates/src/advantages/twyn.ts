// Think When You Need's advantage: normalised with the two virtual siblings.
import { define, minus, negate, over, plus, sqrt, square, times } from '../algebra.js';
import { reward } from '../fields.js';
import { rightCount } from '../lengths.js';
import { twynWeight } from '../rewards/twyn.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';
import { epsilonParameter } from './terms.js';

/**
 * Think When You Need (arXiv 2504.03234), for the reward `twyn`. The virtual siblings, a right one of endless length and
 * a wrong one of none, have the scores V+ and V-, which count in mean and standard deviation. Of N = G + 2, C are right:
 *
 *     V+ = weight * (N - C) - (C - 1) ; V- = -weight * C
 *     A  = (R - mean of R, V+ and V-) / (std of R, V+ and V- + epsilon)
 *
 * The standard deviation is the sample one.
 */
export const twyn = defineTemplate({
  name: 'twyn',
  kind: 'advantage',
  title: 'Think When You Need: normalised over the group and its two virtual siblings',
  formula: lines(
    'V+ = weight * (N - C) - (C - 1) ; V- = -weight * C',
    'A  = (R - mean of R, V+ and V-) / (std of R, V+ and V- + epsilon)',
  ),
  source: 'Think When You Need, arXiv 2504.03234',
  verified: 'lefttt/TWYN at 66711df: verl/trainer/ppo/core_algos.py and README.',
  notes:
    'N = G + 2 and C = right ones + 1. Needs the reward `twyn` with the same weight. The released code gives 0 to a group of one.',
  parameters: { weight: twynWeight, epsilon: epsilonParameter },
  build: ({ weight, epsilon }) => {
    const size = group.size();
    const virtualRight = minus(times(weight, plus(minus(size, rightCount), 1)), rightCount);
    const virtualWrong = times(negate(weight), plus(rightCount, 1));
    return define('right', virtualRight, (right) =>
      define('wrong', virtualWrong, (wrong) =>
        define('middle', over(plus(group.sum(reward), right, wrong), plus(size, 2)), (middle) => {
          const squares = plus(
            group.sum(square(minus(reward, middle))),
            square(minus(right, middle)),
            square(minus(wrong, middle)),
          );
          return over(minus(reward, middle), plus(sqrt(over(squares, plus(size, 1))), epsilon));
        }),
      ),
    );
  },
});
