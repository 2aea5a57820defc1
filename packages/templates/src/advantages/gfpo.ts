// GFPO's advantage: only the best of a larger group train.
import { below, define, max, minus, negate, over, plus, when } from '../algebra.js';
import { n, reward } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';
import { epsilonParameter } from './terms.js';

/**
 * Group Filtered Policy Optimization (arXiv 2508.09726), with the sample standard deviation:
 *
 *     S = the `keep` shortest siblings, or those with the most reward per token
 *     A = (R - mean of R over S) / (std of R over S + epsilon) in S, 0 for the others
 *
 * Siblings as good as the last of S are kept too.
 */
export const gfpo = defineTemplate({
  name: 'gfpo',
  kind: 'advantage',
  title: 'GFPO: the shortest of many siblings train, the rest do not',
  formula: lines(
    'S = the `keep` shortest siblings, or those with the most reward per token',
    'A = (R - mean of R over S) / (std of R over S + epsilon) in S, 0 for the others',
  ),
  source: 'Sample More to Think Less: Group Filtered Policy Optimization, arXiv 2508.09726',
  verified: 'Full text of the paper; the GFPO trainer of TRL.',
  notes:
    'The adaptive variant, which keeps 4, 6, 8 or 8 of 16 by quartiles of difficulty over the run so far, needs state and is not in the template.',
  parameters: {
    keep: { description: 'How many siblings are kept; the paper has 8 of 16.', default: 8, range: [1, 1e4] },
    perToken: {
      description: 'Whether siblings are chosen by reward per token, not by length.',
      default: false,
    },
    epsilon: epsilonParameter,
  },
  build: ({ keep, perToken, epsilon }) => {
    const order = perToken ? negate(over(reward, max(n, 1))) : n;
    return define('kept', below(group.rank(order, 'min'), keep), (kept) => {
      const among = { where: kept };
      const normalized = over(
        minus(reward, group.mean(reward, among)),
        plus(group.std(reward, among), epsilon),
      );
      return when(kept, normalized, 0);
    });
  },
});
