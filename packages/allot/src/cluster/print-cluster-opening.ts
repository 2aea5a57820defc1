// What a run on a cluster is about to do, in a few lines.
import type { Cluster } from '@allot/compiler';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { count } from '../cli/numbers.js';
import { printWork } from '../run/print-opening.js';

/** Name and key, the work, where it is done, the folder. */
export const printClusterOpening = (
  plan: Plan,
  settings: ResolvedReinforcement,
  { nodes, gpusPerNode, rayAddress }: Cluster & { readonly rayAddress?: string },
  runDirectory: string,
): string =>
  [
    `${settings.name} (plan ${plan.key.slice(0, 12)}, seed ${settings.seed})`,
    `  policy   ${count(settings.policy.parameters)} parameters on verl`,
    ...printWork(plan).map((line) => `  ${line}`),
    `  cluster  ${nodes} x ${gpusPerNode} GPUs ${rayAddress === undefined ? 'of this machine' : `at ${rayAddress}`}`,
    `  folder   ${runDirectory}`,
  ].join('\n');
