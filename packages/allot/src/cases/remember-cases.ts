// What the memory holds for every row of cases: steps follow one another, and each is remembered as a run does it.
import {
  type Expression,
  evaluateShape,
  type Memory,
  type ResolvedCells,
  recall,
  remember,
} from '@allot/spec';
import { rowsAt } from './case-rows.js';
import type { Cases } from './read-cases.js';

/**
 * The cells as columns: before each step, the value that the steps before it left, or the one that a row gives itself. Rows
 * without `step` are one step. `reward` is what the rows earn, where they do not say it.
 */
export function rememberCases(
  cells: ResolvedCells,
  { rows, problems, given }: Pick<Cases, 'rows' | 'problems' | 'given'>,
  reward: Expression | undefined,
): Readonly<Record<string, Float64Array>> {
  const columns = Object.fromEntries(Object.keys(cells).map((name) => [name, new Float64Array(rows.length)]));
  let memory: Memory = {};
  for (const places of bySteps(rows.fields.step, rows.length)) {
    const own = places.map((place) => problems[place] as string);
    const known = recall(cells, memory, own);
    for (const [name, column] of Object.entries(known))
      for (const [row, place] of places.entries()) {
        column[row] = given[place]?.[name] ?? (column[row] as number);
        (columns[name] as Float64Array)[place] = column[row] as number;
      }
    const step = { ...rowsAt(rows, places), state: known };
    const rewards = reward ? { reward: evaluateShape(reward, step) } : {};
    memory = remember(cells, memory, { ...step, fields: { ...step.fields, ...rewards } }, own);
  }
  return columns;
}

/** Places of the rows of each step, by ascending step. */
function bySteps(step: ArrayLike<number> | undefined, length: number): readonly (readonly number[])[] {
  const places = Array.from({ length }, (_, place) => place);
  if (!step) return [places];
  const steps = [...new Set(Array.from(step))].sort((a, b) => a - b);
  return steps.map((at) => places.filter((place) => step[place] === at));
}
