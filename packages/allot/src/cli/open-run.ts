// Opens a run whose plans are about to be gone by, or drawn: they must have the form of plans.
import type { Diagnostic, Phase } from '@allot/spec';
import type { OpenedRun } from '@allot/store';

/** As openRunDirectory of the store; what only lists runs does without. */
export async function openPlannedRun(directory: string): Promise<Phase<OpenedRun>> {
  const [{ openRunDirectory, runPaths }, { checkPlan }] = await Promise.all([
    import('@allot/store'),
    import('@allot/compiler'),
  ]);
  const [run, problems] = await openRunDirectory(directory);
  if (run === undefined) return [undefined, problems];
  const { plan: first, changedPlan } = runPaths(directory);
  const plans = [...run.earlier.map(({ plan }) => plan), run.plan];
  const flaws: Diagnostic[] = [];
  for (const [index, plan] of plans.entries())
    flaws.push(...(await checkPlan(plan, index === 0 ? first : changedPlan(index))));
  return flaws.length > 0 ? [undefined, flaws] : [run, problems];
}
