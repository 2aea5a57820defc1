// What a pilot found, for people: how hard the problems are, how long right answers are, what the tiers would change.
import { type Pilot, type PilotLength, pilotAssumptions, predictTiers, type SolveClass } from '@allot/spec';
import { count, percent } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';

const classNames: Readonly<Record<SolveClass, string>> = {
  never: 'never',
  seldom: 'up to 1/3',
  sometimes: 'up to 2/3',
  mostly: 'below 1',
  always: 'always',
};

/** Tables of a pilot; `budgets` are those of the plan's tiers, none where they are not known. */
export function printPilot(pilot: Pilot, budgets: readonly number[], color: boolean): string {
  const { problems, rollouts, dataset, mode, solveRate, meanTokens } = pilot;
  return [
    `pilot: ${count(problems)} problems of ${dataset} x ${rollouts} responses, ${mode} mode: ` +
      `${percent(solveRate)} right with ${meanTokens.toFixed(1)} tokens`,
    '',
    printTable(difficultyColumns, pilot.difficulty.map(printClass), color),
    '',
    `right responses: ${quantileText(pilot.lengths)}`,
    ...(budgets.length > 0 ? ['', printTable(tierColumns, tierRows(pilot, budgets), color)] : []),
    ...(budgets.length > 0 ? pilotAssumptions : []),
  ].join('\n');
}

const difficultyColumns = [
  { head: 'solved' },
  { head: 'problems', align: 'right' },
  { head: 'tokens', align: 'right' },
  { head: 'tokens, right', align: 'right' },
] as const;

const printClass = ({
  solved,
  problems,
  meanTokens,
  meanRightTokens,
}: Pilot['difficulty'][number]): string[] => [
  classNames[solved],
  count(problems),
  problems === 0 ? '' : meanTokens.toFixed(1),
  meanRightTokens === undefined ? '' : meanRightTokens.toFixed(1),
];

const tierColumns = [
  { head: 'budget', align: 'right' },
  { head: 'tokens saved', align: 'right' },
  { head: 'accuracy at risk', align: 'right' },
] as const;

const tierRows = (pilot: Pilot, budgets: readonly number[]): string[][] =>
  predictTiers(pilot, budgets).map(({ budget, tokensSaved, accuracyAtRisk }) => [
    count(budget),
    percent(tokensSaved),
    `${(100 * accuracyAtRisk).toFixed(1)} points`,
  ]);

/** `10% up to 41 tokens, half up to 60, 90% up to 84, all up to 96`. */
function quantileText(lengths: readonly PilotLength[]): string {
  const responses = lengths.reduce((sum, { right }) => sum + right, 0);
  if (responses === 0) return 'none';
  const upTo = (share: number): number => {
    let before = 0;
    for (const { tokens, right } of lengths) {
      before += right;
      if (before >= share * responses) return tokens;
    }
    return lengths.at(-1)?.tokens ?? 0;
  };
  return `10% up to ${upTo(0.1)} tokens, half up to ${upTo(0.5)}, 90% up to ${upTo(0.9)}, all up to ${upTo(1)}`;
}
