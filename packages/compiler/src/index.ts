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
export { type AnalysedPart, type PlannedShapes, plannedShapes } from './plan/plan-shapes.js';
export { stageSteps } from './plan/plan-stages.js';
export { printPlan } from './plan/print-plan.js';
export { type PlanResult, planFile } from './plan-file.js';

import type { Diagnostic, EmittedEngine, Phase, Plan, ResolvedReinforcement } from '@allot/spec';
import type { BundleInputs } from './emit/bundle/bundle-inputs.js';
import type { Cluster } from './emit/bundle/cluster.js';
import type { Bundle } from './emit/bundle/write-bundle.js';
import type { ClusterPlan } from './plan/cluster-plan.js';

export type * from './emit/bundle/bundle-inputs.js';
export type { Cluster } from './emit/bundle/cluster.js';
export type { Bundle } from './emit/bundle/write-bundle.js';
export type { ClusterPlan } from './plan/cluster-plan.js';

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
  inputs: BundleInputs,
  cluster: Cluster,
  folder: string,
): Promise<Phase<Bundle>> {
  const { emitVerl: emit } = await import('./emit/verl/emit-verl.js');
  return emit(plan, inputs, cluster, folder);
}

/** What keeps a plan that lies in a file from being run: it has not the form of a plan. The schema is only loaded when this is called. */
export async function checkPlan(plan: unknown, file: string): Promise<readonly Diagnostic[]> {
  return (await import('./plan/check-plan.js')).checkPlan(plan, file);
}

/** What the torch engine will pick on a GPU with so many bytes free, as text. */
export async function printGpu(plan: Plan, bytes: number): Promise<string> {
  return (await import('./plan/print-gpu.js')).printGpu(plan, bytes);
}

/** Writes a bundle that TRL trains on one machine into `folder`, all or nothing (docs/trl.md). */
export async function emitTrl(
  plan: Plan,
  inputs: BundleInputs,
  machine: Cluster,
  folder: string,
): Promise<Phase<Bundle>> {
  const { emitTrl: emit } = await import('./emit/trl/emit-trl.js');
  return emit(plan, inputs, machine, folder);
}

/** What a plan asks of a cluster; `longestPrompt` is in tokens. */
export async function planCluster(
  settings: ResolvedReinforcement,
  cluster: Cluster,
  longestPrompt: number,
): Promise<ClusterPlan> {
  const { planCluster: plan } = await import('./plan/cluster-plan.js');
  return plan(settings, cluster, longestPrompt);
}

/** The same as text, beside what the paper of the reward reports. */
export async function printCluster(
  settings: ResolvedReinforcement,
  cluster: Cluster,
  plan: ClusterPlan,
): Promise<string> {
  const { printCluster: print } = await import('./plan/print-cluster.js');
  return print(settings, cluster, plan);
}
