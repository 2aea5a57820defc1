// Target lengths of LASER-D and LASER-DE: what they begin with, and how they adapt.
import { type Expression, type ResolvedCells, shape } from '@allot/spec';
import { above, atLeast, ceil, equal, floor, max, min, minus, over, plus, times, when } from '../algebra.js';
import { both, correct, n, step } from '../fields.js';
import { solveRate } from '../lengths.js';
import { batch, group } from '../scopes.js';

const difficulties = ['easy', 'medium', 'hard'] as const;
type Difficulty = (typeof difficulties)[number];
type Targets = Readonly<Record<Difficulty, Expression>>;

const targetFor = (difficulty: Difficulty, fallback: 'lMax / 8' | 'lMax / 4' | 'lMax / 2') =>
  ({
    description: `Target length of ${difficulty} problems before it has adapted. Not a value of the paper.`,
    unit: 'tokens',
    default: fallback,
    range: [1, 1e6],
  }) as const;

export const laserTargets = {
  easy: targetFor('easy', 'lMax / 8'),
  medium: targetFor('medium', 'lMax / 4'),
  hard: targetFor('hard', 'lMax / 2'),
  every: {
    description: 'Steps after which targets adapt; 0 keeps them.',
    unit: 'steps',
    default: 20,
    range: [0, 1e6],
  },
  shortest: {
    description: 'Least target, 1,024, 2,048 or 4,096 in the paper.',
    unit: 'tokens',
    default: 1024,
    range: [1, 1e6],
  },
  grid: {
    description: 'Tokens between two targets that may be chosen.',
    unit: 'tokens',
    default: 1024,
    range: [1, 1e6],
  },
  longest: {
    description: 'Greatest target.',
    unit: 'tokens',
    default: 16_384,
    range: [1, 1e6],
  },
} as const;

const byDifficulty = ({ easy, medium, hard }: Targets): Expression =>
  when(atLeast(solveRate, 2 / 3), easy, when(atLeast(solveRate, 1 / 3), medium, hard));

const cellOf: Readonly<Record<Difficulty, string>> = {
  easy: 'laserEasy',
  medium: 'laserMedium',
  hard: 'laserHard',
};

/** The target of the row's problem: easy if p >= 2/3, medium if p >= 1/3, else hard. */
export function laserTarget(targets: Targets): Expression {
  const known = (difficulty: Difficulty): Expression => {
    const cell = shape.state(cellOf[difficulty]);
    return when(above(cell, 0), cell, targets[difficulty]);
  };
  return byDifficulty({ easy: known('easy'), medium: known('medium'), hard: known('hard') });
}

/**
 * The least length of the grid from `shortest` on that covers 1 / k of the right answers to problems of a difficulty, k being
 * floor(2G/3), floor(G/3) and 1: the n-th shortest of N such answers covers n / N of them.
 */
export function laserCells({
  every = 20,
  shortest = 1024,
  grid = 1024,
  longest = 16_384,
}: Readonly<Record<string, unknown>>): ResolvedCells {
  if (Number(every) === 0) return {};
  const k: Targets = {
    easy: max(floor(over(times(2, group.size()), 3)), 1),
    medium: max(floor(over(group.size(), 3)), 1),
    hard: shape.number(1),
  };
  const difficulty = byDifficulty({ easy: shape.number(0), medium: shape.number(1), hard: shape.number(2) });
  const due = equal(shape.binary(step, '%', Number(every)), 0);
  return Object.fromEntries(
    difficulties.map((name, index) => {
      const right = { where: both(correct, equal(difficulty, index)) };
      const place = plus(batch.rank(n, 'max', right), 1);
      const covers = atLeast(times(place, k[name]), batch.count(right.where));
      const needed = batch.min(n, { where: both(right.where, covers) });
      const raised = times(Number(grid), ceil(over(max(minus(needed, Number(shortest)), 0), Number(grid))));
      return [
        cellOf[name],
        {
          per: 'run',
          initial: 0,
          update: 'set',
          observe: min(plus(Number(shortest), raised), Number(longest)),
          when: both(due, batch.count(right.where)),
          share: 0.1,
          rate: 0,
          target: 0,
        },
      ] as const;
    }),
  );
}
