// A-DLP's reward with its penalty held at one value.
import { minus, times, when } from '../algebra.js';
import { correct, n } from '../fields.js';
import { defineTemplate } from '../template.js';

/**
 * A-DLP (arXiv 2505.18298) with its price of a token, lambda in the paper, as a parameter:
 *
 *     R = {1 right, -1 wrong} - price * n
 *
 * The paper moves it after every step: price <- max(0, price + 0.001 * (accuracy of the batch - 0.62)).
 */
export const aDlp = defineTemplate({
  name: 'a-dlp',
  kind: 'reward',
  title: 'A-DLP: right or wrong, less a price for every token',
  formula: 'R = {1 right, -1 wrong} - price * n',
  source: 'Thinking Fast and Right (A-DLP), arXiv 2505.18298',
  verified: 'JinyanSu1/A-DLP at afbc411.',
  notes:
    "The controller is not in the template: price <- max(0, price + 0.001 * (accuracy of the batch - 0.62)) after every step. The default is the paper's first price, at which 2,000 tokens cost as much as a wrong answer.",
  parameters: {
    price: {
      description: 'Price of a token, lambda in the paper.',
      unit: 'reward per token',
      default: 1e-3,
      range: [0, 1],
    },
  },
  build: ({ price }) => minus(when(correct, 1, -1), times(price, n)),
});
