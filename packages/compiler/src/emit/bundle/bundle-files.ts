// Files that every bundle has: the package allot_bundle, what the grader reads, the problems.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import type { FolderFile } from '../write-folder.js';
import type { BundleInputs } from './bundle-inputs.js';
import { experimentFile } from './experiment-file.js';
import { problemTable, type TableRow } from './problem-table.js';
import { shapeModules } from './shape-modules.js';

/** `packages` are the Python packages, by exact version, that the bundle looks for when it starts. */
export function bundleFiles(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  packages: Readonly<Record<string, string>>,
): readonly FolderFile[] {
  const made: readonly FolderFile[] = [
    ...shapeModules(settings),
    { path: 'experiment.json', content: printJson(experimentFile(settings, inputs)) },
    { path: 'versions.json', content: printJson({ allot: inputs.version, packages }) },
  ];
  return [
    { path: 'plan.json', content: printJson(plan) },
    ...pythonPackage('allot_bundle'),
    ...made.map((file) => ({ ...file, path: `allot_bundle/${file.path}` })),
    ...Object.entries(inputs.tokenizer).map(([name, content]) => ({ path: `tokenizer/${name}`, content })),
    { path: 'data/train.parquet', content: problemTable(trainRows(settings, inputs)) },
    ...(settings.evaluation
      ? [{ path: 'data/test.parquet', content: problemTable(testRows(settings, inputs)) }]
      : []),
  ];
}

const pythonFolder = fileURLToPath(new URL('../../../python/', import.meta.url));

/** A Python package that is the same in every bundle. */
export const pythonPackage = (name: string): readonly FolderFile[] =>
  readdirSync(`${pythonFolder}${name}`)
    .filter((file) => file.endsWith('.py'))
    .sort()
    .map((file) => ({
      path: `${name}/${file}`,
      content: readFileSync(`${pythonFolder}${name}/${file}`, 'utf8'),
    }));

export const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const trainRows = ({ training }: ResolvedReinforcement, { train }: BundleInputs): readonly TableRow[] =>
  train.map((row) => ({ ...row, source: training.dataset, mode: -1 }));

/** Every problem once a mode: metrics are then told apart by mode. */
const testRows = ({ evaluation }: ResolvedReinforcement, { test }: BundleInputs): readonly TableRow[] =>
  (evaluation?.modes ?? []).flatMap((name, mode) =>
    test.map((row) => ({ ...row, source: `${evaluation?.dataset}/${name}`, mode })),
  );
