// A list of values that was worked by hand, for `expect(...).toEqual(near([...]))`.
import { expect } from 'vitest';

/** Within half of the last digit that is asked for. */
export const near = (expected: readonly number[], digits = 9): readonly number[] =>
  expected.map((value) => expect.closeTo(value, digits) as number);
