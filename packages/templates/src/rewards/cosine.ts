// The cosine length reward of "Demystifying Long Chain-of-Thought".
import { type Expression, shape } from '@allot/spec';
import { correct, lMax, n } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

/**
 * Cosine length reward (arXiv 2502.03373, section 4), for n tokens of at most Lmax:
 *
 *     cos(start, end) = end + (start - end) / 2 * (1 + cos(pi * n / Lmax))
 *     R = exceed                          if n + margin >= Lmax
 *         cos(correctShort, correctLong)  if c = 1
 *         cos(wrongShort, wrongLong)      if c = 0
 *
 * This is the reward that is published under the name of cosine; with its defaults a shorter right answer is always
 * worth strictly more. HBPO's ablation calls a uniform cosine penalty by the same name: that one is `global-cosine`.
 */
export const cosine = defineTemplate({
  name: 'cosine',
  kind: 'reward',
  title: 'Cosine length reward: right answers better short, wrong answers better long',
  formula: lines(
    'cos(start, end) = end + (start - end) / 2 * (1 + cos(pi * n / Lmax))',
    'R = exceed                          if n + margin >= Lmax',
    '    cos(correctShort, correctLong)  if c = 1',
    '    cos(wrongShort, wrongLong)      if c = 0',
  ),
  source: 'Demystifying Long Chain-of-Thought Reasoning in LLMs, arXiv 2502.03373, section 4',
  verified:
    'eddycmu/demystify-long-cot at e90cf9b: openrlhf/openrlhf/reward/cosine.py and the scripts of section 4. The paper also tries 0 to 10, 6 to 5 and 10 to 9 for right answers.',
  notes:
    "Without the paper's penalty of repeated n-grams, which it needs: wrong answers are worth more the longer they are, and models repeat themselves to lengthen them. HBPO's ablation means `global-cosine` by cosine.",
  parameters: {
    correctShort: {
      description: 'Right answer of length 0.',
      unit: 'reward',
      default: 2,
      range: [-1000, 1000],
    },
    correctLong: {
      description: 'Right answer at the limit.',
      unit: 'reward',
      default: 1,
      range: [-1000, 1000],
    },
    wrongShort: {
      description: 'Wrong answer of length 0.',
      unit: 'reward',
      default: -10,
      range: [-1000, 1000],
    },
    wrongLong: {
      description: 'Wrong answer at the limit.',
      unit: 'reward',
      default: 0,
      range: [-1000, 1000],
    },
    exceed: {
      description: 'Response that reaches the limit.',
      unit: 'reward',
      default: -10,
      range: [-1000, 1000],
    },
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
