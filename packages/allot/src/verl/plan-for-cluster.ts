// `allot plan --engine verl`: what the plan asks of a cluster.
import type { VerlCluster } from '@allot/compiler';
import type { Plan } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { gatherVerlInputs, longestPrompt } from './gather-inputs.js';

/** Prints batches, time and memory; batches that do not divide are shown, and fail when they are compiled. */
export async function planForCluster(
  plan: Plan,
  cluster: VerlCluster,
  terminal: Terminal,
): Promise<ExitCode> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for verl');
  const [inputs, problems] = await gatherVerlInputs(plan, settings);
  await tell(terminal, problems);
  if (!inputs) return ExitCode.failure;
  const { describeCluster } = await import('@allot/compiler');
  terminal.out(`\n${await describeCluster(settings, cluster, longestPrompt(inputs))}`);
  return ExitCode.success;
}
