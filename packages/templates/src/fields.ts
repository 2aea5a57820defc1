// The fields that formulas read, under the letters that papers use.
import { type Expression, shape } from '@allot/spec';

export const n = shape.field('tokens');
export const thinking = shape.field('thinkingTokens');
export const answer = shape.field('answerTokens');
export const b = shape.field('budget');
export const lMax = shape.field('lMax');
export const correct = shape.field('correct');
export const formatted = shape.field('formatted');
export const truncated = shape.field('truncated');
export const mode = shape.field('mode');
export const repetition = shape.field('repetition');
export const meanLogProbability = shape.field('meanLogProbability');
export const reward = shape.field('reward');
export const step = shape.field('step');
/** In the credit of tokens. */
export const advantage = shape.field('advantage');
export const index = shape.field('index');
export const logProbability = shape.field('logProbability');
export const thinkingToken = shape.field('thinking');

export const both = (left: Expression, right: Expression): Expression => shape.binary(left, '&&', right);

export const either = (left: Expression, right: Expression): Expression => shape.binary(left, '||', right);

/** beta * cos(pi * length / (2 * lMax)) */
export const quarterCosine = (beta: Expression, length: Expression, pi: number = Math.PI): Expression =>
  shape.multiply(beta, shape.call('cos', shape.divide(shape.multiply(pi, length), shape.multiply(2, lMax))));
