// Evaluation results as a table: accuracy and tokens with their intervals, in all and by difficulty.
import type { EvaluationCell, EvaluationResult } from '@allot/spec';
import { count, percent } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';

const columns = [
  { head: 'mode' },
  { head: 'problems' },
  { head: 'number', align: 'right' },
  { head: 'accuracy', align: 'right' },
  { head: '95% interval', align: 'right' },
  { head: 'tokens', align: 'right' },
  { head: '95% interval', align: 'right' },
  { head: 'cut off', align: 'right' },
] as const;

/** One row for all problems of a mode, then one for each named difficulty. */
export function printEvaluations(results: readonly EvaluationResult[], color: boolean): string {
  const rows = results.flatMap(({ mode, all, byDifficulty }) => [
    printCell(mode, 'all', all),
    ...Object.entries(byDifficulty).map(([name, cell]) => printCell('', name, cell)),
  ]);
  return printTable(columns, rows, color);
}

function printCell(mode: string, name: string, cell: EvaluationCell): string[] {
  if (cell.problems === 0) return [mode, name, '0', '-', '-', '-', '-', '-'];
  const [accuracyLow, accuracyHigh] = cell.accuracyInterval;
  const [tokensLow, tokensHigh] = cell.meanTokensInterval;
  return [
    mode,
    name,
    count(cell.problems),
    percent(cell.accuracy),
    `${(accuracyLow * 100).toFixed(1)} to ${(accuracyHigh * 100).toFixed(1)}`,
    cell.meanTokens.toFixed(1),
    cell.problems === 1 ? 'none of one' : `${tokensLow.toFixed(1)} to ${tokensHigh.toFixed(1)}`,
    percent(cell.truncatedShare),
  ];
}
