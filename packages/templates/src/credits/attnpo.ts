// AttnPO: steps that the answer hardly looks at get less of the advantage.
import { shape } from '@allot/spec';
import { above, below, define, max, minus, over, plus, square, times, when } from '../algebra.js';
import { advantage, answer, both, correct, n, step } from '../fields.js';
import { solveRate } from '../lengths.js';
import { defineTemplate, lines } from '../template.js';

/**
 * AttnPO (arXiv 2602.09953), as a factor for the advantages of tokens, with S the attention of the answer to the step that a
 * token stands in and base = p^2 * answer tokens / n:
 *
 *     factor = p^2 * S / base + 1 - p^2 if c = 1, A > 0, S < base and warmup * (1 - p) < step
 *              0                        if c = 1, A < 0 and S > base
 *              1 otherwise
 *
 * S comes from outside: the signal `attention`, one number a token.
 */
export const attnpo = defineTemplate({
  name: 'attnpo',
  kind: 'credit',
  title: 'AttnPO: steps that the answer hardly attends to get less of the advantage',
  formula: lines(
    'factor = p^2 * S / base + 1 - p^2 if c = 1, A > 0, S < base and warmup * (1 - p) < step',
    '         0                        if c = 1, A < 0 and S > base',
    '         1 otherwise',
  ),
  source: 'AttnPO, arXiv 2602.09953',
  verified: 'NieSYsc20/AttnPO at f650665: verl/trainer/ppo/ray_trainer.py and its script.',
  notes:
    'With the reward `tlmre` (alpha 0.2) and the advantage `rloo`. In the paper S is the attention of the answer to the step, averaged over a few chosen heads.',
  parameters: {
    warmup: {
      description: 'Step from which problems that are never solved count too; others count earlier.',
      unit: 'steps',
      default: 1000,
      range: [0, 1e6],
    },
  },
  stage: { tokens: 'thinking', as: 'multiply' },
  signals: {
    attention: {
      per: 'token',
      range: [0, 1],
      description: 'S, the attention of the answer to the step of the token.',
    },
  },
  build: ({ warmup }) => {
    const attention = shape.signal('attention', 'token');
    return define('p2', square(solveRate), (p2) =>
      define('base', over(times(p2, answer), max(n, 1)), (base) => {
        const late = below(times(warmup, minus(1, solveRate)), step);
        const faint = both(both(above(advantage, 0), below(attention, base)), late);
        const punished = both(below(advantage, 0), above(attention, base));
        const less = plus(over(times(p2, attention), base), minus(1, p2));
        return when(both(correct, both(faint, above(base, 0))), less, when(both(correct, punished), 0, 1));
      }),
    );
  },
});
