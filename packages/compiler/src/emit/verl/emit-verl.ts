// Emits a plan as a bundle that verl trains on Ray: configuration, data, Python, scripts.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import { report } from '../../diagnostics/report.js';
import { type FolderFile, writeFolder } from '../write-folder.js';
import { agentLoops, launchScript, readme, submitScript } from './bundle-texts.js';
import { checkCluster } from './check-cluster.js';
import { configEntries } from './config-entries.js';
import { experimentFile } from './experiment-file.js';
import { printConfig } from './print-config.js';
import { problemTable, type TableRow } from './problem-table.js';
import { shapeModules } from './shape-modules.js';
import type { VerlCluster, VerlInputs } from './verl-inputs.js';
import { bundlePackages, VERL_VERSION } from './verl-version.js';

export interface VerlBundle {
  /** Paths of its files, relative to the folder. */
  readonly files: readonly string[];
}

/**
 * Writes a bundle into `folder`, all or nothing; an existing folder is replaced. The bytes depend on the plan, the
 * problems and the cluster alone. The definition has passed the rules for the engine verl.
 */
export async function emitVerl(
  plan: Plan,
  inputs: VerlInputs,
  cluster: VerlCluster,
  folder: string,
): Promise<Phase<VerlBundle>> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for verl');
  const problems: Diagnostic[] = checkCluster(settings, cluster);
  if (hasErrors(problems)) return [undefined, problems];
  const files = bundleFiles(plan, settings, inputs, cluster);
  const problem = await writeFolder(folder, files);
  if (problem) return [undefined, [report('emit/unwritable', { folder, problem })]];
  return [{ files: files.map(({ path }) => path) }, problems];
}

function bundleFiles(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: VerlInputs,
  cluster: VerlCluster,
): readonly FolderFile[] {
  const python: readonly FolderFile[] = [
    ...staticPython(),
    ...shapeModules(settings),
    { path: 'experiment.json', content: printJson(experimentFile(settings, inputs)) },
    { path: 'versions.json', content: printJson({ allot: inputs.version, packages: bundlePackages }) },
  ];
  return [
    { path: 'README.md', content: readme(plan, settings, inputs, cluster) },
    { path: 'config.yaml', content: configFile(plan, settings, inputs, cluster) },
    { path: 'agent_loops.yaml', content: agentLoops },
    { path: 'launch.sh', content: launchScript(plan.sources.model ?? ''), executable: true },
    { path: 'submit.sh', content: submitScript, executable: true },
    { path: 'plan.json', content: printJson(plan) },
    ...python.map((file) => ({ ...file, path: `allot_verl/${file.path}` })),
    ...Object.entries(inputs.tokenizer).map(([name, content]) => ({ path: `tokenizer/${name}`, content })),
    { path: 'data/train.parquet', content: problemTable(trainRows(settings, inputs)) },
    ...(settings.evaluation
      ? [{ path: 'data/test.parquet', content: problemTable(testRows(settings, inputs)) }]
      : []),
  ];
}

/** verl's defaults, and over them what the plan says. */
const configFile = (...request: Parameters<typeof configEntries>): string =>
  `# What verl ${VERL_VERSION} is told; what is not here is verl's default. Each value names the setting it came from.
hydra:
  searchpath: [pkg://verl.trainer.config]
defaults: [ppo_trainer, _self_]

${printConfig(configEntries(...request))}`;

const trainRows = ({ training }: ResolvedReinforcement, { train }: VerlInputs): readonly TableRow[] =>
  train.map((row) => ({ ...row, source: training.dataset, mode: -1 }));

/** Every problem once a mode: verl's metrics are then told apart by mode. */
const testRows = ({ evaluation }: ResolvedReinforcement, { test }: VerlInputs): readonly TableRow[] =>
  (evaluation?.modes ?? []).flatMap((name, mode) =>
    test.map((row) => ({ ...row, source: `${evaluation?.dataset}/${name}`, mode })),
  );

const pythonFolder = fileURLToPath(new URL('../../../python/allot_verl/', import.meta.url));

/** What is the same in every bundle. */
const staticPython = (): readonly FolderFile[] =>
  readdirSync(pythonFolder)
    .filter((name) => name.endsWith('.py'))
    .sort()
    .map((name) => ({ path: name, content: readFileSync(`${pythonFolder}${name}`, 'utf8') }));

const printJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
