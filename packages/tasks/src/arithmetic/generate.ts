// Generates an arithmetic dataset: distinct problems of one split, spread evenly over difficulties.
import { type ArithmeticDataset, type Problem, randomStream, shuffledIndices } from '@allot/spec';
import {
  countProblems,
  drawProblem,
  enumerateProblems,
  parseProblem,
  printProblem,
  solveProblem,
} from './problem.js';
import { isHeldOut } from './split.js';

/**
 * The problems of a dataset, in an order that goes round the difficulties, so that any beginning of it is spread
 * evenly too. Every problem is addressed by (dataset seed, difficulty, draw): asking for more problems keeps
 * the earlier ones of each difficulty that is drawn. A difficulty with too few distinct problems gives all it
 * has (one operation: 280 over both splits) and the others make up for it; when all are exhausted the dataset
 * is smaller than asked.
 */
export function generateProblems(definition: ArithmeticDataset): Problem[] {
  const { split, seed = 1 } = definition;
  const counts = [...countByDifficulty(definition)];
  const pools = counts.map(([difficulty, count]) => drawPool(difficulty, count, split, seed));
  const source = `arithmetic/${split}`;
  const rounds = Math.max(...counts.map(([, count]) => count));
  const dataset: Problem[] = [];
  for (let round = 0; round < rounds; round++)
    for (const [i, [difficulty]] of counts.entries()) {
      const text = pools[i]?.[round];
      if (text !== undefined) dataset.push(arithmeticRow(text, difficulty, source));
    }
  return dataset;
}

/** A row as any dataset gives it. */
export const arithmeticRow = (text: string, difficulty: number, source: string): Problem => ({
  id: `arithmetic:${text}`,
  problem: text,
  answer: String(solveProblem(parseProblem(text) as NonNullable<ReturnType<typeof parseProblem>>)),
  difficulty,
  source,
});

type Split = ArithmeticDataset['split'];

/** How many problems of each difficulty a dataset has, without generating it. */
export function countByDifficulty({
  split,
  operations: [least, greatest] = [1, 8],
  problems = 4096,
}: ArithmeticDataset): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let rest = problems;
  for (let difficulty = least; difficulty <= greatest; difficulty++) {
    const share = Math.ceil(rest / (greatest - difficulty + 1));
    const count = isScarce(difficulty, share) ? Math.min(share, allOf(difficulty, split).length) : share;
    counts.set(difficulty, count);
    rest -= count;
  }
  return counts;
}

/** Whether so many problems are a large part of all there are. */
const isScarce = (difficulty: number, count: number): boolean => count * 10 > countProblems(difficulty);

const allOf = (difficulty: number, split: Split): string[] =>
  [...enumerateProblems(difficulty)].filter((text) => isHeldOut(text) === (split === 'test'));

/** Distinct problems: drawn while they are few among all there are, else picked from all of them. */
function drawPool(difficulty: number, count: number, split: Split, seed: number): string[] {
  const stream = randomStream(seed, 'problem', difficulty);
  if (isScarce(difficulty, count)) {
    const all = allOf(difficulty, split);
    return Array.from(
      shuffledIndices(all.length, stream).subarray(0, count),
      (index) => all[index] as string,
    );
  }
  const drawn = new Set<string>();
  for (let from = 0; drawn.size < count; from += difficulty + 1) {
    const text = printProblem(drawProblem(difficulty, stream, from));
    if (isHeldOut(text) === (split === 'test')) drawn.add(text);
  }
  return [...drawn];
}
