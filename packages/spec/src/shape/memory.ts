// What a run remembers from step to step: numbers that shapes read, one for each problem or one for the run.

import { evaluateShape } from './evaluate.js';
import type { Expression } from './expression.js';
import { holds } from './operations.js';
import type { ShapeRows } from './row-sets.js';

/** How an observation changes a cell of the memory. */
export type MemoryUpdate = 'set' | 'min' | 'max' | 'average' | 'control';

/** A cell of a plan: what it holds and how it changes after the rewards of a step are known. */
export interface ResolvedCell {
  readonly per: 'problem' | 'run';
  /** Value before the first observation. */
  readonly initial: number;
  readonly update: MemoryUpdate;
  /** What is observed: once for each group in the order of the rows, or once a step; the value at the set's first row. */
  readonly observe: Expression;
  /** Whether it is observed, at the same row. */
  readonly when: Expression;
  /** For `average`: the share of the new observation. */
  readonly share: number;
  /** For `control`: the value grows by rate * (observation - target). */
  readonly rate: number;
  readonly target: number;
  /** For `control`: bounds of the value. */
  readonly least?: number;
  readonly most?: number;
}

export type ResolvedCells = Readonly<Record<string, ResolvedCell>>;

/** Values by cell, then by problem id; the run's own values have the key ''. */
export type Memory = Readonly<Record<string, Readonly<Record<string, number>>>>;

const keyOf = ({ per }: ResolvedCell, problem: string): string => (per === 'run' ? '' : problem);

/** Every cell as a column: its value for each row, before the step. `problems` has the problem id of each row. */
export function recall(
  cells: ResolvedCells,
  memory: Memory,
  problems: readonly string[],
): Readonly<Record<string, Float64Array>> {
  const columns = Object.entries(cells).map(([name, cell]): [string, Float64Array] => [
    name,
    Float64Array.from(problems, (problem) => memory[name]?.[keyOf(cell, problem)] ?? cell.initial),
  ]);
  return Object.fromEntries(columns);
}

/** The memory after a step. `rows` have the reward, and the cells as they were before the step. */
export function remember(
  cells: ResolvedCells,
  memory: Memory,
  rows: ShapeRows,
  problems: readonly string[],
): Memory {
  const updated = Object.entries(cells).map(([name, cell]): [string, Readonly<Record<string, number>>] => {
    const values: Record<string, number> = { ...memory[name] };
    const observed = evaluateShape(cell.observe, rows);
    const when = evaluateShape(cell.when, rows);
    for (const row of firstRows(cell, rows)) {
      if (!holds(when[row] as number)) continue;
      const key = keyOf(cell, problems[row] as string);
      values[key] = change(cell, values[key], observed[row] as number);
    }
    return [name, values];
  });
  return Object.fromEntries(updated);
}

/** The first row of every group, or of the step. */
function firstRows({ per }: ResolvedCell, { length, group }: ShapeRows): readonly number[] {
  if (length === 0) return [];
  if (per === 'run') return [0];
  const seen = new Set<number | string>();
  return Array.from({ length }, (_, row) => row).filter((row) => {
    const key = group?.[row] ?? row;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function change(cell: ResolvedCell, value: number | undefined, observed: number): number {
  if (cell.update === 'control') {
    const { least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY } = cell;
    const moved = (value ?? cell.initial) + cell.rate * (observed - cell.target);
    return Math.min(most, Math.max(least, moved));
  }
  if (value === undefined) return observed;
  switch (cell.update) {
    case 'set':
      return observed;
    case 'min':
      return Math.min(value, observed);
    case 'max':
      return Math.max(value, observed);
    case 'average':
      return value + cell.share * (observed - value);
  }
}
