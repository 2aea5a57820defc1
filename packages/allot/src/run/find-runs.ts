// The runs in a folder, each with its plan and its log, a few at a time: nothing of them is kept when the next are read.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic, EvaluationCell, Phase, RunEvent } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { isDetached } from '../cluster/job-record.js';
import type { ListedRun, RunStatus } from '../documents/runs-document.js';

export interface FoundRun {
  readonly opened: OpenedRun;
  readonly events: readonly RunEvent[];
  readonly listed: ListedRun;
}

/** Names of the folders in `folder`, links to folders among them. */
export async function foldersIn(folder: string): Promise<Phase<readonly string[]>> {
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) return [undefined, [reportCommand('runs/no-folder', { folder })]];
  const folders: string[] = [];
  for (const name of names.sort()) {
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isDirectory()) folders.push(join(folder, name));
  }
  return [folders, []];
}

/** Runs that are read at once: files are waited for, and few logs stand in memory. */
const AT_ONCE = 16;

/** The runs of these folders in order; what is damaged is a warning in its place. */
export async function* findRuns(folders: readonly string[]): AsyncGenerator<Phase<FoundRun>> {
  for (let first = 0; first < folders.length; first += AT_ONCE)
    yield* await Promise.all(folders.slice(first, first + AT_ONCE).map(findRun));
}

/** The run in a folder; neither a run nor diagnostics where there is none. What is damaged is a warning. */
export async function findRun(directory: string): Promise<Phase<FoundRun>> {
  const [
    { lockOwner, openRunDirectory, readEvents, runPaths },
    { checkLog, completedStep, wellFormedEvents },
  ] = await Promise.all([import('@allot/store'), import('@allot/report')]);
  const [opened, problems] = await openRunDirectory(directory);
  if (!opened) return [undefined, problems.filter(({ code }) => code !== 'store/not-a-run').map(asWarning)];
  const file = runPaths(directory).events;
  const [read = [], unread] = await readEvents(file);
  const [events, malformed] = wellFormedEvents(read, file);
  const isLocked = lockOwner(directory) !== undefined;
  const status = statusOf(opened.record, events, isLocked, await isDetached(directory));
  const listed = listRun(opened, events, status, completedStep(events));
  // A run that has just been made has no log yet, and the log of one under way is read before its checkpoint.
  const unsound = unread.filter(({ code }) => code !== 'store/missing-file');
  const isUnderWay = status === 'running' || status === 'detached';
  const lost = isUnderWay ? [] : await checkLog(directory, read);
  // Of a damaged log one line is enough.
  const damage = [...unsound, ...malformed, ...lost].slice(0, 1);
  return [{ opened, events, listed }, [...problems, ...damage.map(asWarning)]];
}

const asWarning = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'warning' });

function listRun(
  { directory, record, plan }: OpenedRun,
  events: readonly RunEvent[],
  status: RunStatus,
  step: number,
): ListedRun {
  const natural = events
    .flatMap((event) => (event.type === 'evaluation-completed' ? event.results : []))
    .findLast(({ mode }) => mode === 'natural');
  return {
    run: directory,
    id: record.id,
    name: record.name,
    status,
    step,
    steps: plan.settings.steps,
    ...measured(natural?.all),
    created: record.created,
    version: record.version,
    plan: plan.key,
  };
}

/** Of no problems there is neither. */
const measured = (all: EvaluationCell | undefined): Pick<ListedRun, 'accuracy' | 'tokens'> =>
  typeof all?.accuracy === 'number' && typeof all.meanTokens === 'number'
    ? { accuracy: all.accuracy, tokens: all.meanTokens }
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
