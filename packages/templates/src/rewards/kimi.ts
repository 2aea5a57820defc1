// The length reward of Kimi k1.5.
import { define, equal, min, minus, over, plus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Kimi k1.5's length reward (arXiv 2501.12599, section 2.3.3), with min and max over all siblings, right or wrong:
 *
 *     relative = 0.5 - (n - min n) / (max n - min n)
 *     len      = relative if c = 1, min(0, relative) if c = 0 ; 0 when all siblings are equally long
 *     R        = c + weight * len
 *
 * The report does not state the weight, and switches the term on only after a phase without it.
 */
export const kimi = defineTemplate({
  name: 'kimi',
  kind: 'reward',
  title: 'Kimi k1.5: short right answers gain, long answers lose, right or wrong',
  formula: lines(
    'relative = 0.5 - (n - min n) / (max n - min n)',
    'len      = relative if c = 1, min(0, relative) if c = 0 ; 0 when all siblings are equally long',
    'R        = c + weight * len',
  ),
  source: 'Kimi k1.5, arXiv 2501.12599, section 2.3.3; the weight is that of a re-implementation (secondary)',
  verified:
    "The formula: MoonshotAI/Kimi-k1.5 at cf9a878, the report's PDF. The weight: hkust-nlp/Laser's compute_kimi_penalty, which uses 0.4 on a reward of 1 and -0.5.",
  secondary: true,
  notes:
    'The report warms up without the length term; here that is a schedule over `scale`, or a later start from a checkpoint.',
  parameters: {
    weight: {
      description: 'Weight of the length term.',
      unit: 'reward',
      default: 0.4,
      range: [0, 100],
    },
  },
  build: ({ weight }) =>
    define('spread', minus(group.max(n), group.min(n)), (spread) =>
      define(
        'relative',
        when(equal(spread, 0), 0, minus(0.5, over(minus(n, group.min(n)), spread))),
        (relative) => plus(correct, times(weight, when(correct, relative, min(0, relative)))),
      ),
    ),
});
