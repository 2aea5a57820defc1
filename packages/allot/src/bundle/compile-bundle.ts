// `allot compile --engine verl` and `--engine trl`: a bundle for a trainer outside of Allot.
import { dirname, join, resolve } from 'node:path';
import type { Cluster } from '@allot/compiler';
import type { Plan } from '@allot/spec';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { refusalOf } from '../cli/files.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';
import type { Terminal } from '../cli/terminal.js';
import { openPlan } from './open-plan.js';

/** Writes the bundle and prints the paths of its files. */
export async function compileBundle(
  plan: Plan,
  cluster: Cluster,
  folder: string,
  terminal: Terminal,
): Promise<ExitCode> {
  const open = await openPlan(plan, terminal);
  if (!open) return ExitCode.failure;
  const [{ emitTrl, emitVerl }, { makeFolder }] = await Promise.all([
    import('@allot/compiler'),
    import('@allot/store'),
  ]);
  const unmade = await refusalOf(() => makeFolder(dirname(resolve(folder))));
  if (unmade) return fail(terminal, unmade);
  const emit = plan.engine.name === 'trl' ? emitTrl : emitVerl;
  const [bundle, diagnostics] = await emit(plan, open.inputs, cluster, folder);
  await tellOfPlan(terminal, diagnostics, plan);
  if (!bundle) return ExitCode.failure;
  for (const file of bundle.files) terminal.out(join(folder, file));
  return ExitCode.success;
}
