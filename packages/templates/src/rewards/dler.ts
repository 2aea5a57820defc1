// DLER's reward: plain truncation.
import { atMost, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';

export const dlerLimit = {
  description: 'Most tokens of a response that counts.',
  unit: 'tokens',
  default: 4000,
  range: [1, 1e6],
} as const;

/**
 * DLER (arXiv 2510.15110):
 *
 *     R = c if n <= limit, else 0
 *
 * The simplest of length rewards: the paper's claim is that the advantage (`dler`) and the objective make the difference.
 */
export const dler = defineTemplate({
  name: 'dler',
  kind: 'reward',
  title: 'DLER: truncation as the only length penalty',
  formula: 'R = c if n <= limit, else 0',
  source: 'DLER: Doing Length pEnalty Right, arXiv 2510.15110',
  verified: 'Full text of the paper; NVlabs/DLER at ea7d4f7.',
  notes:
    'Goes with the advantage `dler`, clip range 0.2 / 0.28, dynamic sampling, token-mean, dual clip 10 and a KL term of 0.0005.',
  parameters: { limit: dlerLimit },
  build: ({ limit }) => when(both(correct, atMost(n, limit)), 1, 0),
});
