// DLER's advantage.
import { defineTemplate, lines } from '../template.js';
import { centered } from './terms.js';
import { whitened, whiteningParameters } from './whitened.js';

/**
 * DLER (arXiv 2510.15110): `reinforce-plus-plus-baseline`, by the estimator that its code names,
 *
 *     x = R - mean of R in the group
 *     A = (x - mean of x) / sqrt(variance of x + epsilon) over the tokens of the batch
 *
 * Dividing by the batch's deviation keeps the length reward from blowing up groups whose rewards are nearly equal.
 */
export const dler = defineTemplate({
  name: 'dler',
  kind: 'advantage',
  title: 'DLER: centred in the group, scaled by the batch',
  formula: lines(
    'x = R - mean of R in the group',
    'A = (x - mean of x) / sqrt(variance of x + epsilon) over the tokens of the batch',
  ),
  source: 'DLER: Doing Length pEnalty Right, arXiv 2510.15110',
  verified:
    "Full text of the paper; NVlabs/DLER at ea7d4f7, whose script names verl's reinforce_plus_plus_baseline.",
  notes:
    'Goes with the reward `dler`; dynamic sampling, dual clip 10 and the KL term belong to the objective.',
  parameters: whiteningParameters,
  build: ({ perToken, epsilon }) => whitened(centered, perToken, epsilon),
});
