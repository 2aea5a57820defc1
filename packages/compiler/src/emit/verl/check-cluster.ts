// Whether the batches of a plan can be shared out to the GPUs of a cluster.
import type { Diagnostic, ResolvedReinforcement } from '@allot/spec';
import { report } from '../../diagnostics/report.js';
import type { VerlCluster } from './verl-inputs.js';

/** verl gives every GPU equally many trajectories of a minibatch. */
export function checkCluster(
  { training }: Pick<ResolvedReinforcement, 'training'>,
  { nodes, gpusPerNode }: VerlCluster,
): Diagnostic[] {
  const gpus = nodes * gpusPerNode;
  const { promptsPerMinibatch: prompts, rolloutsPerPrompt: rollouts } = training;
  return (prompts * rollouts) % gpus === 0
    ? []
    : [
        report(
          'verl/does-not-divide',
          { gpus, prompts, rollouts, trajectories: prompts * rollouts },
          { path: 'training.promptsPerMinibatch' },
        ),
      ];
}
