// The cosine length reward of "Demystifying Long Chain-of-Thought".
import { type Expression, shape } from '@allot/spec';
import { correct, lMax, n } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * Cosine length reward (arXiv 2502.03373, section 4), for n tokens of at most Lmax:
 *
 *     cos(start, end) = end + (start - end) / 2 * (1 + cos(pi * n / Lmax))
 *     n + margin >= Lmax :  exceed
 *     correct            :  cos(correctShort, correctLong)
 *     wrong              :  cos(wrongShort, wrongLong)
 *
 * Without the paper's penalty of repeated n-grams.
 */
export const cosine = defineTemplate({
  name: 'cosine',
  kind: 'reward',
  title: 'Cosine length reward: right answers better short, wrong answers better long',
  source: 'Demystifying Long Chain-of-Thought Reasoning in LLMs, arXiv 2502.03373, section 4',
  parameters: {
    correctShort: { description: 'Right answer of length 0.', unit: 'reward', default: 2 },
    correctLong: { description: 'Right answer at the limit.', unit: 'reward', default: 1 },
    wrongShort: { description: 'Wrong answer of length 0.', unit: 'reward', default: -10 },
    wrongLong: { description: 'Wrong answer at the limit.', unit: 'reward', default: 0 },
    exceed: { description: 'Response that reaches the limit.', unit: 'reward', default: -10 },
    margin: {
      description: 'How close to the limit a response counts as reaching it.',
      unit: 'tokens',
      default: 16,
      range: [0, 1e6],
    },
  },
  build: ({ correctShort, correctLong, wrongShort, wrongLong, exceed, margin }) =>
    shape.when(
      shape.binary(shape.add(n, margin), '>=', lMax),
      exceed,
      shape.when(correct, between(correctShort, correctLong), between(wrongShort, wrongLong)),
    ),
});

function between(start: Expression, end: Expression): Expression {
  const wave = shape.add(1, shape.call('cos', shape.divide(shape.multiply(Math.PI, n), lMax)));
  return shape.add(end, shape.multiply(shape.multiply(0.5, shape.subtract(start, end)), wave));
}
