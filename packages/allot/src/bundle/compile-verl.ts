// `allot compile --engine verl`: the bundle that verl trains on Ray.
import { join } from 'node:path';
import type { VerlCluster } from '@allot/compiler';
import type { Plan } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { openPlan } from './open-plan.js';

/** Writes the bundle and prints the paths of its files. */
export async function compileVerl(
  plan: Plan,
  cluster: VerlCluster,
  folder: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const open = await openPlan(plan, terminal);
  if (!open) return ExitCode.failure;
  const { emitVerl } = await import('@allot/compiler');
  const [bundle, diagnostics] = await emitVerl(plan, open.inputs, cluster, folder);
  await tell(terminal, diagnostics);
  if (!bundle) return ExitCode.failure;
  for (const file of bundle.files) terminal.out(join(folder, file));
  return ExitCode.success;
}
