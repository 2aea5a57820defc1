// Whether a plan can be trained by TRL on the GPUs of one machine.
import type { Diagnostic, ResolvedReinforcement } from '@allot/spec';
import { report } from '../../diagnostics/report.js';
import type { Cluster } from '../bundle/cluster.js';

/** Every process holds whole groups, and equally many trajectories of a minibatch. */
export function checkMachine(
  { training }: Pick<ResolvedReinforcement, 'training'>,
  { nodes, gpusPerNode: gpus, tensorParallel }: Cluster,
): Diagnostic[] {
  const { promptsPerStep: prompts, promptsPerMinibatch, rolloutsPerPrompt } = training;
  const diagnostics: Diagnostic[] = [];
  if (nodes > 1) diagnostics.push(report('trl/one-machine', { flag: '--nodes', value: nodes }));
  if (tensorParallel > 1)
    diagnostics.push(report('trl/one-machine', { flag: '--tensor-parallel', value: tensorParallel }));
  if (prompts % gpus !== 0)
    diagnostics.push(
      report(
        'trl/does-not-divide',
        { gpus, count: prompts, what: 'prompts of a step' },
        { path: 'training.promptsPerStep' },
      ),
    );
  if ((promptsPerMinibatch * rolloutsPerPrompt) % gpus !== 0)
    diagnostics.push(
      report(
        'trl/does-not-divide',
        { gpus, count: promptsPerMinibatch * rolloutsPerPrompt, what: 'trajectories of a minibatch' },
        { path: 'training.promptsPerMinibatch' },
      ),
    );
  return diagnostics;
}
