// Trains one arm with one seed: starts its run, goes on with it, or finds that it is finished.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emitPlan, planFile } from '@allot/compiler';
import { type RunOptions, type RunOutcome, resumeRun, startRun } from '@allot/runtime';
import { type Diagnostic, hasErrors, type Phase, type Plan } from '@allot/spec';
import { openRunDirectory } from '@allot/store';
import { reportCommand } from '../../catalog.js';
import { allotEntry, createHost } from '../../host.js';
import { discardUnstarted } from '../../run/run-directory.js';
import { version } from '../../version.js';

export type Watching = Pick<RunOptions, 'onEvent' | 'onProgress' | 'signal'>;

/** Diagnostics: those of the compiler. Findings that the definition allows are no part of them. */
export async function planArm(definition: string, seed: number): Promise<Phase<Plan>> {
  const overrides = [{ path: 'seed', text: `${seed}`, flag: `--seed ${seed}` }];
  const { plan, diagnostics } = await planFile(definition, createHost(), { overrides, allotEntry });
  return [plan, diagnostics.filter(({ severity }) => severity !== 'info')];
}

/** Diagnostics: `reproduce/other-run`, and those of the run. */
export async function trainArm(
  plan: Plan,
  runDirectory: string,
  watching: Watching,
): Promise<Pick<RunOutcome, 'status' | 'diagnostics'>> {
  await discardUnstarted(runDirectory);
  const options = { runDirectory, host: { version, emit: emitPlan }, ...watching };
  if (!existsSync(join(runDirectory, 'run.json'))) return startRun({ plan, ...options });
  const wrong = await otherRun(plan, runDirectory);
  return hasErrors(wrong) ? { status: 'failed', diagnostics: wrong } : resumeRun(options);
}

/** What is wrong with a run that is there: it must be the same experiment. */
async function otherRun(plan: Plan, runDirectory: string): Promise<readonly Diagnostic[]> {
  const [found, problems] = await openRunDirectory(runDirectory);
  if (found === undefined || found.plan.key === plan.key) return problems;
  return [
    reportCommand('reproduce/other-run', { run: runDirectory, found: found.plan.key, wanted: plan.key }),
  ];
}
