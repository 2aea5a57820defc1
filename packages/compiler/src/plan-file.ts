// Plans a definition file: checks it, lowers it, and lays out stages and cost.
import { type CompilerHost, type Pilot, PLAN_FORMAT, type Plan, planKey } from '@allot/spec';
import type { CheckedDefinition, CheckOptions, CheckResult } from './check-file.js';
import { lowerDefinition } from './lower/lower-definition.js';
import { checkWithPilot } from './pilot/check-with-pilot.js';
import { pilotKey } from './pilot/pilot-key.js';
import { planCost } from './plan/plan-cost.js';
import { planStages } from './plan/plan-stages.js';

export interface PlanResult extends CheckResult {
  /** Absent when there are errors. */
  readonly plan?: Plan;
  /** What the pilot measured, where it has been run. */
  readonly pilot?: Pilot;
}

/** Checks a definition and, when it has no errors, plans it. */
export async function planFile(
  path: string,
  host: CompilerHost,
  options: CheckOptions = {},
): Promise<PlanResult> {
  const { checked, ...result } = await checkWithPilot(path, host, options);
  return checked ? { ...result, plan: await planDefinition(checked) } : result;
}

async function planDefinition(checked: CheckedDefinition): Promise<Plan> {
  const { settings, engine, origins, sources } = lowerDefinition(checked);
  const key = pilotKey(settings);
  return {
    format: PLAN_FORMAT,
    key: planKey(settings),
    settings,
    engine,
    origins,
    stages: planStages(settings),
    cost: await planCost(settings, checked.facts, engine),
    ...(key !== undefined && { pilot: { key, awaited: checked.awaitsPilot } }),
    sources,
  };
}
