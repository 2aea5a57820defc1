// Think When You Need's reward: pairwise comparisons, also with two virtual siblings.
import { minus, negate, plus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { rightCount } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

export const twynWeight = {
  description: 'What a right answer gains and a wrong one loses in a comparison of the two.',
  unit: 'reward',
  default: 10,
  range: [0, 1000],
} as const;

/**
 * Think When You Need (arXiv 2504.03234). Two siblings are imagined, a wrong one of no length and a right one of endless
 * length; of N = G + 2 then C are right. A right answer gains `weight` by every wrong one and 1 by every longer right
 * one, and loses 1 by every shorter right one; a wrong answer loses `weight` by every right one:
 *
 *     R = weight * (N - C) + (C - 1) - 2 * rank of n in S+   if c = 1
 *         -weight * C                                        if c = 0
 *
 * Equal lengths share their ranks; the shortest has rank 0. The advantage `twyn` knows the virtual siblings too.
 */
export const twyn = defineTemplate({
  name: 'twyn',
  kind: 'reward',
  title: 'Think When You Need: every pair of siblings compared, right first, then short',
  formula: lines(
    'R = weight * (N - C) + (C - 1) - 2 * rank of n in S+   if c = 1',
    '    -weight * C                                        if c = 0',
  ),
  source: 'Think When You Need, arXiv 2504.03234',
  verified: 'lefttt/TWYN at 66711df: verl/trainer/ppo/core_algos.py and README.',
  notes:
    'N = G + 2 and C = right ones + 1, with the two virtual siblings. Goes with the advantage `twyn`. The released code gives 0 to a group of one.',
  parameters: { weight: twynWeight },
  build: ({ weight }) => {
    const wrongCount = minus(group.size(), rightCount);
    const rank = group.rank(n, 'mean', { where: correct });
    return when(
      correct,
      minus(plus(times(weight, plus(wrongCount, 1)), rightCount), times(2, rank)),
      times(negate(weight), plus(rightCount, 1)),
    );
  },
});
