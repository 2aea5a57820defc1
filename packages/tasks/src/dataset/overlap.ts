// Finds the problems that two datasets share: hashes of the second are kept, the first is read past them.
import type { DatasetOverlap, LocatedDataset, OverlapExample, Span } from '@allot/spec';
import { generateProblems } from '../arithmetic/generate.js';
import { KeyTable, keyOf } from './key-table.js';
import { normalText } from './normal-text.js';
import { type PlacedProblem, readProblems } from './read-problems.js';

const mostExamples = 5;

/** 32 to 64 bytes of memory for each problem of the second dataset. A dataset that cannot be read shares nothing. */
export async function findOverlap(
  trained: LocatedDataset,
  evaluated: LocatedDataset,
): Promise<DatasetOverlap> {
  const [exact, normal] = [new KeyTable(), new KeyTable()];
  const evaluatedCount = await eachProblem(evaluated, ({ problem: { problem } }, row) => {
    exact.add(keyOf(problem), row);
    normal.add(keyOf(normalText(problem)), row);
  });
  const found = new Map<number, boolean>();
  const matches: Match[] = [];
  if (evaluatedCount > 0)
    await eachProblem(trained, ({ problem, place }) => {
      const same = exact.get(keyOf(problem.problem));
      const row = same ?? normal.get(keyOf(normalText(problem.problem)));
      if (row === undefined) return;
      const isExact = same !== undefined;
      const before = found.get(row);
      found.set(row, before === true || isExact);
      const span = place();
      if (before === undefined && matches.filter((match) => match.exact === isExact).length < mostExamples)
        matches.push({ row, exact: isExact, trained: { id: problem.id, ...(span ? { span } : {}) } });
    });
  const exactCount = [...found.values()].filter(Boolean).length;
  return {
    exact: exactCount,
    normalised: found.size,
    examples: await completeExamples(matches, evaluated),
  };
}

interface Match {
  /** Row of the second dataset. */
  readonly row: number;
  readonly exact: boolean;
  readonly trained: OverlapExample['trained'];
}

/** The examples with what the second dataset calls them, exact ones first. */
async function completeExamples(
  matches: readonly Match[],
  evaluated: LocatedDataset,
): Promise<readonly OverlapExample[]> {
  const chosen = matches.toSorted((a, b) => Number(b.exact) - Number(a.exact)).slice(0, mostExamples);
  if (chosen.length === 0) return [];
  const wanted = new Set(chosen.map(({ row }) => row));
  const names = new Map<number, OverlapExample['evaluated']>();
  await eachProblem(evaluated, ({ problem: { id }, place }, row) => {
    if (!wanted.has(row)) return;
    const span = place();
    names.set(row, { id, ...(span ? { span } : {}) });
  });
  return chosen.flatMap(({ row, exact, trained }) => {
    const name = names.get(row);
    return name ? [{ exact, trained, evaluated: name }] : [];
  });
}

/** Hands out the problems of a dataset of any kind; answers how many there are. */
async function eachProblem(
  { definition, files }: LocatedDataset,
  onProblem: (placed: PlacedProblem, row: number) => void,
): Promise<number> {
  let row = 0;
  if (definition.kind === 'arithmetic') {
    const place = (): Span | undefined => undefined;
    for (const problem of generateProblems(definition)) onProblem({ problem, place }, row++);
  } else await readProblems(definition, files, {}, (placed) => onProblem(placed, row++));
  return row;
}
