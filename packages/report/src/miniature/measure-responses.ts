// From the responses of each seed to means by difficulty with their errors over problems.
import type { EvaluationRow } from '@allot/store';
import type { Cell, Measured, WorkCell } from './miniature-results.js';
import { responseWork } from './response-work.js';

/** Responses of one seed, one for each problem, in one order for all seeds. */
export type SeedRows = readonly MeasuredRow[];
export type MeasuredRow = Pick<
  EvaluationRow,
  'difficulty' | 'correct' | 'tokens' | 'thinkingTokens' | 'text'
>;

/** The rows of difficulties from one to the other, in every seed. */
export const between = (seeds: readonly SeedRows[], [from, to]: readonly [number, number]): SeedRows[] =>
  seeds.map((rows) => rows.filter(({ difficulty = 0 }) => difficulty >= from && difficulty <= to));

export const measureCell = (seeds: readonly SeedRows[]): Cell => ({
  problems: seeds[0]?.length ?? 0,
  // As if two more problems were right and two wrong (Agresti and Coull 1998), so that 100% has an error too.
  accuracy: measure(seeds, (row) => Number(row.correct), [0, 0, 1, 1]),
  tokens: measure(seeds, (row) => row.tokens),
});

export function measureWork(seeds: readonly SeedRows[]): WorkCell {
  const works = new Map(seeds.flat().map((row) => [row, responseWork(row.text)]));
  const of = (value: (work: ReturnType<typeof responseWork>) => number): Measured =>
    measure(seeds, (row) => value(works.get(row) ?? responseWork(row.text)));
  return {
    thinkingShare: measure(seeds, ({ tokens, thinkingTokens }) => thinkingTokens / Math.max(tokens, 1)),
    rechecks: of(({ checks, copies }) => checks + copies),
    recheckShare: of(({ recheckShare }) => recheckShare),
    checksPerStep: of(({ checksPerStep }) => checksPerStep),
  };
}

function measure(
  seeds: readonly SeedRows[],
  value: (row: MeasuredRow) => number,
  imagined: readonly number[] = [],
): Measured {
  const values = seeds.map((rows) => rows.map(value));
  const problems = (values[0] ?? []).map((_, problem) => mean(values.map((row) => row[problem] ?? 0)));
  return { seeds: values.map(mean), error: standardError([...problems, ...imagined]) };
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function standardError(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}
