// AnytimeReasoner's advantages of the thinking: each stretch between two budgets is judged by what it lets be answered.
import { type Expression, shape } from '@allot/spec';
import { below, minus, over, plus, times, when } from '../algebra.js';
import { index } from '../fields.js';
import { group } from '../scopes.js';
import { defineTemplate, lines } from '../template.js';

/** Budgets of the paper. */
const STRETCHES = [0, 1, 2, 3] as const;
type Stretch = (typeof STRETCHES)[number];
const S = STRETCHES.length;
const names = ['first', 'second', 'third', 'fourth'] as const;
const solved = (stretch: Stretch): Expression => shape.signal(names[stretch], 'response');

/** sum over j >= s of p_j r_j, with p_j = 1 / 4 */
const returned = (s: Stretch): Expression =>
  STRETCHES.slice(s + 1)
    .map(solved)
    .reduce((sum, r) => plus(sum, over(r, S)), over(solved(s), S));

/** Mean of r_0 to r_{s-1}, weighted by 2^j. */
function before(s: Stretch): Expression {
  const [first, ...rest] = STRETCHES.slice(0, s).map((j) => times(2 ** j, solved(j)));
  if (!first) return shape.number(0);
  return over(
    rest.reduce((sum, term) => plus(sum, term), first),
    2 ** s - 1,
  );
}

/** A_s */
function advantageOf(s: Stretch): Expression {
  const own = times((S - s) / S, before(s));
  const groups = group.mean(returned(s));
  return minus(returned(s), over(plus(times(s, own), times(S - s, groups)), S));
}

/**
 * AnytimeReasoner (BRPO, arXiv 2505.13438), as the advantages of the tokens of the thinking. The thinking is cut at budgets
 * b_s = context * s / 4; r_s is the share of short summaries behind the cut that are right, and p_s = 1/4:
 *
 *     ret_s = sum over j >= s of p_j * r_j
 *     V1    = (sum over j >= s of p_j) * mean of r_0 .. r_{s-1} weighted by 2^j, 0 for s = 0
 *     V2    = mean of ret_s over the group
 *     A_s   = ret_s - (s * V1 + (4 - s) * V2) / 4
 *
 * A token between b_s and b_{s+1} gets A_s. The r_s come from outside: the signals `first` to `fourth`.
 */
export const anytimeReasoner = defineTemplate({
  name: 'anytime-reasoner',
  kind: 'credit',
  title: 'AnytimeReasoner: every stretch of the thinking is judged by what it lets be answered',
  formula: lines(
    'ret_s = sum over j >= s of p_j * r_j',
    'V1    = (sum over j >= s of p_j) * mean of r_0 .. r_{s-1} weighted by 2^j, 0 for s = 0',
    'V2    = mean of ret_s over the group',
    'A_s   = ret_s - (s * V1 + (4 - s) * V2) / 4',
  ),
  source: 'AnytimeReasoner, arXiv 2505.13438',
  verified: 'sail-sg/AnytimeReasoner at 7e3f5bb: brpo.py.',
  notes:
    'The prior is the uniform one. A program answers with the shares of right summaries behind each cut; the summaries themselves are not trained on here.',
  parameters: {
    context: {
      description: 'Tokens of thinking at the last cut.',
      unit: 'tokens',
      default: 8000,
      range: [4, 1e6],
    },
  },
  stage: { tokens: 'thinking', as: 'replace' },
  signals: Object.fromEntries(
    names.map((name) => [
      name,
      {
        per: 'response',
        range: [0, 1] as const,
        description: `Share of right summaries behind the ${name} of four cuts.`,
      },
    ]),
  ),
  build: ({ context }) =>
    when(
      below(index, over(context, S)),
      advantageOf(0),
      when(
        below(index, over(times(2, context), S)),
        advantageOf(1),
        when(below(index, over(times(3, context), S)), advantageOf(2), advantageOf(3)),
      ),
    ),
});
