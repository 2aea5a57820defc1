// Bingo's reward: what counts is which tokens a response has, measured against a reference response.
import { shape } from '@allot/spec';
import { clip, define, max, min, minus, over, plus, times, when } from '../algebra.js';
import { correct } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

const ratio = (part: string): ReturnType<typeof over> =>
  over(shape.signal(part, 'response'), max(shape.signal(`${part}Reference`, 'response'), 1));

/**
 * Bingo (arXiv 2506.08125), with low and high the insignificant and the significant tokens of the response over those of a
 * reference response:
 *
 *     x = cos(clip(low, 0, pi / 2))
 *     R = 1 + rightWeight * x                                  if c = 1
 *         min(0, wrongWeight * (x - 1) + slope * high - floor) if c = 0
 *
 * Which tokens are significant comes from outside: the signals `low`, `high` and those of the reference.
 */
export const bingo = defineTemplate({
  name: 'bingo',
  kind: 'reward',
  title: 'Bingo: insignificant tokens cost, significant ones of a wrong answer count for it',
  formula: lines(
    'x = cos(clip(low, 0, pi / 2))',
    'R = 1 + rightWeight * x                                  if c = 1',
    '    min(0, wrongWeight * (x - 1) + slope * high - floor) if c = 0',
  ),
  source: 'Bingo, arXiv 2506.08125',
  verified: 'microsoft/Bingo at d912ba2.',
  notes:
    'A token is significant when LLMLingua-2 gives it at least 0.5. In the paper `slope` is floor / (pi / 2) until step 50 and then follows the slope of the last ten training scores; here it stays. PPO with a critic.',
  parameters: {
    rightWeight: {
      description: 'Weight of the length term of a right answer.',
      unit: 'reward',
      default: 5,
      range: [0, 100],
    },
    wrongWeight: {
      description: 'Weight of the length term of a wrong answer.',
      unit: 'reward',
      default: 2,
      range: [0, 100],
    },
    slope: {
      description: 'What a wrong answer earns for its significant tokens: 5 / (pi / 2).',
      unit: 'reward',
      default: 5 / (Math.PI / 2),
      range: [-100, 100],
    },
    floor: { description: 'What a wrong answer loses.', unit: 'reward', default: 5, range: [0, 100] },
  },
  signals: {
    low: { per: 'response', range: [0, 1e6], description: 'Insignificant tokens of the response.' },
    lowReference: {
      per: 'response',
      range: [0, 1e6],
      description: 'Insignificant tokens of the reference response to the problem.',
    },
    high: { per: 'response', range: [0, 1e6], description: 'Significant tokens of the response.' },
    highReference: {
      per: 'response',
      range: [0, 1e6],
      description: 'Significant tokens of the reference response.',
    },
  },
  build: ({ rightWeight, wrongWeight, slope, floor }) =>
    define('x', shape.call('cos', clip(ratio('low'), 0, Math.PI / 2)), (x) =>
      when(
        correct,
        plus(1, times(rightWeight, x)),
        min(0, minus(plus(times(wrongWeight, minus(x, 1)), times(slope, ratio('high'))), floor)),
      ),
    ),
});
