// REINFORCE++ with the group's mean as baseline.
import { defineTemplate, lines } from '../template.js';
import { centered } from './terms.js';
import { whitened, whiteningParameters } from './whitened.js';

/**
 * REINFORCE++-baseline (arXiv 2501.03262):
 *
 *     x = R - mean of R in the group
 *     A = (x - mean of x) / sqrt(variance of x + epsilon) over the tokens of the batch
 *
 * The variance is the sample one; every rollout counts as often as it has tokens.
 */
export const reinforcePlusPlusBaseline = defineTemplate({
  name: 'reinforce-plus-plus-baseline',
  kind: 'advantage',
  title: 'REINFORCE++ with a baseline: centred in the group, scaled by the batch',
  formula: lines(
    'x = R - mean of R in the group',
    'A = (x - mean of x) / sqrt(variance of x + epsilon) over the tokens of the batch',
  ),
  source: 'REINFORCE++, arXiv 2501.03262',
  verified: 'volcengine/verl at b178a3cd5: verl/trainer/ppo/core_algos.py and masked_whiten.',
  parameters: whiteningParameters,
  build: ({ perToken, epsilon }) => whitened(centered, perToken, epsilon),
});
