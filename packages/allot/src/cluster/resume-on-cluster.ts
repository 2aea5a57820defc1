// `allot resume` of a run on a cluster: attaches to its job, or submits it again after verl's newest checkpoint.
import { readdir, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import type { Phase, RunEvent } from '@allot/spec';
import type { OpenedRun } from '@allot/store';
import { reportCommand } from '../catalog.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import { concludeRun } from '../run/conclude-run.js';
import type { TrackerOpener } from '../track/tracking-places.js';
import { type ClusterPaths, clusterPaths } from './cluster-paths.js';
import { type ClusterRun, note, withRunLocked } from './cluster-run.js';
import { followJob } from './follow-job.js';
import { openImport } from './import-results.js';
import { type JobRecord, type Launch, readJob, withEnd, writeJob } from './job-record.js';
import { launchJob } from './launch-job.js';
import { isAlive } from './local-ray.js';
import { hasEnded, openRayJobs } from './ray-jobs.js';

export interface ResumeClusterFlags {
  readonly rayAddress?: string;
  readonly detach?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly trackers: readonly TrackerOpener[];
}

export async function resumeOnCluster(
  { plan, directory: runDirectory }: OpenedRun,
  flags: ResumeClusterFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { settings } = plan;
  if (settings.kind !== 'reinforcement') throw new Error('a supervised plan passed the rules for verl');
  const run: ClusterRun = {
    terminal,
    quiet: flags.quiet === true,
    json: flags.json === true,
    detach: flags.detach === true,
    plan,
    settings,
    runDirectory,
    trackers: flags.trackers,
  };
  return withRunLocked(run, async () => {
    const [record, unread] = await readJob(runDirectory);
    return record ? goOn(run, record, flags.rayAddress) : fail(terminal, ...unread);
  });
}

async function goOn(run: ClusterRun, record: JobRecord, address: string | undefined): Promise<ExitCode> {
  const { terminal, runDirectory } = run;
  const launch = record.launches.at(-1);
  if (launch?.ended?.status === 'finished') return concludeRun(terminal, runDirectory, run.json);
  if (launch === undefined || launch.ended) return launchAgain(run, record, address);
  const [there, problems] = await findJob(launch, address);
  if (there === undefined) return fail(terminal, ...problems);
  if (there) {
    note(run, `attached to ${launch.job} at ${launch.address}`);
    return followJob(run, { jobs: openRayJobs(launch.address), record });
  }
  note(run, `the job ${launch.job} is no longer there`);
  return launchAgain(run, withEnd(record, { status: 'lost' }), address);
}

/**
 * Whether the cluster still knows the job. Where it does not answer, the user says by naming another one that it is gone; a job
 * that runs is never submitted a second time.
 */
async function findJob(
  { job, address, pid, host }: Launch,
  other: string | undefined,
): Promise<Phase<boolean>> {
  const elsewhere = other !== undefined && other !== address;
  if (pid !== undefined && host !== hostname())
    return elsewhere ? [false, []] : [undefined, [reportCommand('cluster/other-machine', { host })]];
  if (pid !== undefined && !isAlive(pid)) return [false, []];
  const [info, problems] = await openRayJobs(address).info(job);
  if (info === undefined) return elsewhere || pid !== undefined ? [false, []] : [undefined, problems];
  if (info === 'unknown') return [false, []];
  return elsewhere && !hasEnded(info)
    ? [undefined, [reportCommand('cluster/still-running', { job, address })]]
    : [true, []];
}

async function launchAgain(
  run: ClusterRun,
  before: JobRecord,
  address: string | undefined,
): Promise<ExitCode> {
  const { terminal, runDirectory } = run;
  const record: JobRecord = address === undefined ? before : { ...before, address };
  const unread = await importLeftovers(run, record);
  await tell(terminal, unread);
  const from = await newestCheckpoint(clusterPaths(runDirectory));
  note(run, from === 0 ? 'there is no checkpoint: beginning anew' : `going on after step ${from}`);
  await forgetAfter(runDirectory, from);
  await writeJob(runDirectory, record);
  const [launched, problems] = await launchJob(run, record, from);
  await tell(terminal, problems);
  if (!launched) return ExitCode.failure;
  return followJob(run, launched, (results) =>
    results.emit({ type: 'run-resumed', step: from, checkpoint: from }),
  );
}

/** What the launch before wrote and nobody has read. */
async function importLeftovers(run: ClusterRun, { launches }: JobRecord) {
  const [results, problems] = await openImport(launches.length, { ...run, onEvent: () => {} });
  if (!results) return problems;
  try {
    return await results.pull({ last: true });
  } finally {
    results.close();
  }
}

/** Step of the checkpoint that verl goes on from by itself; 0 where there is none. */
async function newestCheckpoint({ newestCheckpoint: file }: ClusterPaths): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\d+$/.test(text.trim()) ? Number(text) : 0;
}

/** Removes what came after the checkpoint, so that nothing of it is mistaken for what is done again. */
async function forgetAfter(runDirectory: string, step: number): Promise<void> {
  const { isReproducible, readEvents, runPaths, truncateEvents } = await import('@allot/store');
  const paths = runPaths(runDirectory);
  const [events = []] = await readEvents(paths.events);
  const kept = (event: RunEvent): boolean => isReproducible(event) && event.step <= step;
  await truncateEvents(paths.events, events.filter(kept).length);
  const verl = clusterPaths(runDirectory);
  const folders = [
    paths.steps,
    dirname(paths.evaluation(0)),
    dirname(verl.rollouts(0)),
    dirname(verl.evaluation(0)),
  ];
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const number = /^(\d+)(?:\.jsonl)?$/.exec(name)?.[1];
      if (number !== undefined && Number(number) > step)
        await rm(join(folder, name), { recursive: true, force: true });
    }
  }
}
