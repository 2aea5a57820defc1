// Which plan holds for a step of a run whose definition was changed under way, and how a change is written down.
import path from 'node:path';
import { contentKey, type Plan, planChanges } from '@allot/spec';
import { makeFolder, prettyJson, writeWhole } from './files.js';
import { runPaths } from './layout.js';
import {
  type AcceptedChange,
  commitRunRecord,
  keepDefinition,
  type OpenedRun,
  readRecord,
} from './run-directory.js';

/** The plan by which the stages of a step were run. */
export const planAt = ({ plan, earlier }: Pick<OpenedRun, 'plan' | 'earlier'>, step: number): Plan =>
  earlier.find(({ until }) => step <= until)?.plan ?? plan;

/** The plan of a run with this key: the newest, where several have it. */
export const planOfKey = (
  { plan, earlier }: Pick<OpenedRun, 'plan' | 'earlier'>,
  key: string,
): Plan | undefined => [...earlier.map((one) => one.plan), plan].findLast((one) => one.key === key);

/**
 * Makes `plan` the run's plan for all that follows `step`: its file first, then, at once, run.json. Gives the run as it is
 * then. File system errors are thrown.
 */
export async function recordPlanChange(run: OpenedRun, plan: Plan, step: number): Promise<OpenedRun> {
  const { directory, record } = run;
  const before = record.changes ?? [];
  const file = runPaths(directory).changedPlan(before.length + 1);
  await makeFolder(path.dirname(file));
  await keepDefinition(directory, plan, before.length + 1);
  await writeWhole(file, prettyJson(plan), { durable: true });
  const change: AcceptedChange = {
    step,
    time: new Date().toISOString(),
    before: run.plan.key,
    after: plan.key,
    planDigest: contentKey(plan),
    changes: planChanges(run.plan, plan),
  };
  const after = { ...record, changes: [...before, change] };
  await commitRunRecord(directory, after);
  return { directory, record: after, plan, earlier: [...run.earlier, { plan: run.plan, until: step }] };
}

/**
 * Lets the plan of now hold for all that follows `step`, where it holds from a later one: the run went back. Changes before
 * it that lie later too never come to hold. File system errors are thrown.
 */
export async function holdFrom(directory: string, step: number): Promise<void> {
  const [record] = await readRecord(directory);
  if (!record?.changes?.some((change) => change.step > step)) return;
  const changes = record.changes.map((change) => ({ ...change, step: Math.min(change.step, step) }));
  await commitRunRecord(directory, { ...record, changes });
}
