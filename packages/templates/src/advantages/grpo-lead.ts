// GRPO-LEAD's advantage: harder problems weigh more.
import type { Expression } from '@allot/spec';
import { above, define, exp, minus, over, plus, times, when } from '../algebra.js';
import { solveRate } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';
import { epsilonParameter, groupNormalized } from './terms.js';

/**
 * GRPO-LEAD (arXiv 2504.09696), with the sample standard deviation:
 *
 *     A0   = (R - mean R) / (std R + epsilon)
 *     w(x) = least + (most - least) / (1 + exp(steepness * (x - midpoint)))
 *     A    = A0 * w(p) if A0 > 0, else A0 * w(1 - p)
 *
 * A right answer counts most where few are right, a wrong one most where few are wrong.
 */
export const grpoLead = defineTemplate({
  name: 'grpo-lead',
  kind: 'advantage',
  title: 'GRPO-LEAD: GRPO, weighed by how hard the problem is',
  formula: lines(
    'A0   = (R - mean R) / (std R + epsilon)',
    'w(x) = least + (most - least) / (1 + exp(steepness * (x - midpoint)))',
    'A    = A0 * w(p) if A0 > 0, else A0 * w(1 - p)',
  ),
  source: 'GRPO-LEAD, arXiv 2504.09696',
  verified: 'aeroplanepaper/GRPO-LEAD at 9344bef: verl/verl/trainer/ppo/core_algos.py.',
  parameters: {
    least: { description: 'Least weight.', default: 0.4, range: [0, 100] },
    most: { description: 'Greatest weight.', default: 1.5, range: [0, 100] },
    midpoint: { description: 'Solve rate at which the weight is half way.', default: 0.75, range: [0, 1] },
    steepness: { description: 'How fast the weight falls there.', default: 10, range: [0, 1000] },
    epsilon: epsilonParameter,
  },
  build: ({ least, most, midpoint, steepness, epsilon }) => {
    const weight = (x: Expression): Expression =>
      plus(least, over(minus(most, least), plus(1, exp(times(steepness, minus(x, midpoint))))));
    return define('A0', groupNormalized(epsilon, true), (A0) =>
      times(A0, when(above(A0, 0), weight(solveRate), weight(minus(1, solveRate)))),
    );
  },
});
