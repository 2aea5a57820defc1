// Load, check, lower, plan, emit.
export * from './analysis/index.js';
export type { CheckOptions, CheckResult } from './check-file.js';
export { compilerCatalog } from './diagnostics/catalog.js';
export type { DiagnosticsDocument } from './diagnostics/document.js';
export { type RenderOptions, renderDiagnostics } from './diagnostics/render.js';
export { nearestName } from './diagnostics/suggest.js';
export { emitPython, functionName, type PythonShape } from './emit/python/emit-python.js';
export type { LoadOptions } from './load/load-definition.js';
export { COMMAND_LINE, type Override, parseOverride } from './overrides.js';
export { checkFile } from './pilot/check-with-pilot.js';
export { stageSteps } from './plan/plan-stages.js';
export { printPlan } from './plan/print-plan.js';
export { type PlanResult, planFile } from './plan-file.js';

import type { EmittedEngine, Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import type { VerlBundle } from './emit/verl/emit-verl.js';
import type { VerlCluster, VerlInputs } from './emit/verl/verl-inputs.js';

export type { VerlBundle } from './emit/verl/emit-verl.js';
export type * from './emit/verl/verl-inputs.js';

/**
 * Writes the executable stages of a plan into `folder`: `manifest.json`, `graphs/*.onnx` and `shapes/*.py`, all or nothing.
 * The graph package is only loaded when this is called.
 */
export async function emitPlan(plan: Plan, folder: string): Promise<Phase<EmittedEngine>> {
  const { emitPlan: emit } = await import('./emit/emit-plan.js');
  return emit(plan, folder);
}

/** Writes a bundle that verl trains on Ray into `folder`, all or nothing (docs/verl.md). */
export async function emitVerl(
  plan: Plan,
  inputs: VerlInputs,
  cluster: VerlCluster,
  folder: string,
): Promise<Phase<VerlBundle>> {
  const { emitVerl: emit } = await import('./emit/verl/emit-verl.js');
  return emit(plan, inputs, cluster, folder);
}

/** What a plan asks of a cluster, as text; `longestPrompt` is in tokens. */
export async function describeCluster(
  settings: ResolvedReinforcement,
  cluster: VerlCluster,
  longestPrompt: number,
): Promise<string> {
  const [{ planCluster }, { printCluster }] = await Promise.all([
    import('./plan/cluster-plan.js'),
    import('./plan/print-cluster.js'),
  ]);
  return printCluster(settings, cluster, planCluster(settings, cluster, longestPrompt));
}
