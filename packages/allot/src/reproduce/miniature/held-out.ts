// The problems that arms are judged on: held out, and not among those that settings were ever chosen on.
import type { ArithmeticDataset, Problem } from '@allot/spec';
import { generateProblems } from '@allot/tasks';

/** Sets that people have looked at while choosing settings: docs/log.md. */
const lookedAt: readonly ArithmeticDataset[] = [
  { kind: 'arithmetic', split: 'test', seed: 1, problems: 2048 },
  { kind: 'arithmetic', split: 'test', seed: 2, problems: 4096 },
];

export interface ProblemSet {
  readonly name: 'held-out' | 'longer';
  /** Fewest and most operations. */
  readonly operations: readonly [number, number];
  readonly problems: number;
}

/** Problems like those of training, and longer ones than any that was trained on: what is out of its domain. */
export const problemSets: readonly ProblemSet[] = [
  { name: 'held-out', operations: [2, 8], problems: 2048 },
  { name: 'longer', operations: [9, 12], problems: 1024 },
];

/** Spread evenly over difficulties. One operation has too few problems for any to be left. */
export function drawProblems({ operations, problems }: ProblemSet): readonly Problem[] {
  const seen = new Set(lookedAt.flatMap((set) => generateProblems(set).map(({ id }) => id)));
  const drawn = generateProblems({
    kind: 'arithmetic',
    split: 'test',
    seed: 3,
    operations,
    problems: Math.max(3 * problems, 300),
  });
  const levels = operations[1] - operations[0] + 1;
  const most = Math.ceil(problems / levels);
  const taken = new Map<number, number>();
  return drawn
    .filter(({ id, difficulty = 0 }) => {
      const count = taken.get(difficulty) ?? 0;
      if (seen.has(id) || count === most) return false;
      taken.set(difficulty, count + 1);
      return true;
    })
    .slice(0, problems);
}

/** As a JSON Lines file. */
export const printProblems = (problems: readonly Problem[]): string =>
  problems
    .map(({ id, problem, answer, difficulty }) => `${JSON.stringify({ id, problem, answer, difficulty })}\n`)
    .join('');
