// `allot plan --engine verl`: the plan, and what it asks of a cluster.
import type { Cluster } from '@allot/compiler';
import type { Plan } from '@allot/spec';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import type { ClusterPlanDocument } from '../documents/cluster-plan-document.js';
import { longestPrompt } from './gather-inputs.js';
import { openPlan } from './open-plan.js';

/** Prints plan, batches, time and memory; what does not divide is shown, and fails when it is compiled. */
export async function planForCluster(
  plan: Plan,
  cluster: Cluster,
  json: boolean,
  terminal: Terminal,
): Promise<ExitCode> {
  const open = await openPlan(plan, terminal);
  if (!open) return ExitCode.failure;
  const { settings, inputs } = open;
  const { planCluster, printCluster, printPlan } = await import('@allot/compiler');
  const planned = await planCluster(settings, cluster, longestPrompt(inputs));
  if (json) {
    const document: ClusterPlanDocument = { ...plan, cluster: planned };
    terminal.out(JSON.stringify(document, undefined, 2));
  } else {
    terminal.out(`${printPlan(plan).trimEnd()}\n\n${await printCluster(settings, cluster, planned)}`);
  }
  return ExitCode.success;
}
