// Which problems an evaluation asks, and the levels of difficulty that it reports apart.
import { type Problem, type ResolvedEvaluation, randomStream, shuffledIndices } from '@allot/spec';
import type { ProblemSet } from '@allot/tasks';

/** Some problems of a dataset in its order, chosen by nothing but their number. */
export function chooseProblems(problems: ProblemSet, wanted = problems.length): readonly Problem[] {
  if (wanted >= problems.length) return [...problems];
  const order = shuffledIndices(problems.length, randomStream(0, 'order', problems.length));
  return Array.from(order.subarray(0, wanted).sort(), (index) => problems.at(index));
}

/** Most levels of difficulty that are reported apart where the definition names no ranges. */
const MOST_LEVELS = 12;

/** The ranges of the definition, or one for each whole number where problems state few difficulties: from it to the next. */
export function difficultyRanges(
  named: ResolvedEvaluation['difficulty'],
  problems: readonly Problem[],
): ResolvedEvaluation['difficulty'] {
  if (Object.keys(named).length > 0) return named;
  const levels = new Set(
    problems.flatMap(({ difficulty }) => (difficulty === undefined ? [] : [Math.floor(difficulty)])),
  );
  if (levels.size < 2 || levels.size > MOST_LEVELS) return named;
  const ascending = [...levels].sort((a, b) => a - b);
  const isWhole = problems.every(({ difficulty = 0 }) => Number.isInteger(difficulty));
  const end = (level: number): number => (isWhole ? level : level + 1 - 1e-9);
  return Object.fromEntries(ascending.map((level) => [`level ${level}`, [level, end(level)] as const]));
}
