// DECS: tokens behind the first right answer earn less, and every place is measured against its siblings.
import { shape } from '@allot/spec';
import { define, max, minus, not, over, plus, sqrt, square, times, when } from '../algebra.js';
import { correct, either, lMax, n, thinkingToken } from '../fields.js';
import { group, position } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * DECS (arXiv 2509.25827), as the advantages of tokens. A token is needed when it stands in the part of the reasoning that ends
 * with the first right answer, or in the answer:
 *
 *     r = high                              if c = 1 and the token is needed
 *         low - (high - low) * n / Lmax     if c = 1 and it is not
 *         0                                 if c = 0
 *     A = (r - mean of r) / (std of r + epsilon), over the siblings at the same place
 *
 * A right sibling that has ended before the place counts with r = high, a wrong one with 0. Which tokens are needed comes
 * from outside: the signal `needed`, 1 or 0 for every token.
 */
export const decs = defineTemplate({
  name: 'decs',
  kind: 'credit',
  title: 'DECS: tokens behind the first right answer earn less than those that were needed',
  formula: lines(
    'r = high                              if c = 1 and the token is needed',
    '    low - (high - low) * n / Lmax     if c = 1 and it is not',
    '    0                                 if c = 0',
    'A = (r - mean of r) / (std of r + epsilon), over the siblings at the same place',
  ),
  source: 'DECS, arXiv 2509.25827',
  verified:
    'Full text of the paper; pixas/DECS at 0d12e53: src_valid/valid_ray_trainer.py, src_valid/reward_manager.py, train script.',
  notes:
    '`released` has the code, where a token that was not needed earns high - (high - low) * n / Lmax. The curriculum of easy problems and the refill of all-wrong groups are not in the template; `objective.groups` drops the latter.',
  parameters: {
    high: {
      description: 'Reward of a token that was needed.',
      unit: 'reward',
      default: 1.1,
      range: [0, 100],
    },
    low: {
      description: 'Reward of one that was not, of a short response.',
      unit: 'reward',
      default: 1,
      range: [-100, 100],
    },
    released: {
      description: 'Whether tokens that were not needed earn what the released code gives.',
      default: false,
    },
    epsilon: { description: 'Added to the standard deviation.', default: 1e-6, range: [0, 1] },
  },
  stage: { tokens: 'all', as: 'replace' },
  signals: {
    needed: {
      per: 'token',
      range: [0, 1],
      description: '1 up to the end of the first right answer of the reasoning, else 0.',
    },
  },
  build: ({ high, low, released, epsilon }) => {
    const needed = either(not(thinkingToken), shape.signal('needed', 'token'));
    const wasted = minus(released ? high : low, over(times(minus(high, low), n), lMax));
    const r = when(correct, when(needed, high, wasted), 0);
    const ended = minus(group.count(correct), position.count(correct));
    return define('size', group.size(), (size) =>
      define('total', plus(position.sum(r), times(high, ended)), (total) =>
        define('squares', plus(position.sum(square(r)), times(square(high), ended)), (squares) => {
          const spread = over(max(minus(squares, over(square(total), size)), 0), max(minus(size, 1), 1));
          return over(minus(r, over(total, size)), plus(sqrt(spread), epsilon));
        }),
      ),
    );
  },
});
