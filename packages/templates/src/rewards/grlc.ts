// Group-relative length control of Nemotron 3 Nano.
import type { Expression } from '@allot/spec';
import { atLeast, define, equal, minus, over, plus, times, when } from '../algebra.js';
import { answer, both, correct, thinking } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * GRLC (Nemotron 3 Nano, arXiv 2512.20848), on the reward c, for the lengths l of the thinking and of the answer:
 *
 *     w     = 1 - (l - min l) / (max l - min l) ; 1 where all siblings have the same l
 *     term  = weight * (w - mean w) + bonus * [l = min l and c >= quantile 0.8 of c in the group]
 *     R     = c + term of the thinking + term of the answer
 */
export const grlc = defineTemplate({
  name: 'grlc',
  kind: 'reward',
  title: 'GRLC: thinking and answer, each shorter or longer than in the group',
  formula: lines(
    'w     = 1 - (l - min l) / (max l - min l) ; 1 where all siblings have the same l',
    'term  = weight * (w - mean w) + bonus * [l = min l and c >= quantile 0.8 of c in the group]',
    'R     = c + term of the thinking + term of the answer',
  ),
  source: 'Nemotron 3 Nano, arXiv 2512.20848',
  verified: 'Full text of the report.',
  notes:
    'Made for graded rewards. With the reward c the quantile is 0 where fewer than about a fifth of the siblings are right; there the shortest gets the bonus even when it is wrong.',
  parameters: {
    weight: { description: 'Weight of each length term.', unit: 'reward', default: 0.5, range: [0, 100] },
    bonus: {
      description: 'Bonus of the shortest thinking, and of the shortest answer, among the best rewards.',
      unit: 'reward',
      default: 0.5,
      range: [0, 100],
    },
  },
  build: ({ weight, bonus }) => {
    const best = atLeast(correct, group.quantile(correct, 0.8));
    const term = (name: string, length: Expression): Expression =>
      define(name, relativeLength(length), (w) =>
        plus(
          times(weight, minus(w, group.mean(w))),
          times(bonus, both(equal(length, group.min(length)), best)),
        ),
      );
    return plus(correct, term('wThinking', thinking), term('wAnswer', answer));
  },
});

/** 1 for the shortest, 0 for the longest. */
function relativeLength(length: Expression): Expression {
  const spread = minus(group.max(length), group.min(length));
  return when(equal(spread, 0), 1, minus(1, over(minus(length, group.min(length)), spread)));
}
