// SAS: steps of the reasoning that tell against the answer lose their advantage.
import type { Expression } from '@allot/spec';
import { above, below, define, equal, not, when } from '../algebra.js';
import { both, correct, either, index, logProbability } from '../fields.js';
import { response, segment } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/**
 * SAS (ACL Findings 2026), as a factor for the advantages of tokens, with s the mean log-probability of the step that a token
 * stands in:
 *
 *     factor = 0 if c = 1 and s < the 30% quantile of the steps' s
 *              0 if c = 0 and s > the 70% quantile of them
 *              1 otherwise
 *
 * Steps are the segments of the response: split at blank lines, or at `response.segmentBreak`.
 */
export const sas = defineTemplate({
  name: 'sas',
  kind: 'credit',
  title: 'SAS: unsure steps of right answers and sure steps of wrong ones are not trained on',
  formula: lines(
    "factor = 0 if c = 1 and s < the 30% quantile of the steps' s",
    '         0 if c = 0 and s > the 70% quantile of them',
    '         1 otherwise',
  ),
  source: 'SAS, ACL Findings 2026, from a secondary source',
  verified: 'A secondary source: no code of the authors was read.',
  secondary: true,
  notes: 's is the confidence of the step; the quantiles are over steps, one value each.',
  stage: { tokens: 'thinking', as: 'multiply' },
  parameters: {},
  build: () => {
    const sure = segment.mean(logProbability);
    const opens = { where: equal(index, segment.min(index)) };
    const unsure = (s: Expression) => both(correct, below(s, response.quantile(sure, 0.3, opens)));
    const tooSure = (s: Expression) => both(not(correct), above(s, response.quantile(sure, 0.7, opens)));
    return define('s', sure, (s) => when(either(unsure(s), tooSure(s)), 0, 1));
  },
});
