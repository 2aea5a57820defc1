// A comparison in one sentence a policy: a claim needs its adjusted test and an interval that leaves out "no change".
import { formatCount, formatFixed, joinWords } from '../format.js';
import { probabilityText } from './comparison-cells.js';
import type {
  CellComparison,
  ComparisonDocument,
  Interval95,
  PolicyChange,
  TestedChange,
} from './comparison-document.js';

/** Fewer problems than this are said to be few, whatever they show. */
const FEW = 30;

export function compareVerdict({
  policies,
  results,
  differences,
}: Omit<ComparisonDocument, 'verdicts'>): string[] {
  const [base, ...others] = policies;
  const benchmarks = new Set(results.map(({ benchmark }) => benchmark)).size;
  return others.map(({ name }, index) => {
    const claims = mainCells(results).flatMap((cell) => {
      const change = cell.changes[index];
      return change ? [cellClaim(cell, change, base?.name ?? '', benchmarks > 1)] : [];
    });
    const unlike = [...new Set(differences.flatMap(({ what, policy }) => (policy === name ? [what] : [])))];
    const caution = unlike.length > 0 ? ` Mind: the evaluations differ in ${joinWords(unlike)}.` : '';
    return `${name} ${claims.join('; it ')}.${lossesElsewhere(results, index)}${caution}`;
  });
}

/** Natural mode of each dataset, or the first mode there is. */
const mainCells = (results: readonly CellComparison[]): CellComparison[] =>
  [...new Set(results.map(({ benchmark }) => benchmark))].flatMap((benchmark) => {
    const cells = results.filter((cell) => cell.benchmark === benchmark);
    return cells.find(({ mode }) => mode === 'natural') ?? cells[0] ?? [];
  });

/** Accuracy that is lost in the other modes: what the main one gains must not hide it. */
function lossesElsewhere(results: readonly CellComparison[], policy: number): string {
  const main = mainCells(results);
  const lost = results.flatMap((cell) => {
    const points = cell.changes[policy]?.all.accuracyPoints;
    if (main.includes(cell) || points === undefined || !isClear(points) || points.value > 0) return [];
    return [`${formatFixed(-points.value, 1)} points of accuracy in ${cell.mode} mode`];
  });
  return lost.length > 0 ? ` It loses ${joinWords(lost)}.` : '';
}

/** Whether a change is told apart from none. */
export const isClear = (change: TestedChange | undefined): boolean =>
  change?.interval !== undefined && change.adjustedP < 0.05 && leavesOutZero(change.interval);

const leavesOutZero = ([low, high]: Interval95): boolean => low > 0 || high < 0;

/** Goes on after the name of the policy. */
function cellClaim(
  { benchmark, mode, problems }: CellComparison,
  { all, byDifficulty }: PolicyChange,
  base: string,
  named: boolean,
): string {
  const few = problems < FEW ? ', which are few' : '';
  const where = `on ${formatCount(problems)} ${problems === 1 ? 'problem' : 'problems'}${named ? ` of ${benchmark}` : ''} in ${mode} mode${few}`;
  const { accuracyPoints: points, tokensPercent: tokens } = all;
  if (all.alike === problems)
    return `answers as ${base} does, right or wrong and with as many tokens, ${where}`;
  if (!isClear(points) && !isClear(tokens)) {
    const seen = [
      ...(tokens ? [`tokens ${range(tokens, '%')}`] : []),
      `accuracy ${range(points, ' points')}`,
    ];
    return `cannot be told apart from ${base} ${where}: ${seen.join(', ')}${difficultyWords(byDifficulty)}`;
  }
  return `${tokensWords(tokens, base)} and ${accuracyWords(points, base)} ${where}${difficultyWords(byDifficulty)}`;
}

function tokensWords(change: TestedChange | undefined, base: string): string {
  if (change === undefined) return `has tokens that cannot be compared with ${base}`;
  if (!isClear(change))
    return `uses tokens that cannot be told apart from those of ${base} (${range(change, '%')})`;
  const ends = sizes(change).map(digits).join(', ');
  return `uses ${digits(Math.abs(change.value))}% ${change.value < 0 ? 'fewer' : 'more'} tokens than ${base} [${ends}]`;
}

function accuracyWords(change: TestedChange, base: string): string {
  if (!isClear(change))
    return `has an accuracy that cannot be told apart from that of ${base} (${range(change, ' points')})`;
  const ends = sizes(change)
    .map((size) => formatFixed(size, 1))
    .join(', ');
  return `is ${formatFixed(Math.abs(change.value), 1)} points ${change.value > 0 ? 'more' : 'less'} accurate [${ends}]`;
}

/** The interval of the size of a change whose sign is clear. */
const sizes = ({ interval = [0, 0] }: TestedChange): number[] => interval.map(Math.abs).sort((a, b) => a - b);

/** `+0.3 points [−1.2, +1.8]`; where the interval alone would claim more, the adjusted p that does not. */
function range({ value, interval, adjustedP }: TestedChange, unit: string): string {
  const signed = (number: number): string => `${number > 0 ? '+' : ''}${formatFixed(number, 1)}`;
  if (interval === undefined) return `${signed(value)}${unit}`;
  const decided = leavesOutZero(interval) ? `, adjusted p ${probabilityText(adjustedP)}` : '';
  return `${signed(value)}${unit} [${interval.map(signed).join(', ')}]${decided}`;
}

/** What is lost on some difficulties, and where accuracy cannot be told apart although it can elsewhere. */
function difficultyWords(rows: PolicyChange['byDifficulty']): string {
  const lost = rows.filter(({ accuracyPoints }) => isClear(accuracyPoints) && accuracyPoints.value < 0);
  const open = rows.filter(({ accuracyPoints }) => !isClear(accuracyPoints));
  const isMixed = open.length > 0 && open.length < rows.length;
  const parts = [
    ...lost.map(
      ({ name, accuracyPoints }) =>
        `on ${name} it loses ${formatFixed(-accuracyPoints.value, 1)} points of accuracy`,
    ),
    ...(isMixed ? [`on ${joinWords(open.map(({ name }) => name))} accuracy cannot be told apart`] : []),
  ];
  return parts.length > 0 ? `; ${joinWords(parts)}` : '';
}

const digits = (value: number): string => formatFixed(value, value < 9.95 ? 1 : 0);
