// Resamples problems with replacement, all columns alike: what is paired by problem stays paired.
import type { RandomStream } from '@allot/spec';

/** Means of columns over the same problems. */
export interface Resampled {
  readonly problems: number;
  /** Mean of each column. */
  readonly means: readonly number[];
  /** For each resample, the mean of each column. */
  readonly resamples: readonly (readonly number[])[];
  /** For each problem, the mean of each column without it; none of fewer than two problems. */
  readonly leftOut: readonly (readonly number[])[];
}

/** `columns` have the same length, one value a problem, and that is not 0. Equal streams give equal resamples. */
export function resampleMeans(
  columns: readonly Float64Array[],
  stream: RandomStream,
  resamples = 2000,
): Resampled {
  const problems = columns[0]?.length ?? 0;
  const sums = columns.map((column) => column.reduce((sum, value) => sum + value, 0));
  const drawn = Array.from({ length: resamples }, (_, resample) => {
    const totals = columns.map(() => 0);
    for (let i = 0; i < problems; i++) {
      const problem = stream.integer(resample * problems + i, problems);
      for (let c = 0; c < columns.length; c++)
        totals[c] = (totals[c] as number) + ((columns[c] as Float64Array)[problem] as number);
    }
    return totals.map((total) => total / problems);
  });
  const leftOut =
    problems < 2
      ? []
      : Array.from({ length: problems }, (_, problem) =>
          columns.map((column, c) => ((sums[c] as number) - (column[problem] as number)) / (problems - 1)),
        );
  return { problems, means: sums.map((sum) => sum / problems), resamples: drawn, leftOut };
}
