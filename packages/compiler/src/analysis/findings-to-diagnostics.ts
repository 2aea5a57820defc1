// Findings in words.
import { type Diagnostic, reporter } from '@allot/spec';
import { analysisCatalog } from './catalog-analysis.js';
import type { Overtaking, Range, Settled, ShapeCode, ShapeFinding } from './finding.js';

type Words = Readonly<Record<string, string | number>>;

/** One diagnostic a finding, in the same order; `details` says where. */
export const findingsToDiagnostics = (
  findings: readonly ShapeFinding[],
  details: Partial<Diagnostic> = {},
): Diagnostic[] => {
  const report = reporter(analysisCatalog);
  return findings.map((finding) =>
    report(finding.code, wordsOf(finding) as never, { severity: finding.severity, ...details }),
  );
};

/** What stands for the placeholders of the finding's message. */
export const wordsOf = <Code extends ShapeCode>(finding: ShapeFinding<Code>): Words => ({
  settled: printSettled(finding.settled),
  ...(wordings[finding.code] as (finding: ShapeFinding<Code>) => Words)(finding),
});

const printSettled = (settled: Settled): string =>
  settled.how === 'sampled'
    ? `sampled: ${settled.resolution}`
    : {
        'every length': 'checked at every length',
        'interval arithmetic': 'by interval arithmetic',
        'its form': 'by its form',
        'an example': 'exact',
      }[settled.by];

const wordings: { readonly [Code in ShapeCode]: (finding: ShapeFinding<Code>) => Words } = {
  'shape/bounds': ({ tiers }) => ({
    right: byBudget(tiers.map(({ budget, right }) => ({ budget, text: range(right) }))),
    wrong: byBudget(tiers.map(({ budget, wrong }) => ({ budget, text: range(wrong) }))),
  }),
  'shape/crossings': ({ crossings }) => ({
    crossings: list(
      crossings.map(({ budgets: [smaller, larger], tokens, larger: up }) =>
        up ? `${count(tokens)} (${smaller} to ${larger})` : `${count(tokens)} (${larger} back to ${smaller})`,
      ),
    ),
  }),
  'shape/wrong-beats-right': ({ tiers }) => ({
    losses: list(
      tiers.map(
        ({ budget, from, to, right, wrong, wrongTokens }) =>
          `at budget ${budget} a wrong one of ${tokens(wrongTokens)} earns ${value(wrong)}, right ones of ${count(from)} to ${tokens(to)} down to ${value(right)}`,
      ),
    ),
  }),
  'shape/right-falls-below-wrong': ({ tiers }) => ({
    losses: byBudget(tiers.map((loss) => ({ budget: loss.budget, text: stretch(loss) }))),
  }),
  'shape/collapse-risk': () => ({}),
  'shape/jump-at-budget': ({ tiers }) => ({
    jumps: byBudget(
      tiers.map(({ budget, at, past }) => ({ budget, text: `from ${value(at)} to ${value(past)}` })),
    ),
  }),
  'shape/falls-inside-budget': ({ tiers }) => ({ falls: byBudget(tiers.map(change)) }),
  'shape/rises-past-budget': ({ tiers }) => ({ rises: byBudget(tiers.map(change)) }),
  'shape/flat-past-budget': ({ tiers }) => ({ budgets: list(tiers.map(({ budget }) => `${budget}`)) }),
  'shape/tiers-never-cross': ({ pairs }) => ({
    pairs: list(
      pairs.map(({ budgets, better }) => {
        const other = budgets.find((budget) => budget !== better);
        return `${better} never earns less than ${other}`;
      }),
    ),
  }),
  'shape/tiers-out-of-order': ({ pairs }) => ({
    pairs: list(
      pairs.map(({ budgets: [smaller, larger], tokens: length }) => {
        const [better, worse] = length < smaller ? [larger, smaller] : [smaller, larger];
        return `${better} earns more than ${worse} at ${tokens(length)}`;
      }),
    ),
  }),
  'shape/unreachable': ({ test, always }) => ({ test, truth: always ? 'true' : 'false' }),
  'shape/cannot-fire': ({ test, limit }) => ({
    test,
    reason: limit
      ? `asks for ${value(limit.deviations)} standard deviations, and among ${limit.size} rollouts none is more than ${value(limit.possible)} from the mean`
      : 'never held',
    remedy: limit
      ? `Use at least ${limit.needed} rollouts, or fewer deviations.`
      : 'Look whether groups of this size can meet it.',
  }),
  'shape/not-a-number': ({ part, value: result, where }) => ({
    part,
    where,
    value: Number.isNaN(result) ? 'not a number' : result > 0 ? 'infinite' : 'minus infinity',
  }),
  'shape/divides-by-zero': ({ part, where }) => ({ part, where }),
  'shape/parameter-without-effect': ({ parameter }) => ({ parameter }),
  'shape/budget-unread': ({ budgets }) => ({ budgets: list(budgets.map(String)) }),
  'shape/negative-advantage-of-right': ({ tiers }) => ({
    advantages: byBudget(tiers.map(({ budget, advantage }) => ({ budget, text: value(advantage) }))),
  }),
  'shape/right-below-siblings': ({ tiers }) => ({
    advantages: byBudget(tiers.map(({ budget, advantage }) => ({ budget, text: value(advantage) }))),
  }),
  'shape/moves-all-wrong-group': ({ tiers }) => ({
    advantages: byBudget(tiers.map(({ budget, advantage }) => ({ budget, text: range(advantage) }))),
  }),
};

/** `beyond 3,601 tokens`: where both earn the same, to the nearest token. */
function stretch({ from, to, cap, meets }: Overtaking): string {
  if (to === cap) return from === 0 ? 'at every length' : `beyond ${tokens(Math.round(meets))}`;
  return from === 0 ? `up to ${tokens(to)}` : `from ${count(from)} to ${tokens(to)}`;
}

const change = (fall: { budget: number; from: number; to: number; change: number }) => ({
  budget: fall.budget,
  text: `${fall.change > 0 ? '+' : ''}${value(fall.change)} from ${count(fall.from)} to ${tokens(fall.to)}`,
});

/** `A at budget 512, B at 1024 and C at 2048`; the text alone where it is the same for all. */
function byBudget(tiers: readonly { readonly budget: number; readonly text: string }[]): string {
  const [first, ...others] = tiers.filter(
    ({ budget, text }, index) =>
      !tiers.slice(0, index).some((other) => other.budget === budget && other.text === text),
  );
  if (!first) return '';
  if (others.length > 0 && others.every(({ text }) => text === first.text))
    return `${first.text} in every tier`;
  return list([
    `${first.text} at budget ${first.budget}`,
    ...others.map(({ budget, text }) => `${shorten(text, first.text)} at ${budget}`),
  ]);
}

/** Without the words that the first text has begun or ended with: `beyond 3,601 tokens`, then `3,673`. */
function shorten(text: string, first: string): string {
  const match = /^(beyond |up to )([\d,]+) tokens$/.exec(text);
  return match && first.startsWith(match[1] as string) ? (match[2] as string) : text;
}

const list = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

const count = (number: number): string => number.toLocaleString('en-US');
const tokens = (number: number): string => `${count(number)} ${number === 1 ? 'token' : 'tokens'}`;

/** Whole numbers as they are, others with two decimals, or three significant figures below 0.1. */
function value(number: number): string {
  if (Math.abs(number - Math.round(number)) < 1e-9) return String(Math.round(number) + 0);
  return Math.abs(number) < 0.1 ? number.toPrecision(3) : number.toFixed(2);
}

const range = ([least, most]: Range): string =>
  value(least) === value(most) ? value(least) : `${value(least)} to ${value(most)}`;
