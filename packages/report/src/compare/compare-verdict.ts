// A comparison in one sentence a policy: a claim needs its adjusted test and an interval that leaves out "no change".
import { formatCount, formatFixed, joinWords } from '../format.js';
import type {
  CellComparison,
  ComparisonDocument,
  PairedChange,
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
      return change ? [cellClaim(cell, change, benchmarks > 1)] : [];
    });
    const unlike = [...new Set(differences.flatMap(({ what, policy }) => (policy === name ? [what] : [])))];
    const caution = unlike.length > 0 ? ` Mind: the evaluations differ in ${joinWords(unlike)}.` : '';
    return `${name} against ${base?.name ?? ''}: ${claims.join('; ')}.${caution}`;
  });
}

/** Natural mode of each dataset, or the first mode there is. */
const mainCells = (results: readonly CellComparison[]): CellComparison[] =>
  [...new Set(results.map(({ benchmark }) => benchmark))].flatMap((benchmark) => {
    const cells = results.filter((cell) => cell.benchmark === benchmark);
    return cells.find(({ mode }) => mode === 'natural') ?? cells[0] ?? [];
  });

/** Whether a change is told apart from none. */
export const isClear = (change: TestedChange | undefined): boolean =>
  change?.interval !== undefined &&
  change.adjustedP < 0.05 &&
  (change.interval[0] > 0 || change.interval[1] < 0);

function cellClaim(
  { benchmark, mode, problems }: CellComparison,
  change: PolicyChange,
  named: boolean,
): string {
  const { all, byDifficulty } = change;
  const few = problems < FEW ? ', which are few' : '';
  const where = `on ${formatCount(problems)} ${problems === 1 ? 'problem' : 'problems'}${named ? ` of ${benchmark}` : ''} in ${mode} mode${few}`;
  const words = [tokensWords(all.tokensPercent), accuracyWords(all)];
  return `${joinWords(words)} ${where}${difficultyWords(byDifficulty)}`;
}

function tokensWords(change: TestedChange | undefined): string {
  if (change === undefined) return 'tokens cannot be compared';
  const size = Math.abs(change.value);
  if (!isClear(change)) return `tokens cannot be told apart (${range(change, '%')})`;
  const [low, high] = (change.interval ?? [0, 0]).map(Math.abs).sort((a, b) => a - b) as [number, number];
  return `${digits(size)}% ${change.value < 0 ? 'fewer' : 'more'} tokens [${digits(low)}, ${digits(high)}]`;
}

function accuracyWords({ accuracyPoints: change }: PairedChange): string {
  if (!isClear(change)) return `accuracy that cannot be told apart (${range(change, ' points')})`;
  const [low, high] = (change.interval ?? [0, 0]).map(Math.abs).sort((a, b) => a - b) as [number, number];
  return `${formatFixed(Math.abs(change.value), 1)} points ${change.value > 0 ? 'more' : 'less'} accuracy [${formatFixed(low, 1)}, ${formatFixed(high, 1)}]`;
}

/** `+0.3 points [−1.2, +1.8]`. */
function range({ value, interval }: TestedChange, unit: string): string {
  const signed = (number: number): string => `${number > 0 ? '+' : ''}${formatFixed(number, 1)}`;
  return `${signed(value)}${unit}${interval ? ` [${interval.map(signed).join(', ')}]` : ''}`;
}

/** What is lost on some difficulties, and where accuracy cannot be told apart although it can in all. */
function difficultyWords(rows: PolicyChange['byDifficulty']): string {
  const lost = rows.filter(({ accuracyPoints }) => isClear(accuracyPoints) && accuracyPoints.value < 0);
  const open = rows.filter(({ accuracyPoints }) => !isClear(accuracyPoints));
  const gained = rows.filter(({ accuracyPoints }) => isClear(accuracyPoints) && accuracyPoints.value > 0);
  const parts = [
    ...lost.map(
      ({ name, accuracyPoints }) => `on ${name} ${formatFixed(-accuracyPoints.value, 1)} points are lost`,
    ),
    ...(gained.length > 0 || lost.length > 0
      ? open.length > 0
        ? [`on ${joinWords(open.map(({ name }) => name))} accuracy cannot be told apart`]
        : []
      : []),
  ];
  return parts.length > 0 ? `, but ${joinWords(parts)}` : '';
}

const digits = (value: number): string => formatFixed(value, value < 9.95 ? 1 : 0);
