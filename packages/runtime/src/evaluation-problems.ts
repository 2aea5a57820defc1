// Which problems an evaluation asks.
import { type Problem, randomStream, shuffledIndices } from '@allot/spec';
import type { ProblemSet } from '@allot/tasks';

/** Some problems of a dataset in its order, chosen by nothing but their number. */
export function chooseProblems(problems: ProblemSet, wanted = problems.length): readonly Problem[] {
  if (wanted >= problems.length) return [...problems];
  const order = shuffledIndices(problems.length, randomStream(0, 'order', problems.length));
  return Array.from(order.subarray(0, wanted).sort(), (index) => problems.at(index));
}
