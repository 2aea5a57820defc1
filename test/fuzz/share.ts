// How much of the trying a caller wants, and where; and the cases of it, made as they are wanted.
import fc from 'fast-check';

export interface Share {
  /** A folder of its own. */
  readonly folder: string;
  /** Cases. */
  readonly count: number;
  readonly seed: number;
}

/** Cases that are in memory at once. */
const BATCH = 200;

/** `count` cases of an arbitrary, always the same ones for a seed. */
export function* casesOf<T>(
  arbitrary: fc.Arbitrary<T>,
  { count, seed }: Pick<Share, 'count' | 'seed'>,
): Generator<T> {
  for (let done = 0; done < count; done += BATCH)
    yield* fc.sample(arbitrary, { seed: seed * 1_000_003 + done, numRuns: Math.min(BATCH, count - done) });
}
