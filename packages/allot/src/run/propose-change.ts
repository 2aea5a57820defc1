// The plan that a run goes on by when its definition has changed since: shown, and taken only where it is accepted.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { hasErrors, type Plan, planChanges } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { type ChangeFlags, changeFlagNames } from '../cli/change-flags.js';
import { tell } from '../cli/diagnostics.js';
import { overridesIn, overridesOf, planWith } from '../cli/plan-definition.js';
import type { Terminal } from '../cli/terminal.js';
import { printChanges } from './print-changes.js';

/**
 * The plan that takes over; undefined where the run goes on as planned, and 'refused' where it may not go on like this. A
 * definition is read, and a TypeScript one run, only where a flag asks for it.
 */
export async function proposeChange(
  run: OpenedRun,
  flags: ChangeFlags,
  terminal: Terminal,
): Promise<Plan | undefined | 'refused'> {
  const asked = changeFlagNames(flags);
  const { directory, plan: held } = run;
  const definition = flags.definition ?? held.sources.definition;
  if (asked.length === 0) {
    if (await isEdited(run))
      await tell(terminal, [reportCommand('change/definition-edited', { definition, run: directory })]);
    return undefined;
  }
  const own = overridesOf({
    ...(flags.steps !== undefined && { steps: flags.steps }),
    ...(flags.set && { set: flags.set }),
  });
  const before = overridesIn(held).filter(({ path }) => own.every((one) => one.path !== path));
  const overrides = [...before, ...own];
  const plan = await planWith(definition, { types: flags.types, overrides }, terminal);
  if (plan === undefined) return 'refused';
  if (plan.key === held.key) {
    terminal.error('Nothing has changed that the run depends on: its plan stays as it is.');
    return undefined;
  }
  const [{ refuseChange }, { listCheckpoints }] = await Promise.all([
    import('@allot/runtime'),
    import('@allot/store'),
  ]);
  const step = (await listCheckpoints(directory)).at(-1) ?? 0;
  terminal.error(`${printChanges(held, plan, planChanges(held, plan), step, terminal.stderr.color)}\n`);
  const refused = refuseChange(held, plan, step);
  const unaccepted = flags.acceptChanges
    ? []
    : [reportCommand('change/not-accepted', { run: directory, flags: asked.join(', ') })];
  const all = hasErrors(refused) ? refused : [...refused, ...unaccepted];
  await tell(terminal, all);
  return all.length > 0 ? 'refused' : plan;
}

/** Whether the file that the run was started from is there, and is not what the run has kept of it. */
async function isEdited({ directory, plan, earlier }: OpenedRun): Promise<boolean> {
  const { runPaths } = await import('@allot/store');
  const { definition } = plan.sources;
  const files = [definition, runPaths(directory).definition(earlier.length, extname(definition))];
  const [now, then] = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)));
  return now !== undefined && then !== undefined && !now.equals(then);
}
