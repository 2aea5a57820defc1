// HAPO's reward: a right answer is measured by the shortest one that its problem ever had.

import { shape } from '@allot/spec';
import { below, define, max, min, over, plus, times, when } from '../algebra.js';
import { both, correct, n } from '../fields.js';
import { rightCount, rightMin } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * HAPO (arXiv 2505.11225), with h the length of the shortest right answer to the problem so far:
 *
 *     f   = cos(pi / 2 * n / h) if n < 2 * h, else -1
 *     len = 0 while there is no h ; max(floor, f) if c = 1 ; min(0, f) if c = 0
 *     R   = c + weight * len
 *
 * h is what the run remembers of the problem: it is read as it was before the step, and lowered after it.
 */
export const hapo = defineTemplate({
  name: 'hapo',
  kind: 'reward',
  title: 'HAPO: length counts against the shortest right answer that the problem ever had',
  formula: lines(
    'f   = cos(pi / 2 * n / h) if n < 2 * h, else -1',
    'len = 0 while there is no h ; max(floor, f) if c = 1 ; min(0, f) if c = 0',
    'R   = c + weight * len',
  ),
  source:
    'HAPO: Training Language Models to Reason Concisely via History-Aware Policy Optimization, arXiv 2505.11225',
  verified: 'HCY123902/HAPO at c91ae3b: utils.py, train_grpo.sh, train_grpo.py.',
  notes:
    "h is a cell of the run's memory, `hapoShortest`, 0 while no answer to the problem was right; plots and findings show the first step, where it is 0. Without the repetition term, whose default is 0, and the linear form.",
  parameters: {
    weight: { description: 'Weight of the length term.', unit: 'reward', default: 1, range: [0, 100] },
    floor: {
      description: 'Least that the length term is for a right answer.',
      unit: 'reward',
      default: -0.7,
      range: [-1, 1],
    },
  },
  cells: () => ({
    hapoShortest: {
      per: 'problem',
      initial: 0,
      update: 'min',
      observe: rightMin,
      when: rightCount,
      share: 0.1,
      rate: 0,
      target: 0,
    },
  }),
  build: ({ weight, floor }) => {
    const h = shape.state('hapoShortest');
    const near = both(below(0, h), below(n, times(2, h)));
    const f = when(near, shape.call('cos', over(times(Math.PI / 2, n), when(below(0, h), h, 1))), -1);
    return define('f', f, (value) =>
      plus(correct, times(weight, when(below(0, h), when(correct, max(floor, value), min(0, value)), 0))),
    );
  },
});
