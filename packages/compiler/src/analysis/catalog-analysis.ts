// Diagnostics of reward and advantage shapes: what they pay for, and where they break.
import { type CatalogExample, defineCatalog } from '@allot/spec';

const yaml = (text: string): CatalogExample => ({ language: 'yaml', text });
const reward = (text: string): CatalogExample => yaml(`reward: ${text}\n`);
const advantage = (text: string): CatalogExample => yaml(`advantage: ${text}\n`);
const threeDeviations =
  'tokens > group.mean((r) => r.tokens, { empty: 0 }) + 3 * group.std((r) => r.tokens, { empty: 0 }) ? -1 : reward';

export const analysisCatalog = defineCatalog({
  'shape/bounds': {
    severity: 'info',
    message: 'A right answer earns {right}; a wrong one {wrong} ({settled})',
    help: 'Nothing needs to be done; `allot rewards NAME` draws the curves.',
    why: 'The range of a reward, tier by tier, says what is at stake. A method that compares rewards of several tiers feels the difference between the ranges as much as the difference between right and wrong.',
    example: reward('{ template: hbpo }'),
  },
  'shape/crossings': {
    severity: 'info',
    message: 'From these lengths on another budget earns more: {crossings} ({settled})',
    help: 'Nothing needs to be done; compare the lengths with those that your problems need.',
    why: 'Where the curves of two tiers cross, the better budget changes: problems that take fewer tokens pay best under the smaller one, problems that take more under the larger. This is what lets a hierarchy of budgets tell easy problems from hard ones (HBPO, arXiv 2507.15844, section 3.2).',
    example: reward('{ template: hbpo }'),
  },
  'shape/wrong-beats-right': {
    severity: 'error',
    message: 'A wrong answer can earn more than a right one that uses its budget: {losses} ({settled})',
    help: 'Let a right answer that keeps its budget earn more than every wrong one: lower the cost of a token, or raise what a right answer is worth.',
    why: 'A policy follows its rewards. Where a wrong answer is worth more than a right one of the length that was asked for, giving up on a problem pays better than solving it, and training teaches just that.',
    example: reward('{ template: l1-exact, parameters: { alpha: 0.2 } }'),
  },
  'shape/right-falls-below-wrong': {
    severity: 'warning',
    message: 'A right answer earns less than a wrong one {losses} ({settled})',
    help: 'If long right answers matter at these lengths, lower the cost of a token or bound the reward from below: `max(reward, 0)`.',
    why: "A right answer that is far off its budget can cost more than it is worth. HBPO's deviation term does this near the cap: beyond 3,601 tokens at budget 512 and 3,885 at 2560 (arXiv 2507.15844, equation 1, with the released constants). There the policy is pushed away from a solution it has found.",
    example: reward('{ template: hbpo }'),
  },
  'shape/collapse-risk': {
    severity: 'warning',
    message: 'In every tier a shorter right answer is worth strictly more, however short ({settled})',
    help: 'Let the reward be flat inside the budget, as `hbpo` does, or let at least one tier reward long answers as much as short ones.',
    why: "With such a reward every group favours its shortest right answer; long answers stop being sampled, and with them the reasoning that hard problems need. HBPO's ablation shows it: the uniform cosine narrows within 100 steps and loses 9 points on MATH500 against the same training with budgets (arXiv 2507.15844, sections 1 and 4).",
    example: reward('{ template: global-cosine }'),
  },
  'shape/jump-at-budget': {
    severity: 'warning',
    message: 'The reward of a right answer jumps at the budget: {jumps} ({settled})',
    help: 'Let the pieces of the shape meet at the budget, unless a hard cut is what you want.',
    why: "Two answers that differ by one token earn very different rewards, so that chance decides which of two equally good siblings is praised. HBPO's two pieces meet at the budget (arXiv 2507.15844, equation 3); ThinkPrune cuts hard on purpose (arXiv 2504.01296).",
    example: reward("{ expression: 'correct && tokens <= budget ? 1 : 0' }"),
  },
  'shape/falls-inside-budget': {
    severity: 'warning',
    message: 'Inside the budget a longer right answer can earn less: {falls} ({settled})',
    help: 'Let the reward be flat or rise up to the budget, unless saving tokens below it is the aim.',
    why: 'A budget is room to think. Where a reward falls inside it, the policy is paid for leaving part of the budget unused, also on problems that need it; HBPO keeps its reward flat there for this reason (arXiv 2507.15844, section 3.2). L1-Max falls on purpose (arXiv 2503.04697, equation 2).',
    example: reward('{ template: l1-max, parameters: { alpha: 0.02 } }'),
  },
  'shape/rises-past-budget': {
    severity: 'error',
    message: 'Past the budget a longer right answer can earn more: {rises} ({settled})',
    help: 'Let the reward fall past the budget. A length term with its sign turned round looks like this.',
    why: 'Past its budget a response should pay for every further token. Where it earns more, the policy learns to overshoot; this is an error where an overlong answer earns more than every answer inside the budget, and a warning where the reward only rises somewhere on its way down.',
    example: reward('{ template: cosine, parameters: { correctShort: 0, correctLong: 10 } }'),
  },
  'shape/flat-past-budget': {
    severity: 'warning',
    message:
      'Past the budget a right answer loses nothing: the reward reads the budget and does not fall past {budgets} ({settled})',
    help: 'Let the reward fall past the budget, for instance by a share of `tokens - budget`.',
    why: 'A reward that depends on the budget but costs nothing past it pays every length alike, so that nothing teaches the policy to keep its budget.',
    example: reward("{ expression: 'correct ? budget / lMax : 0' }"),
  },
  'shape/tiers-never-cross': {
    severity: 'warning',
    message: 'Tiers never change places: {pairs} ({settled})',
    help: 'Let a smaller budget earn more for short answers and a larger one for long answers.',
    why: 'Where one tier earns at least as much at every length, its rollouts look better whatever the problem needs, and the comparison between budgets says nothing about difficulty. In HBPO the curves of two budgets cross once (arXiv 2507.15844, section 3.2).',
    example: reward('{ template: l1-max }'),
  },
  'shape/tiers-out-of-order': {
    severity: 'warning',
    message: 'Budgets stand in the wrong order: {pairs} ({settled})',
    help: 'Below both budgets the smaller one should earn more, above both the larger.',
    why: 'HBPO asks this of a reward over several budgets (arXiv 2507.15844, section 3.2): an answer shorter than every budget belongs to the smallest, one longer than every budget to the largest. The other way round, the tier that fits worst is praised most.',
    example: reward("{ expression: 'correct ? 1 - Math.abs(lMax - budget - tokens) / lMax : 0' }"),
  },
  'shape/unreachable': {
    severity: 'warning',
    message: 'A branch is never reached: `{test}` is always {truth} ({settled})',
    help: 'Remove the test, or compare with a value that the field can have.',
    why: 'The fields of a response have ranges: no response is longer than its cap, no budget is another than those of the tiers. A branch outside them does nothing, and usually something else was meant.',
    example: reward("{ expression: 'tokens > lMax ? -1 : correct ? 1 : 0' }"),
  },
  'shape/cannot-fire': {
    severity: 'warning',
    message: 'A rule cannot fire: `{test}` {reason} ({settled})',
    help: '{remedy}',
    why: 'No member of a group of G is more than (G - 1) / sqrt(G) sample standard deviations from the mean of its group, itself included: 2.47 of 8, 3.75 of 16. A cut at three deviations, as in DOT (arXiv 2601.03969), needs 11 rollouts or more; in smaller groups it never cuts and nothing says so.',
    example: advantage(`{ expression: '${threeDeviations}' }`),
  },
  'shape/not-a-number': {
    severity: 'error',
    message: '`{part}` is {value} for {where}',
    help: 'Guard the operation with a test or a bound, for instance `Math.log(Math.max(x, 1))`.',
    why: 'A logarithm of 0, a root of a negative number or a power that overflows is no finite number. One such reward makes the statistics of its group, and with them the gradient of the whole step, meaningless.',
    example: reward("{ expression: 'correct ? Math.log(budget - tokens) : 0' }"),
  },
  'shape/divides-by-zero': {
    severity: 'error',
    message: '`{part}` divides by zero for {where}',
    help: 'Add a small number to the divisor, or test it before.',
    why: 'The spread of a group is 0 as soon as its rollouts earn the same, and a group without a right answer counts none: both happen in every run, on the easiest and the hardest problems. GRPO adds 1e-6 to its standard deviation for this reason.',
    example: advantage('{ template: grpo, parameters: { epsilon: 0 } }'),
  },
  'shape/parameter-without-effect': {
    severity: 'warning',
    message: 'The parameter `{parameter}` changes nothing ({settled})',
    help: 'Remove it, or look for the switch or the range that keeps it from taking part.',
    why: 'The value of the shape stays the same whatever the parameter is. A sweep over it would be a sweep over nothing.',
    example: advantage('{ template: hbpo, parameters: { intra: false, beta: 8 } }'),
  },
  'shape/budget-unread': {
    severity: 'warning',
    message:
      'Nothing reads the budgets {budgets}: not the reward, not the advantage, and no text of a tier states them',
    help: 'State the budget in a prefill or a prompt, or use a reward that reads it, for instance `hbpo`.',
    why: 'A budget acts through what the policy is told and what it is paid. Where neither knows it, the tiers are all alike and the setting is an empty promise.',
    example: yaml(
      'tiers:\n  - { budget: 18, rollouts: 2 }\n  - { budget: 36, rollouts: 2 }\nreward: { template: classic }\nadvantage: { template: grpo }\n',
    ),
  },
  'shape/negative-advantage-of-right': {
    severity: 'warning',
    message:
      'The only right answer of a group is pushed down, though it keeps its budget: {advantages} ({settled})',
    help: 'Take more rollouts a group, or leave out the term that is subtracted from every rollout of a tier (`intra: false`).',
    why: "A group with a single right answer is a hard problem just about solved, and the rarest lesson of all. HBPO's term for a tier compares the tier's mean with the most it can earn, which a single right answer cannot reach; counted twice, as in the released code, or in small groups, it outweighs the praise. Methods since then keep the advantage of a right answer from changing sign (DRPO, arXiv 2510.04474).",
    example: yaml('reward: { template: hbpo }\nadvantage: { template: hbpo-released }\n'),
  },
  'shape/right-below-siblings': {
    severity: 'info',
    message:
      'A right answer inside its budget can have a negative advantage beside better paid right siblings: {advantages} ({settled})',
    help: 'Nothing needs to be done where tiers are meant to compete; compare inside a tier where they are not.',
    why: 'An advantage compares rollouts. With a reward that depends on length or budget, right answers compete with each other, and those that earn least are pushed down although they are right.',
    example: yaml('reward: { template: hbpo }\nadvantage: { template: grpo }\n'),
  },
  'shape/moves-all-wrong-group': {
    severity: 'warning',
    message: 'A group without a right answer is still trained on: advantages of {advantages} ({settled})',
    help: 'If this push is not wanted, leave out the term (`intra: false` of `hbpo`), or give wrong answers one reward.',
    why: "With GRPO a group in which all are wrong teaches nothing, as all rewards are equal. HBPO's term for a tier, its mean less the most it can earn, is not 0 there: with the paper's budgets -3.92 at 512 and -2.22 at 2560, a push against everything sampled, hardest in the smallest budget (arXiv 2507.15844, Algorithm 1). A length term on wrong answers does it too.",
    example: advantage('{ template: hbpo }'),
  },
});

/** Settings beside each failing example without its finding. */
export const analysisAccepts: { readonly [Code in keyof typeof analysisCatalog]: string } = {
  'shape/bounds': 'reward: { template: classic }\n',
  'shape/crossings': 'reward: { template: global-cosine }\n',
  'shape/wrong-beats-right': 'reward: { template: l1-exact, parameters: { alpha: 0.0003 } }\n',
  'shape/right-falls-below-wrong': 'reward: { template: classic }\n',
  'shape/collapse-risk': 'reward: { template: hbpo }\n',
  'shape/jump-at-budget': 'reward: { template: hbpo }\n',
  'shape/falls-inside-budget': 'reward: { template: hbpo }\n',
  'shape/rises-past-budget': 'reward: { template: cosine }\n',
  'shape/flat-past-budget': 'reward: { template: hbpo }\n',
  'shape/tiers-never-cross': 'reward: { template: l1-exact }\n',
  'shape/tiers-out-of-order': 'reward: { template: l1-exact }\n',
  'shape/unreachable': 'reward: { template: hbpo }\n',
  'shape/cannot-fire': 'advantage: { template: grpo }\n',
  'shape/not-a-number': 'reward: { template: hbpo }\n',
  'shape/divides-by-zero': 'advantage: { template: grpo, parameters: { epsilon: 0.001 } }\n',
  'shape/parameter-without-effect': 'advantage: { template: hbpo, parameters: { beta: 4 } }\n',
  'shape/budget-unread': 'reward: { template: classic }\nadvantage: { template: grpo }\n',
  'shape/negative-advantage-of-right': 'reward: { template: hbpo }\nadvantage: { template: grpo }\n',
  'shape/right-below-siblings': 'reward: { template: classic }\nadvantage: { template: grpo }\n',
  'shape/moves-all-wrong-group': 'advantage: { template: grpo }\n',
};
