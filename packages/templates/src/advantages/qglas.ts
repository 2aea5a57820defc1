// QGLAS's advantage: short answers gain among those that are already good.
import { above, clip, define, max, minus, over, plus, times, when } from '../algebra.js';
import { n, reward } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';
import { epsilonParameter, groupNormalized } from './terms.js';

/**
 * QGLAS (2026), with Q100 and Q25 the greatest reward and the lower quartile of rewards in the group:
 *
 *     A0    = (R - mean R) / (std R + epsilon)
 *     Lref  = mean of n where A0 > 0
 *     h     = clip((Lref - n) / Lref, 0, reach) / reach if A0 > 0, else 0
 *     tight = clip((max R - min R where A0 > 0) / (Q100 - Q25), 0, 1)
 *     A     = A0 + (Q100 - Q25) / (std R + epsilon) * (least + (most - least) * (1 - tight)) * h
 *
 * The sign of A0 never flips. The term is 0 where Q100 = Q25.
 */
export const qglas = defineTemplate({
  name: 'qglas',
  kind: 'advantage',
  title: 'QGLAS: GRPO, and a bonus for being short among the better half',
  formula: lines(
    'A0    = (R - mean R) / (std R + epsilon)',
    'Lref  = mean of n where A0 > 0',
    'h     = clip((Lref - n) / Lref, 0, reach) / reach if A0 > 0, else 0',
    'tight = clip((max R - min R where A0 > 0) / (Q100 - Q25), 0, 1)',
    'A     = A0 + (Q100 - Q25) / (std R + epsilon) * (least + (most - least) * (1 - tight)) * h',
  ),
  source: 'QGLAS (2026)',
  verified: 'Full text of the paper; its arXiv number is not known here.',
  notes: 'Made for graded rewards of open-ended tasks; the paper trains with GSPO and groups of 16.',
  parameters: {
    reach: {
      description: 'How much shorter than Lref earns the whole bonus, as a share of Lref.',
      default: 0.5,
      range: [1e-6, 1],
    },
    least: { description: 'Least weight of the bonus.', default: 0.3, range: [0, 100] },
    most: { description: 'Greatest weight of the bonus.', default: 0.6, range: [0, 100] },
    epsilon: epsilonParameter,
  },
  build: ({ reach, least, most, epsilon }) =>
    define('A0', groupNormalized(epsilon, true), (A0) => {
      const better = { where: above(A0, 0) };
      const gap = minus(group.max(reward), group.quantile(reward, 0.25));
      return define('Lref', max(group.mean(n, better), 1), (lRef) =>
        define('gap', gap, (spread) => {
          const short = over(clip(over(minus(lRef, n), lRef), 0, reach), reach);
          const tight = clip(over(minus(group.max(reward, better), group.min(reward, better)), spread), 0, 1);
          const weight = times(
            over(spread, plus(group.std(reward), epsilon)),
            plus(least, times(minus(most, least), minus(1, tight))),
          );
          return plus(A0, when(above(A0, 0), when(above(spread, 0), times(weight, short), 0), 0));
        }),
      );
    }),
});
