// What follows when a job is no longer followed: it has ended, its cluster is gone, or the user leaves it.
import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { tell } from '../cli/diagnostics.js';
import type { ExitCode } from '../cli/exit-codes.js';
import { concludeRun } from '../run/conclude-run.js';
import { clusterPaths } from './cluster-paths.js';
import type { ClusterRun } from './cluster-run.js';
import { endLaunch, type FollowedJob, failLaunch, secondsOf } from './end-launch.js';
import { errorLines } from './error-lines.js';
import { detachJob, leaveSilent, stopJob } from './leave-job.js';
import type { Leaving } from './listen-for-leaving.js';
import type { JobInfo } from './ray-jobs.js';

export type FollowEnd =
  | { readonly how: 'ended'; readonly info: JobInfo; readonly problems: readonly Diagnostic[] }
  /** The cluster is gone, or knows nothing of the job. */
  | { readonly how: 'lost'; readonly problems: readonly Diagnostic[] }
  /** Nothing is heard of the cluster; the job may go on. */
  | { readonly how: 'silent'; readonly problems: readonly Diagnostic[] }
  | { readonly how: 'left'; readonly leaving: Leaving; readonly problems: readonly Diagnostic[] };

export async function concludeJob(run: ClusterRun, job: FollowedJob, end: FollowEnd): Promise<ExitCode> {
  await tell(run.terminal, end.problems);
  const about = { step: job.results.step(), steps: run.settings.steps, run: run.runDirectory };
  if (end.how === 'left') return end.leaving === 'stop' ? stopJob(run, job) : detachJob(run, job);
  if (end.how === 'silent') return leaveSilent(run);
  if (end.how === 'lost') {
    const lost = reportCommand('cluster/lost', { ...about, address: job.jobs.address });
    return failLaunch(run, job, { status: 'lost' }, lost);
  }
  const seconds = secondsOf(job.launch, end.info);
  if (end.info.status === 'STOPPED') {
    const stopped = reportCommand('cluster/job-stopped', { ...about, job: job.launch.job });
    return failLaunch(run, job, { status: 'stopped', seconds }, stopped);
  }
  // A launch at the last checkpoint has nothing to do.
  const done = Math.max(about.step, job.launch.from) >= about.steps;
  if (end.info.status === 'SUCCEEDED' && done) return finish(run, job, seconds);
  const { reason, log } = await lastWords(run, job, end.info);
  const failed = reportCommand('cluster/job-failed', { ...about, reason, log });
  return failLaunch(run, job, { status: 'failed', seconds }, failed);
}

async function finish(run: ClusterRun, job: FollowedJob, seconds: number): Promise<ExitCode> {
  const { record, results } = job;
  const earlier = record.launches.reduce((sum, { ended }) => sum + (ended?.seconds ?? 0), 0);
  results.emit({ type: 'run-finished', step: results.step(), totalSeconds: earlier + seconds });
  await endLaunch(run, job, { status: 'finished', seconds });
  return concludeRun(run.terminal, run.runDirectory, run.json);
}

/** Shows the last error of the job's log; answers its last line, and where the log is. */
async function lastWords(
  { terminal, runDirectory }: ClusterRun,
  { jobs, record, launch }: FollowedJob,
  { message }: JobInfo,
): Promise<{ readonly reason: string; readonly log: string }> {
  const file = clusterPaths(runDirectory).log(record.launches.length);
  const written = await readFile(file, 'utf8').catch(() => undefined);
  // A job that did not even reach launch.sh has no log in the run's folder.
  const text = written ?? (await jobs.log(launch.job))[0] ?? '';
  const lines = errorLines(text, 12);
  if (lines.length > 0) terminal.error(lines.map((line) => `  ${line}`).join('\n'));
  return {
    reason: lines.at(-1) || message.split('\n')[0] || 'it ended before its last step',
    log: written === undefined ? `ray job logs --address ${jobs.address} ${launch.job}` : file,
  };
}
