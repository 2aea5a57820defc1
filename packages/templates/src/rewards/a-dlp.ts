// A-DLP's reward: a price for every token that rises while answers are right often enough.
import { shape } from '@allot/spec';
import { minus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { batch } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * A-DLP (arXiv 2505.18298), with the price of a token, lambda in the paper:
 *
 *     R     = {1 right, -1 wrong} - price * n
 *     price = max(0, price + rate * (mean of c over the batch - accuracy)) after every step
 */
export const aDlp = defineTemplate({
  name: 'a-dlp',
  kind: 'reward',
  title: 'A-DLP: right or wrong, less a price for every token that follows the accuracy',
  formula: lines(
    'R     = {1 right, -1 wrong} - price * n',
    'price = max(0, price + rate * (mean of c over the batch - accuracy)) after every step',
  ),
  source: 'Thinking Fast and Right (A-DLP), arXiv 2505.18298',
  verified: 'JinyanSu1/A-DLP at afbc411.',
  notes:
    "The price is a cell of the run's memory, `aDlpPrice`; plots and findings show the first step. At the paper's first price 2,000 tokens cost as much as a wrong answer. A rate of 0 keeps the price.",
  parameters: {
    price: {
      description: 'First price of a token, lambda in the paper.',
      unit: 'reward per token',
      default: 1e-3,
      range: [0, 1],
    },
    rate: {
      description: 'How far the price moves in a step for each unit of accuracy above the reference.',
      unit: 'reward per token',
      default: 1e-3,
      range: [0, 1],
    },
    accuracy: {
      description: 'Reference accuracy: above it the price rises, below it falls.',
      default: 0.62,
      range: [0, 1],
    },
  },
  cells: ({ price, rate, accuracy }) => ({
    aDlpPrice: {
      per: 'run',
      initial: Number(price),
      update: 'control',
      observe: batch.mean(correct),
      when: shape.number(1),
      share: 0.1,
      rate: Number(rate),
      target: Number(accuracy),
      least: 0,
    },
  }),
  build: () => minus(when(correct, 1, -1), times(shape.state('aDlpPrice'), n)),
});
