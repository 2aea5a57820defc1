// LC-R1's sequence reward: right, in form, and shorter than the longest right answer.
import { max, minus, over, plus, when } from '../algebra.js';
import { correct, formatted, n } from '../fields.js';
import { rightMax } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * LC-R1 (arXiv 2506.14755), the reward of the whole response:
 *
 *     len = 1 - n / max of n over S+ if c = 1, else 0
 *     R   = f + c + len
 *
 * The paper takes R - mean R as advantage: `dr-grpo`.
 */
export const lcR1 = defineTemplate({
  name: 'lc-r1',
  kind: 'reward',
  title: 'LC-R1: right, in form, and short of the longest right answer',
  formula: lines('len = 1 - n / max of n over S+ if c = 1, else 0', 'R   = f + c + len'),
  source: 'Optimizing Length Compression in Large Reasoning Models (LC-R1), arXiv 2506.14755',
  verified: 'zxiangx/LC-R1 at 7a6bd8b.',
  notes:
    'Two parts are not in the template: right samples are first trimmed to their valid thinking by another model, and the closing reasoning tag gets an advantage of its own for what was trimmed.',
  parameters: {},
  build: () => plus(formatted, correct, when(correct, minus(1, over(n, max(rightMax, 1))), 0)),
});
