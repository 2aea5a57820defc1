// REINFORCE++'s advantage.
import { reward } from '../fields.js';
import { defineTemplate } from '../template.js';
import { whitened, whiteningParameters } from './whitened.js';

/**
 * REINFORCE++ (arXiv 2501.03262) for a reward of the whole response, without discount:
 *
 *     A = (R - mean of R) / sqrt(variance of R + epsilon) over the tokens of the batch
 *
 * The variance is the sample one; every rollout counts as often as it has tokens.
 */
export const reinforcePlusPlus = defineTemplate({
  name: 'reinforce-plus-plus',
  kind: 'advantage',
  title: 'REINFORCE++: a rollout against the whole batch, in standard deviations',
  formula: 'A = (R - mean of R) / sqrt(variance of R + epsilon) over the tokens of the batch',
  source: 'REINFORCE++, arXiv 2501.03262',
  verified: 'volcengine/verl at b178a3cd5: verl/trainer/ppo/core_algos.py and masked_whiten.',
  notes: 'Without a discount, and without a KL term in the reward.',
  parameters: whiteningParameters,
  build: ({ perToken, epsilon }) => whitened(reward, perToken, epsilon),
});
