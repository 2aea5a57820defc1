// Emits a plan as a bundle that TRL trains on one machine: configuration, data, Python, a script.
import type { Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import { bundleFiles, printJson, pythonPackage } from '../bundle/bundle-files.js';
import type { BundleInputs } from '../bundle/bundle-inputs.js';
import type { Cluster } from '../bundle/cluster.js';
import { printConfig } from '../bundle/print-config.js';
import { longestSequence } from '../bundle/sampling-plans.js';
import { type Bundle, writeBundle } from '../bundle/write-bundle.js';
import type { FolderFile } from '../write-folder.js';
import { shareBatches } from './batch-shares.js';
import { launchScript, readme } from './bundle-texts.js';
import { checkMachine } from './check-machine.js';
import { configEntries } from './config-entries.js';
import { settingsFile } from './settings-file.js';
import { bundlePackages, TRL_VERSION } from './trl-version.js';

/**
 * Writes a bundle into `folder`, all or nothing; an existing folder is replaced. The bytes depend on the plan, the
 * problems and the GPUs alone. The definition has passed the rules for the engine trl.
 */
export async function emitTrl(
  plan: Plan,
  inputs: BundleInputs,
  machine: Cluster,
  folder: string,
): Promise<Phase<Bundle>> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for TRL');
  return writeBundle(folder, checkMachine(settings, machine), () =>
    trlFiles(plan, settings, inputs, machine.gpusPerNode),
  );
}

function trlFiles(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  gpus: number,
): readonly FolderFile[] {
  const shares = shareBatches(settings, gpus, longestSequence(settings, inputs).trained);
  const config = `# What TRL ${TRL_VERSION} is told; what is not here is TRL's default. Each value names the setting it came from.
${printConfig(configEntries(plan, settings, shares))}`;
  return [
    { path: 'README.md', content: readme(plan, settings, inputs, gpus, shares) },
    { path: 'config.yaml', content: config },
    { path: 'launch.sh', content: launchScript(plan.sources.model ?? '', gpus), executable: true },
    ...pythonPackage('allot_trl'),
    { path: 'allot_trl/settings.json', content: printJson(settingsFile(settings, shares)) },
    ...bundleFiles(plan, settings, inputs, bundlePackages),
  ];
}
