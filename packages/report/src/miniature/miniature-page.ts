// The page about the miniature: a pure function of what was measured.
import { formatCount, formatFixed, formatSigned, joinWords } from '../format.js';
import { claims, tierClaims } from './claims.js';
import { type Judged, judgeClaim } from './judge-claim.js';
import { mean } from './measure-responses.js';
import type { ArmResults, Cell, ConditionResults, MiniatureResults } from './miniature-results.js';
import { pageFigures } from './page-figures.js';
import {
  armsTable,
  byDifficultyTable,
  conditionTable,
  efficientTable,
  longerTable,
  mainTable,
  scores,
  spreadTable,
  workTable,
  writeEstimate,
} from './page-tables.js';

export interface MiniaturePage {
  readonly markdown: string;
  /** SVG files by name. */
  readonly figures: Readonly<Record<string, string>>;
}

/** `figureFolder` is where the page finds its figures. */
export function renderMiniature(results: MiniatureResults, figureFolder: string): MiniaturePage {
  const figures = pageFigures(results);
  const figure = (name: string, text: string): string =>
    name in figures ? `![${text}](${figureFolder}/${name})` : '';
  const { arms } = results;
  const base = arms.find(({ group }) => group === 'base');
  const of = (...groups: readonly string[]): ArmResults[] =>
    arms.filter(({ group }) => groups.includes(group));
  const judged = claims.map((claim) => judgeClaim(claim, results));
  const sections = [
    '# The paper in miniature',
    opening(results),
    headline(results),
    '## What became of the claims',
    verdictOf(judged),
    claimTable(judged),
    howJudged,
    judged.map(claimDetail).join('\n'),
    '## HBPO and its ablations',
    mainTable(of('base', 'hbpo', 'budgets', 'reward'), base),
    columns,
    figure('ablations.svg', 'Accuracy against tokens of HBPO and its ablations'),
    '## HBPO and the field',
    fieldWords,
    mainTable(of('base', 'hbpo', 'control', 'field'), base),
    figure('field.svg', 'Accuracy against tokens of HBPO and the field'),
    ...conditionSections(results),
    '## By difficulty',
    'Accuracy in percent @ tokens, natural mode, means over seeds.',
    byDifficultyTable(arms),
    figure('tokens-by-difficulty.svg', 'Tokens by number of operations'),
    figure('accuracy-by-difficulty.svg', 'Accuracy by number of operations'),
    '## Efficiency mode',
    efficientTable(arms),
    `## Out of the domain: ${results.longer.operations.join(' to ')} operations`,
    longerTable(arms),
    '## While training',
    spreadWords,
    spreadTable(arms),
    figure('lengths.svg', 'Mean length while training'),
    figure('spread.svg', 'Spread of lengths in a group while training'),
    '## How it thinks',
    workWords,
    workTable(arms),
    figure('rechecks.svg', 'Re-checks by difficulty'),
    '## The arms',
    armsTable(results),
  ];
  const markdown = `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  return { markdown, figures };
}

const opening = ({
  steps,
  seeds,
  heldOut,
  longer,
  arms,
}: MiniatureResults): string => `<!-- Made from reproduction/results.json by \`npm run docs\`. -->

    allot reproduce hbpo --miniature

Every table and figure of HBPO's analysis (arXiv 2507.15844), run on the embedded engine: a policy of 153 thousand parameters, arithmetic with a
shaky scratchpad, ${steps} steps of 16 problems x 16 rollouts, learning rate 3e-4, and nothing tuned for it. All arms begin with the same base and
differ in what the table of arms says. They are judged on ${formatCount(heldOut.problems)} held-out problems of ${heldOut.operations.join(' to ')} operations that no setting was
chosen on, one sample each at temperature 1, and on ${formatCount(longer.problems)} problems of ${longer.operations.join(' to ')} operations; none in training has more than 8. ${seedWords({ seeds, arms })}

It says what these methods do here. It is no measurement of the models and benchmarks of the paper, and there is one base, and what was made of it.`;

/** HBPO against its base beside the paper's numbers, and who has the best AES. */
function headline({ arms }: MiniatureResults): string {
  const [base, hbpo] = ['base', 'hbpo'].map((name) => arms.find((arm) => arm.name === name));
  if (base === undefined || hbpo === undefined) return '';
  const of = (arm: ArmResults, range: string) => {
    const { accuracy, tokens } = arm.natural[range] as Cell;
    return { accuracy: mean(accuracy.seeds), tokens: mean(tokens.seeds) };
  };
  const [before, after] = [of(base, 'all'), of(hbpo, 'all')];
  const depth = (arm: ArmResults): string => formatFixed(of(arm, 'hard').tokens / of(arm, 'easy').tokens, 1);
  const ranked = arms
    .filter((arm) => arm !== base)
    .map((arm) => ({ title: arm.title, score: mean(scores(arm, base).seeds) }))
    .sort((a, b) => b.score - a.score)
    .map(({ title, score }) => `${title} ${formatFixed(score, 2)}`);
  return `\
HBPO's tokens change by ${formatSigned(100 * (after.tokens / before.tokens - 1), 1)}% (paper: −60.6%) and its accuracy by ${formatSigned(100 * (after.accuracy - before.accuracy), 1)} points (paper: +3.1). Hard
problems get ${depth(hbpo)} times the tokens of easy ones; in the base ${depth(base)} times. By AES, over all arms: ${joinWords(ranked)}.`;
}

function seedWords({ seeds, arms }: Pick<MiniatureResults, 'seeds' | 'arms'>): string {
  const few = arms.filter((arm) => arm.seeds.length < seeds.length);
  const planned = `Every arm is to have ${seeds.length} seeds`;
  if (few.length === 0) return `${planned}, and has them.`;
  return `${planned}; fewer so far: ${joinWords(few.map((arm) => `${arm.title} ${arm.seeds.length}`))}.`;
}

const names = { holds: 'Holds here', fails: 'Does not hold here', open: 'Cannot be judged at this size' };

const nameOf = ({ judgement, because }: Judged): string =>
  because === undefined ? names[judgement] : 'Not judged yet';

function verdictOf(judged: readonly Judged[]): string {
  const ready = judged.filter(({ because }) => because === undefined);
  const count = (judgement: Judged['judgement']): number =>
    ready.filter((one) => one.judgement === judgement).length;
  const counts = `${count('holds')} hold here, ${count('fails')} do not, and ${count('open')} cannot be judged at this size`;
  const waiting = judged.length - ready.length;
  return `Of ${judged.length} claims ${counts}${waiting > 0 ? `; ${waiting} wait for runs` : ''}.`;
}

const claimTable = (judged: readonly Judged[]): string =>
  [
    '| | the paper | here |',
    '| --- | --- | --- |',
    ...judged.map((one, index) => `| ${index + 1} | ${one.claim.text} | ${nameOf(one)} |`),
  ].join('\n');

const howJudged = `**The rule**, written down before the results were looked at (\`packages/report/src/miniature/judge-claim.ts\`): a claim is one or several sums that are above 0 where
it holds. It holds when both 95% intervals of each sum, over problems and over seeds, lie above 0; it does not hold when both of one
of them lie below; else, and with fewer than three seeds of an arm, it cannot be judged. Arms are taken as independent. No correction for many claims.`;

function claimDetail(judged: Judged, index: number): string {
  const { claim, parts, because } = judged;
  const why = because === undefined ? '' : ` (${because})`;
  return [
    `${index + 1}. **${nameOf(judged)}**${why}. ${claim.here}`,
    ...parts.map(({ text, unit, estimate }) => `    - ${text}: ${writeEstimate(estimate, unit)}`),
  ].join('\n');
}

/** The conditions and, as a row of its own, the miniature itself; nothing before any of them has run. */
function conditionSections(results: MiniatureResults): string[] {
  const { arms, conditions } = results;
  if (conditions.length === 0) return [];
  const names = ['base', 'hbpo', 'single-budget'];
  const asAbove: ConditionResults = {
    name: 'as-above',
    title: 'As above',
    about: '',
    arms: arms.filter(({ name }) => names.includes(name)),
  };
  const all = [asAbove, ...conditions];
  const judged = tierClaims.map((claim) => ({
    claim,
    cells: all.map((condition) => judgedCell(judgeClaim(claim, { ...results, arms: condition.arms }))),
  }));
  return [
    '## When tiers matter',
    conditionWords,
    conditions.map(({ title, about }) => `- **${title}**. ${about}`).join('\n'),
    conditionTable(all),
    [
      `| | ${all.map(({ title }) => title).join(' | ')} |`,
      `| --- |${all.map(() => ' --- |').join('')}`,
      ...judged.map(({ claim, cells }) => `| ${claim.here} | ${cells.join(' | ')} |`),
    ].join('\n'),
  ];
}

const judgedCell = (judged: Judged): string =>
  [
    `${nameOf(judged)}${judged.because === undefined ? '' : ` (${judged.because})`}.`,
    ...judged.parts.map(({ text, unit, estimate }) => `${text}: ${writeEstimate(estimate, unit)}`),
  ].join('<br>');

const conditionWords = `Tiers do not separate above: the base ignores the budget that is stated, and what one tier learns all of them do. So HBPO and one budget were trained
again under conditions that might change that, each against the base that it begins with. Conditions, and the same rule, were fixed before these
results were looked at, but for the question of the spread, half of claim 11, which was asked afterwards; that a base which obeys budgets keeps tiers apart had been seen with
one seed on other problems. A larger limit of tokens was not tried (the base's context has no room for it), nor a budget that the policy chooses itself. Numbers are as above;
of the spread of lengths in a group see below.`;

const columns = `Accuracy and tokens have two 95% intervals: over problems for these seeds, then over seeds for these problems, which with three seeds may reach past
what is possible; they are cut at 0, and those of accuracy at 100. AES has the one over seeds: the saved share of tokens plus 3 times the relative gain of accuracy, or 5 times
its loss (arXiv 2501.12570).`;

const spreadWords = `The spread of lengths: the standard deviation in tokens inside a group, averaged over groups and steps, with its interval over seeds. Then the mean
tokens of each tier over the last 25 steps.`;

const fieldWords = `Methods of the field and controls with the classic reward, under the same protocol: base, problems, steps, rollouts, learning rate, one update a step. They
state no budget. DLER and DOT have no other length reward than the limit of their context, so theirs is 64 tokens, which cuts most responses of
the base, and there is a control with the same limit. No method was tuned; their own settings were scaled to this context.`;

const workWords = `The paper counts the share of thinking in a response and words such as wait, check, verify. Here thinking is what stands before \`</think>\`,
and a re-check is a check \`?r\` or a copy of the work after \`~\`. Easy, medium, hard.`;
