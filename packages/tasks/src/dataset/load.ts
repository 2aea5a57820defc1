// Loads a dataset of either kind, for runs and for the compiler.
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
import { readJsonl } from './jsonl.js';

/** What a dataset is read with. */
export interface DatasetReader {
  /** Whether the policy's tokenizer can express a text; absent: not looked at. */
  readonly canEncode?: (text: string) => boolean;
}

/**
 * The problems of a dataset, in its order. `file` is the absolute path of a `jsonl` dataset.
 * Diagnostics: `dataset/*`; without a value where one of them is an error.
 */
export async function loadDataset(
  definition: DatasetDefinition,
  file: string | undefined,
  { canEncode }: DatasetReader = {},
): Promise<Phase<readonly Problem[]>> {
  if (definition.kind === 'arithmetic') {
    const problems = generateProblems(definition);
    return [problems, checkCount(definition, problems.length)];
  }
  const [content, diagnostics] = await readJsonl(definition, file ?? definition.path, canEncode);
  return [content?.problems, diagnostics];
}

/** Looks at a dataset for the compiler. Diagnostics: as `loadDataset`. */
export async function inspectDataset(
  definition: DatasetDefinition,
  file: string | undefined,
  tokenizer?: Pick<TokenizerInspection, 'encode'>,
): Promise<Phase<DatasetInspection>> {
  if (definition.kind === 'arithmetic') {
    const counts = [...countByDifficulty(definition)];
    const rows = counts.reduce((sum, [, count]) => sum + count, 0);
    const difficulty = [counts[0]?.[0] ?? 0, counts.at(-1)?.[0] ?? 0] as const;
    const longestPromptTokens = 2 * difficulty[1] + 1;
    return [{ rows, difficulty, longestPromptTokens }, checkCount(definition, rows)];
  }
  const canEncode = tokenizer && ((text: string) => tokenizer.encode(text) !== undefined);
  const [content, diagnostics] = await readJsonl(definition, file ?? definition.path, canEncode);
  return [content && { ...summarize(content.problems), digest: content.digest }, diagnostics];
}

function checkCount({ problems = 0 }: ArithmeticDataset, rows: number): Diagnostic[] {
  return rows < problems ? [report('dataset/fewer-problems', { rows, problems })] : [];
}

function summarize(problems: readonly Problem[]): DatasetInspection {
  const range = { least: Infinity, greatest: -Infinity, longest: 0 };
  for (const { problem, difficulty } of problems) {
    range.longest = Math.max(range.longest, Array.from(problem).length);
    if (difficulty === undefined) continue;
    range.least = Math.min(range.least, difficulty);
    range.greatest = Math.max(range.greatest, difficulty);
  }
  return {
    rows: problems.length,
    longestPromptTokens: range.longest,
    ...(range.least <= range.greatest ? { difficulty: [range.least, range.greatest] as const } : {}),
  };
}
