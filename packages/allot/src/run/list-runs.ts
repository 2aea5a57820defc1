// The runs in a folder, the newest first.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, EvaluationCell, Phase, RunEvent } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { isDetached } from '../cluster/job-record.js';
import type { ListedRun, RunStatus } from '../documents/runs-document.js';

/** Lists the run folders directly in `folder`; folders that are no runs are passed over, broken runs are warnings. */
export async function listRuns(folder: string): Promise<Phase<readonly ListedRun[]>> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return [undefined, [reportCommand('runs/no-folder', { folder })]];
  const { openRunDirectory } = await import('@allot/store');
  const runs: ListedRun[] = [];
  const problems: Diagnostic[] = [];
  for (const name of names) {
    const [opened, diagnostics] = await openRunDirectory(join(folder, name));
    if (opened !== undefined) runs.push(await listRun(opened));
    else problems.push(...diagnostics.filter(({ code }) => !noRun.has(code)).map(asWarning));
  }
  return [runs.sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : 0)), problems];
}

const noRun = new Set(['store/not-a-run', 'store/missing-file', 'store/unreadable']);
const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'warning' });

async function listRun({ directory, record, plan }: OpenedRun): Promise<ListedRun> {
  const [{ lockOwner, readEvents, runPaths }, { wellFormedEvents }] = await Promise.all([
    import('@allot/store'),
    import('@allot/report'),
  ]);
  const file = runPaths(directory).events;
  const [read = []] = await readEvents(file);
  const [events] = wellFormedEvents(read, file);
  const natural = events
    .flatMap((event) => (event.type === 'evaluation-completed' ? event.results : []))
    .findLast(({ mode }) => mode === 'natural');
  return {
    path: directory,
    id: record.id,
    name: record.name,
    planKey: record.planKey,
    created: record.created,
    version: record.version,
    status: statusOf(record, events, lockOwner(directory) !== undefined, await isDetached(directory)),
    step: events.findLast(({ type }) => type === 'step-completed')?.step ?? 0,
    steps: plan.settings.steps,
    ...measured(natural?.all),
  };
}

/** Of no problems there is neither. */
const measured = (all: EvaluationCell | undefined): Pick<ListedRun, 'accuracy' | 'meanTokens'> =>
  typeof all?.accuracy === 'number' && typeof all.meanTokens === 'number'
    ? { accuracy: all.accuracy, meanTokens: all.meanTokens }
    : {};

/** What becomes of a run at this moment. */
export function statusOf(
  { halted }: OpenedRun['record'],
  events: readonly RunEvent[],
  running: boolean,
  detached: boolean,
): RunStatus {
  if (running) return 'running';
  if (detached) return 'detached';
  if (halted) return halted.state;
  return events.some(({ type }) => type === 'run-finished') ? 'finished' : 'interrupted';
}
