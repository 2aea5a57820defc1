// DA-DLER's reward: truncation by difficulty.
import { atLeast, atMost, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { solveRate } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';
import { dlerLimit } from './dler.js';

/**
 * Difficulty-aware DLER (arXiv 2510.15110), 150 further steps after `dler`:
 *
 *     L = easyLimit if p >= easy, else limit
 *     R = c if n <= L, else 0
 */
export const daDler = defineTemplate({
  name: 'da-dler',
  kind: 'reward',
  title: 'DA-DLER: problems that are mostly solved get the shorter limit',
  formula: lines('L = easyLimit if p >= easy, else limit', 'R = c if n <= L, else 0'),
  source: 'DLER: Doing Length pEnalty Right, arXiv 2510.15110',
  verified: 'Full text of the paper; NVlabs/DLER at ea7d4f7.',
  notes: 'Starts from a policy trained with `dler`. p counts right answers of any length.',
  parameters: {
    limit: dlerLimit,
    easyLimit: {
      description: 'Most tokens of a response that counts when the problem is easy.',
      unit: 'tokens',
      default: 2000,
      range: [1, 1e6],
    },
    easy: { description: 'Solve rate from which a problem is easy.', default: 0.5, range: [0, 1] },
  },
  build: ({ limit, easyLimit, easy }) =>
    when(both(correct, atMost(n, when(atLeast(solveRate, easy), easyLimit, limit))), 1, 0),
});
