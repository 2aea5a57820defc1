// DAPO's reward with its soft overlong punishment.
import { clip, minus, over, plus, when } from '../algebra.js';
import { correct, lMax, n } from '../fields.js';
import { defineTemplate, lines } from '../template.js';

/**
 * DAPO's reward (arXiv 2503.14476, equations 7 and 13), with the last `cache` tokens before Lmax as a soft zone:
 *
 *     R_acc = 1 if c = 1, wrong if c = 0
 *     R_len = clip((Lmax - cache - n) / cache, -1, 0)
 *     R     = R_acc + R_len
 *
 * R_len is 0 up to Lmax - cache, falls linearly to -1 at Lmax, and charges right and wrong answers alike.
 */
export const dapoOverlong = defineTemplate({
  name: 'dapo-overlong',
  kind: 'reward',
  title: 'DAPO: right or wrong, with a charge that grows as a response nears the limit',
  formula: lines(
    'R_acc = 1 if c = 1, wrong if c = 0',
    'R_len = clip((Lmax - cache - n) / cache, -1, 0)',
    'R     = R_acc + R_len',
  ),
  source: 'DAPO, arXiv 2503.14476, equations 7 and 13',
  verified:
    'BytedTsinghua-SIA/DAPO at 33fe317, the text of the paper; volcengine/verl at b178a3cd5. The paper: cache 4,096 tokens of 20,480.',
  notes: 'Dynamic sampling, overlong filtering and the clip range 0.2 / 0.28 belong to the objective.',
  parameters: {
    cache: {
      description: 'Length of the soft zone before the limit; the paper has a fifth of the limit.',
      unit: 'tokens',
      default: 'lMax / 5',
      range: [1, 1e6],
    },
    wrong: { description: 'What a wrong answer earns.', unit: 'reward', default: -1, range: [-100, 1] },
  },
  build: ({ cache, wrong }) =>
    plus(when(correct, 1, wrong), clip(over(minus(minus(lMax, cache), n), cache), -1, 0)),
});
