// Emits a plan as a bundle that verl trains on Ray: configuration, data, Python, scripts.
import type { Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import { bundleFiles, pythonPackage } from '../bundle/bundle-files.js';
import type { BundleInputs } from '../bundle/bundle-inputs.js';
import type { Cluster } from '../bundle/cluster.js';
import { printConfig } from '../bundle/print-config.js';
import { type Bundle, writeBundle } from '../bundle/write-bundle.js';
import type { FolderFile } from '../write-folder.js';
import { agentLoops, launchScript, readme, submitScript } from './bundle-texts.js';
import { checkCluster } from './check-cluster.js';
import { configEntries } from './config-entries.js';
import { bundlePackages, VERL_VERSION } from './verl-version.js';

/**
 * Writes a bundle into `folder`, all or nothing; an existing folder is replaced. The bytes depend on the plan, the
 * problems and the cluster alone. The definition has passed the rules for the engine verl.
 */
export async function emitVerl(
  plan: Plan,
  inputs: BundleInputs,
  cluster: Cluster,
  folder: string,
): Promise<Phase<Bundle>> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for verl');
  return writeBundle(folder, checkCluster(settings, cluster), () =>
    verlFiles(plan, settings, inputs, cluster),
  );
}

function verlFiles(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  cluster: Cluster,
): readonly FolderFile[] {
  return [
    { path: 'README.md', content: readme(plan, settings, inputs, cluster) },
    { path: 'config.yaml', content: configFile(plan, settings, inputs, cluster) },
    { path: 'agent_loops.yaml', content: agentLoops },
    { path: 'launch.sh', content: launchScript(plan.sources.model ?? ''), executable: true },
    { path: 'submit.sh', content: submitScript, executable: true },
    ...pythonPackage('allot_verl'),
    ...bundleFiles(plan, settings, inputs, bundlePackages),
  ];
}

/** verl's defaults, and over them what the plan says. */
const configFile = (...request: Parameters<typeof configEntries>): string =>
  `# What verl ${VERL_VERSION} is told; what is not here is verl's default. Each value names the setting it came from.
hydra:
  searchpath: [pkg://verl.trainer.config]
defaults: [ppo_trainer, _self_]

${printConfig(configEntries(...request))}`;
