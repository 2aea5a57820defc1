// Loads a dataset of any kind, for runs and for the compiler.
import type {
  ArithmeticDataset,
  DatasetDefinition,
  DatasetInspection,
  Diagnostic,
  Phase,
  Problem,
  TokenizerInspection,
} from '@allot/spec';
import { countByDifficulty, generateProblems } from '../arithmetic/generate.js';
import { report } from '../catalog.js';
import { type ReadOptions, readProblems } from './read-problems.js';

/**
 * The problems of a dataset, in its order and in memory; `files` are the absolute paths of those it has.
 * Diagnostics: `dataset/*`; without a value where one of them is an error.
 */
export async function loadDataset(
  definition: DatasetDefinition,
  files: readonly string[],
  options: ReadOptions = {},
): Promise<Phase<readonly Problem[]>> {
  if (definition.kind === 'arithmetic') {
    const problems = generateProblems(definition);
    return [problems, checkCount(definition, problems.length)];
  }
  const problems: Problem[] = [];
  const [summary, diagnostics] = await readProblems(definition, files, options, ({ problem }) => {
    problems.push(problem);
  });
  return [summary && problems, diagnostics];
}

/** Looks at a dataset for the compiler, in bounded memory. Diagnostics: as `loadDataset`. */
export async function inspectDataset(
  definition: DatasetDefinition,
  files: readonly string[],
  tokenizer?: Pick<TokenizerInspection, 'encode'>,
): Promise<Phase<DatasetInspection>> {
  if (definition.kind === 'arithmetic') {
    const counts = [...countByDifficulty(definition)];
    const rows = counts.reduce((sum, [, count]) => sum + count, 0);
    const difficulty = [counts[0]?.[0] ?? 0, counts.at(-1)?.[0] ?? 0] as const;
    const longestPromptTokens = 2 * difficulty[1] + 1;
    return [{ rows, difficulty, longestPromptTokens }, checkCount(definition, rows)];
  }
  const range = { least: Infinity, greatest: -Infinity, longest: 0 };
  const encode = tokenizer && rememberLast((text: string) => tokenizer.encode(text));
  const [summary, diagnostics] = await readProblems(definition, files, { encode }, ({ problem }) => {
    const { problem: text, difficulty } = problem;
    // No text has more characters than code units.
    if (encode || text.length > range.longest)
      range.longest = Math.max(range.longest, (encode?.(text) ?? Array.from(text)).length);
    if (difficulty === undefined) return;
    range.least = Math.min(range.least, difficulty);
    range.greatest = Math.max(range.greatest, difficulty);
  });
  if (!summary) return [undefined, diagnostics];
  const difficulty = range.least <= range.greatest ? ([range.least, range.greatest] as const) : undefined;
  const longestPromptTokens = range.longest;
  return [{ ...summary, longestPromptTokens, ...(difficulty ? { difficulty } : {}) }, diagnostics];
}

/** A row's text is looked at more than once, one after the other. */
function rememberLast<T>(compute: (text: string) => T): (text: string) => T {
  let last: { readonly text: string; readonly value: T } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: compute(text) };
    return last.value;
  };
}

function checkCount({ problems = 0 }: ArithmeticDataset, rows: number): Diagnostic[] {
  return rows < problems ? [report('dataset/fewer-problems', { rows, problems })] : [];
}
