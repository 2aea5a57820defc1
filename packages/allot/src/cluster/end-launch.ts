// The end of a launch, as the run's files know it.
import type { Diagnostic } from '@allot/spec';
import { fail } from '../cli/diagnostics.js';
import type { ExitCode } from '../cli/exit-codes.js';
import type { ClusterRun } from './cluster-run.js';
import type { ResultImport } from './import-results.js';
import { type JobRecord, type Launch, type LaunchEnd, withEnd, writeJob } from './job-record.js';
import { stopLocalRay } from './local-ray.js';
import type { JobInfo, RayJobs } from './ray-jobs.js';

/** The last launch of a run. */
export interface FollowedJob {
  readonly jobs: RayJobs;
  readonly record: JobRecord;
  readonly launch: Launch;
  readonly results: ResultImport;
}

/** job.json says how it ended, and a Ray that was started for it ends too. */
export async function endLaunch(
  { runDirectory }: ClusterRun,
  { record, launch }: FollowedJob,
  ended: LaunchEnd,
): Promise<void> {
  await writeJob(runDirectory, withEnd(record, ended));
  if (launch.pid !== undefined) stopLocalRay(launch.pid);
}

/** The same of one that did not do what it was to do: the log of events and the user are told why. */
export async function failLaunch(
  run: ClusterRun,
  job: FollowedJob,
  ended: LaunchEnd,
  diagnostic: Diagnostic,
): Promise<ExitCode> {
  job.results.emit({ type: 'diagnostic', step: job.results.step(), diagnostic });
  await endLaunch(run, job, ended);
  return fail(run.terminal, diagnostic);
}

/** Seconds from when it began, or was submitted, to its end. */
export const secondsOf = ({ submitted }: Launch, { startTime, endTime }: JobInfo): number =>
  Math.max(0, (endTime ?? Date.now()) - (startTime ?? Date.parse(submitted))) / 1000;
