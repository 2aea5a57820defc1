// LC-R1's bonus: the token that closes the reasoning is paid for what could be cut.
import { shape } from '@allot/spec';
import { equal, max, minus, not, over, when } from '../algebra.js';
import { both, correct, index, thinking, thinkingToken } from '../fields.js';
import { response } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * LC-R1 (arXiv 2506.14755), as a term for the advantage of the token that closes the reasoning, with v the tokens of the valid
 * thinking:
 *
 *     bonus = 1 - v / n_think if c = 1 and the valid thinking keeps the answer
 *             -1              if c = 1 and it does not
 *             0               if c = 0, and for every other token
 *
 * v and whether the answer is kept come from outside: the signals `validThinking` and `keepsAnswer`.
 */
export const lcR1 = defineTemplate({
  name: 'lc-r1',
  kind: 'credit',
  title: 'LC-R1: a bonus on the token that closes the reasoning, for what of it could be cut',
  formula: lines(
    'bonus = 1 - v / n_think if c = 1 and the valid thinking keeps the answer',
    '        -1              if c = 1 and it does not',
    '        0               if c = 0, and for every other token',
  ),
  source: 'Optimizing Length Compression in Large Reasoning Models (LC-R1), arXiv 2506.14755',
  verified: 'zxiangx/LC-R1 at 7a6bd8b.',
  notes:
    'With the reward `lc-r1` and the advantage `dr-grpo`. The paper trains on right samples that a model has cut to their valid thinking; here the response stays as it was sampled.',
  parameters: {},
  stage: { tokens: 'answer', as: 'add' },
  signals: {
    validThinking: {
      per: 'response',
      range: [0, 1e6],
      description: 'v, tokens of the thinking up to its valid end.',
    },
    keepsAnswer: {
      per: 'response',
      range: [0, 1],
      description: '1 where the valid thinking still holds the answer, else 0.',
    },
  },
  build: () => {
    const closes = both(not(thinkingToken), equal(index, response.min(index, { where: not(thinkingToken) })));
    const saved = minus(1, over(shape.signal('validThinking', 'response'), max(thinking, 1)));
    return when(both(correct, closes), when(shape.signal('keepsAnswer', 'response'), saved, -1), 0);
  },
});
