// SmartThinker's reward: length past the group's best length, as far as no right answer is punished.
import type { Expression } from '@allot/spec';
import { above, abs, below, clip, define, max, minus, over, plus, square, times, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { rightMean, solveRate } from '../lengths.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * SmartThinker (arXiv 2603.08000), with m1, v1 mean and population variance of all lengths, m2, v2 of the right ones:
 *
 *     L       = (v1 * m2 - v2 * m1) / (v1 - v2), clipped to [min n, max n] ; min n if v2 > v1
 *     penalty = max(0, n - L) if c = 1, else 0
 *     Lambda  = (1 - p) / (max penalty over S+ - mean penalty + 1e-6) if 0 < p < 1, else 0
 *     R       = c - Lambda * penalty
 *
 * Where v1 and v2 are equal within 1e-6, L is max n if m2 < m1, else min n, as in the released code. Lambda is the most
 * that keeps the advantage of every right answer from turning negative. A group that is all right has no length term.
 */
export const smartthinker = defineTemplate({
  name: 'smartthinker',
  kind: 'reward',
  title: 'SmartThinker: length past the best length costs, but never the sign of a right answer',
  formula: lines(
    'L       = (v1 * m2 - v2 * m1) / (v1 - v2), clipped to [min n, max n] ; min n if v2 > v1',
    'penalty = max(0, n - L) if c = 1, else 0',
    'Lambda  = (1 - p) / (max penalty over S+ - mean penalty + 1e-6) if 0 < p < 1, else 0',
    'R       = c - Lambda * penalty',
  ),
  source: 'SmartThinker, arXiv 2603.08000',
  verified: 'SJTU-RTEAS/SmartThinker at e64d877: src/workers/reward_manager/SmartThinker.py.',
  notes: 'Trained with the advantage `grpo`. Another SmartThinker, arXiv 2507.04348, is a different method.',
  parameters: {},
  build: () =>
    define('v1', varianceOf(group.mean(n)), (v1) =>
      define('v2', varianceOf(rightMean, correct), (v2) =>
        define('L', bestLength(v1, v2), (L) =>
          define('penalty', when(correct, max(0, minus(n, L)), 0), (penalty) => {
            const room = minus(group.max(penalty, { where: correct }), group.mean(penalty));
            const mixed = both(above(solveRate, 0), below(solveRate, 1));
            const Lambda = when(mixed, over(minus(1, solveRate), plus(room, 1e-6)), 0);
            return minus(correct, times(Lambda, penalty));
          }),
        ),
      ),
    ),
});

/** Mean square distance of lengths from `mean`. */
const varianceOf = (mean: Expression, where?: Expression): Expression =>
  group.mean(square(minus(n, mean)), where ? { where } : {});

function bestLength(v1: Expression, v2: Expression): Expression {
  const [m1, m2, least, most] = [group.mean(n), rightMean, group.min(n), group.max(n)] as const;
  const balance = over(minus(times(v1, m2), times(v2, m1)), minus(v1, v2));
  return when(
    below(abs(minus(v2, v1)), 1e-6),
    when(below(m2, m1), most, least),
    when(above(v2, v1), least, clip(balance, least, most)),
  );
}
