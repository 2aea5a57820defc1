// A run as its report shows it: what the folder holds, and what the compiler finds in its shapes.
import type { RunRecord } from '@allot/report';
import type { Phase } from '@allot/spec';
import { openPlannedRun } from '../cli/open-run.js';

/** Loads a run folder, also while the run goes on. */
export async function loadAnalysedRun(directory: string): Promise<Phase<RunRecord>> {
  const [{ loadRun }, { plannedShapes }] = await Promise.all([
    import('@allot/report'),
    import('@allot/compiler'),
  ]);
  const [planned, flaws] = await openPlannedRun(directory);
  if (planned === undefined) return [undefined, flaws];
  const loaded = await loadRun(directory);
  const [run, diagnostics] = loaded;
  if (run === undefined || run.plan.settings.kind === 'supervised') return loaded;
  try {
    return [{ ...run, shapes: plannedShapes(run.plan.settings) }, diagnostics];
  } catch {
    // A plan that was edited together with its digest may have shapes that no compiler would let pass: the report does without their analysis.
    return loaded;
  }
}
