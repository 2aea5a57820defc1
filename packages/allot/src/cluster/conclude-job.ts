// What follows when a job has ended, or is left: the run's log and job.json say it, and so does the exit status.
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { tell, fail as tellFailure } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { concludeRun } from '../run/conclude-run.js';
import { clusterPaths } from './cluster-paths.js';
import type { ClusterRun } from './cluster-run.js';
import { errorLines } from './error-lines.js';
import type { ResultImport } from './import-results.js';
import { type JobRecord, type Launch, type LaunchEnd, withEnd, writeJob } from './job-record.js';
import type { Leaving } from './leave-run.js';
import { stopLocalRay } from './local-ray.js';
import { hasEnded, type JobInfo, type RayJobs } from './ray-jobs.js';

export type JobEnd =
  | { readonly how: 'ended'; readonly info: JobInfo; readonly problems: readonly Diagnostic[] }
  /** The cluster is gone, or knows nothing of the job. */
  | { readonly how: 'lost'; readonly problems: readonly Diagnostic[] }
  | { readonly how: 'left'; readonly leaving: Leaving; readonly problems: readonly Diagnostic[] };

export interface EndedJob {
  readonly jobs: RayJobs;
  readonly record: JobRecord;
  readonly launch: Launch;
  readonly results: ResultImport;
}

export async function concludeJob(run: ClusterRun, job: EndedJob, end: JobEnd): Promise<ExitCode> {
  const { terminal } = run;
  await tell(terminal, end.problems);
  if (end.how === 'left') return end.leaving === 'stop' ? stopJob(run, job) : detach(run, job);
  if (end.how === 'lost') return fail(run, job, { status: 'lost' }, lost(run, job));
  return concludeEnd(run, job, end.info);
}

async function concludeEnd(run: ClusterRun, job: EndedJob, info: JobInfo): Promise<ExitCode> {
  const { record, launch, results } = job;
  const { runDirectory, terminal, settings } = run;
  const seconds = secondsOf(launch, info);
  const step = results.step();
  if (info.status === 'STOPPED')
    return fail(
      run,
      job,
      { status: 'stopped', seconds },
      reportCommand('cluster/job-stopped', {
        job: launch.job,
        step,
        steps: settings.steps,
        run: runDirectory,
      }),
    );
  // A launch at the last checkpoint has nothing to do.
  if (info.status === 'FAILED' || Math.max(step, launch.from) < settings.steps) {
    const log = await readLog(run, job);
    const lines = errorLines(log.text, 12);
    if (lines.length > 0) terminal.error(lines.map((line) => `  ${line}`).join('\n'));
    const reason = lines.at(-1) ?? info.message.split('\n')[0] ?? '';
    return fail(
      run,
      job,
      { status: 'failed', seconds },
      reportCommand('cluster/job-failed', {
        step,
        steps: settings.steps,
        reason: reason || 'it ended before its last step',
        log: log.place,
        run: runDirectory,
      }),
    );
  }
  const earlier = record.launches.reduce((sum, { ended }) => sum + (ended?.seconds ?? 0), 0);
  results.emit({ type: 'run-finished', step, totalSeconds: earlier + seconds });
  await end(run, job, { status: 'finished', seconds });
  return concludeRun(terminal, runDirectory);
}

/** The job's log in the run's folder, or from the cluster where the job did not get that far. */
async function readLog(
  { runDirectory }: ClusterRun,
  { jobs, record, launch }: EndedJob,
): Promise<{ readonly text: string; readonly place: string }> {
  const place = clusterPaths(runDirectory).log(record.launches.length);
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text !== undefined) return { text, place };
  const [log] = await jobs.log(launch.job);
  return { text: log ?? '', place: `ray job logs --address ${jobs.address} ${launch.job}` };
}

async function stopJob(run: ClusterRun, job: EndedJob): Promise<ExitCode> {
  const { jobs, launch, results } = job;
  const { terminal, settings, runDirectory } = run;
  const refused = await jobs.stop(launch.job);
  if (refused.length > 0) {
    await tell(terminal, refused);
    return ExitCode.failure;
  }
  let info: JobInfo | 'unknown' | undefined;
  do {
    [info] = await jobs.info(launch.job);
    await pause(300);
  } while (typeof info === 'object' && !hasEnded(info));
  await tell(terminal, await results.pull({ last: true }));
  const step = results.step();
  results.emit({ type: 'run-interrupted', step, signal: 'SIGINT' });
  await end(run, job, {
    status: 'stopped',
    ...(typeof info === 'object' && { seconds: secondsOf(launch, info) }),
  });
  terminal.error(`Stopped after step ${step} of ${settings.steps}. Go on with: allot resume ${runDirectory}`);
  return ExitCode.interrupted;
}

function detach(run: ClusterRun, { jobs, launch }: EndedJob): ExitCode {
  const { terminal, runDirectory } = run;
  terminal.error(
    `The job ${launch.job} goes on at ${jobs.address}. Follow it with: allot resume ${runDirectory}`,
  );
  return run.detach ? ExitCode.success : ExitCode.interrupted;
}

async function fail(
  run: ClusterRun,
  job: EndedJob,
  ended: LaunchEnd,
  diagnostic: Diagnostic,
): Promise<ExitCode> {
  job.results.emit({ type: 'diagnostic', step: job.results.step(), diagnostic });
  await end(run, job, ended);
  return tellFailure(run.terminal, diagnostic);
}

/** job.json says how it ended, and a Ray that was started for it ends too. */
async function end(run: ClusterRun, { record, launch }: EndedJob, ended: LaunchEnd): Promise<void> {
  await writeJob(run.runDirectory, withEnd(record, ended));
  if (launch.pid !== undefined) stopLocalRay(launch.pid);
}

const lost = ({ runDirectory, settings }: ClusterRun, { jobs, results }: EndedJob): Diagnostic =>
  reportCommand('cluster/lost', {
    address: jobs.address,
    step: results.step(),
    steps: settings.steps,
    run: runDirectory,
  });

const secondsOf = ({ submitted }: Launch, { startTime, endTime }: JobInfo): number =>
  ((endTime ?? Date.now()) - (startTime ?? Date.parse(submitted))) / 1000;
