// What runs are called beside each other: as the comparison calls them, else by what tells them apart.
import type { ComparedRuns } from '../compare/compare-runs.js';
import type { RunSummary } from '../summary/run-summary.js';

/** One label a run, each another. */
export function runLabels(
  summaries: readonly RunSummary[],
  compared: ComparedRuns | undefined,
): readonly string[] {
  const names = compared?.document?.policies.map(({ name }) => name) ?? [];
  if (names.length === summaries.length) return names;
  const plain = summaries.map(({ name, seed }) => `${name}, seed ${seed}`);
  if (areDistinct(plain)) return plain;
  const withEngine = summaries.map(({ engine }, index) => `${plain[index]}, ${engine}`);
  return areDistinct(withEngine) ? withEngine : plain.map((label, index) => `${label} (${index + 1})`);
}

const areDistinct = (labels: readonly string[]): boolean => new Set(labels).size === labels.length;
