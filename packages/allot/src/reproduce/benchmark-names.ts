// What papers call benchmarks, and what evaluations call them.
import type { Plan } from '@allot/spec';

/** By the name of papers: names of datasets and of files, in small letters and digits. */
const names: Readonly<Record<string, readonly string[]>> = {
  GSM8K: ['gsm8k'],
  MATH: ['math'],
  MATH500: ['math500'],
  Olympiad: ['olympiadbench', 'olympiad'],
  AIME24: ['aime2024', 'aime24'],
  AIME25: ['aime2025', 'aime25'],
  AMC: ['amc', 'amc23'],
  Minerva: ['minerva'],
  'GPQA-Diamond': ['gpqadiamond'],
};

/** Whether an evaluation on `dataset`, a name or a file, is one on the benchmark. */
export function isBenchmark(benchmark: string, dataset: string): boolean {
  const plain = dataset
    .toLowerCase()
    .replace(/\.(jsonl|json|csv|tsv|parquet)(\.gz)?$/, '')
    .replaceAll(/[^a-z0-9]/g, '');
  return (names[benchmark] ?? []).includes(plain);
}

/** What the dataset of that name in a run's plan is known as: `aime2024` for the year 2024 of `aime`. */
export function datasetKnownAs({ settings }: Plan, name: string): string {
  const dataset = settings.datasets[name];
  if (dataset?.kind !== 'named') return name;
  const [first, last] = dataset.years ?? [];
  return first !== undefined && first === last ? `${dataset.name}${first}` : dataset.name;
}
