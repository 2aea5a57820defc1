// The terms that advantages are made of.
import { type Expression, shape } from '@allot/spec';
import { b, quarterCosine, reward } from '../fields.js';
import { group } from '../scopes.js';

export const epsilonParameter = {
  description: 'Added to the standard deviation, so that a group of equal rewards divides by something.',
  default: 1e-6,
  range: [0, 1],
} as const;

export const sampleStdParameter = {
  description: 'Whether the standard deviation divides by n - 1 (sample) or by n (population).',
  default: true,
} as const;

/** R - mean of the group's rewards */
export const centered: Expression = shape.subtract(reward, shape.reduce('mean', 'group', reward));

/** R - mean of the others' rewards = G / (G - 1) * (R - mean of all); 0 in a group of one. */
export const leaveOneOut: Expression = shape.multiply(
  shape.divide(group.size(), shape.call('max', shape.subtract(group.size(), 1), 1)),
  centered,
);

/** (R - mean of the group) / (std of the group + epsilon); 0 in a group of one. */
export const groupNormalized = (epsilon: Expression, sampleStd: boolean): Expression =>
  shape.divide(
    centered,
    shape.add(shape.reduce('std', 'group', reward, { ddof: sampleStd ? 1 : 0 }), epsilon),
  );

/** mean of the tier's rewards - f2(b), with f2(b) = beta * cos(pi * b / (2 * Lmax)) */
export const intraTier = (beta: Expression): Expression =>
  shape.subtract(shape.reduce('mean', 'tier', reward), quarterCosine(beta, b));
