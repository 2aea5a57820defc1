// HBPO's advantage, as its released code computes it.
import { shape } from '@allot/spec';
import { defineTemplate } from '../template.js';
import { betaParameter } from './hbpo.js';
import { epsilonParameter, groupNormalized, intraTier } from './terms.js';

/**
 * HBPO's advantage in its released code (github.com/ZJU-REAL/HBPO at 5c8991d, verl/trainer/ppo/core_algos.py), in which
 * the line that adds A_intra stands twice. Terms as in `hbpo`:
 *
 *     A = A_inter + 2 * A_intra
 */
export const hbpoReleased = defineTemplate({
  name: 'hbpo-released',
  kind: 'advantage',
  title: "HBPO as released: the tier's term counts twice",
  formula: 'A = A_inter + 2 * A_intra',
  source: 'Hierarchical Budget Policy Optimization, arXiv 2507.15844, released code at 5c8991d',
  verified: 'ZJU-REAL/HBPO at 5c8991d: verl/trainer/ppo/core_algos.py.',
  notes:
    'A_inter and A_intra are those of `hbpo`. As published the code stops with an error before that line.',
  parameters: { beta: betaParameter, epsilon: epsilonParameter },
  build: ({ beta, epsilon }) => shape.add(shape.multiply(2, intraTier(beta)), groupNormalized(epsilon, true)),
});
