// A job that the user does not follow any longer: stopped, or left running.
import { setTimeout as pause } from 'node:timers/promises';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import type { ClusterRun } from './cluster-run.js';
import { endLaunch, type FollowedJob, secondsOf } from './end-launch.js';
import { hasEnded, type JobInfo } from './ray-jobs.js';

export async function stopJob(run: ClusterRun, job: FollowedJob): Promise<ExitCode> {
  const { jobs, launch, results } = job;
  const { terminal, settings, runDirectory } = run;
  const refused = await jobs.stop(launch.job);
  if (refused.length > 0) return fail(terminal, ...refused);
  const info = await waitForEnd(job);
  await tell(terminal, await results.pull({ last: true }));
  const step = results.step();
  results.emit({ type: 'run-interrupted', step, signal: 'SIGINT' });
  await endLaunch(run, job, { status: 'stopped', ...(info && { seconds: secondsOf(launch, info) }) });
  terminal.error(`Stopped after step ${step} of ${settings.steps}. Go on with: allot resume ${runDirectory}`);
  return ExitCode.interrupted;
}

/** Undefined where the cluster is gone with it. */
async function waitForEnd({ jobs, launch }: FollowedJob): Promise<JobInfo | undefined> {
  for (;;) {
    const [info] = await jobs.info(launch.job);
    if (info === undefined || info === 'unknown') return undefined;
    if (hasEnded(info)) return info;
    await pause(300);
  }
}

export function detachJob(run: ClusterRun, { jobs, launch }: FollowedJob): ExitCode {
  const { terminal, runDirectory } = run;
  terminal.error(
    `The job ${launch.job} goes on at ${jobs.address}. Follow it with: allot resume ${runDirectory}`,
  );
  return run.detach ? ExitCode.success : ExitCode.interrupted;
}

/** What was wrong has been told. */
export function leaveSilent({ terminal, runDirectory }: ClusterRun): ExitCode {
  terminal.error(`The job may go on. Once its cluster answers, follow it with: allot resume ${runDirectory}`);
  return ExitCode.failure;
}
