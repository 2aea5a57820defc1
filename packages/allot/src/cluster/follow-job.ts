// Follows a job to its end, or until the user leaves it: results come into the run step by step.
import { setTimeout as pause } from 'node:timers/promises';
import type { Diagnostic, RunEvent } from '@allot/spec';
import { fail, tell } from '../cli/diagnostics.js';
import type { ExitCode } from '../cli/exit-codes.js';
import { openProgress } from '../progress/open-progress.js';
import { trackLive } from '../track/track-live.js';
import type { ClusterRun } from './cluster-run.js';
import { concludeJob, type FollowEnd } from './conclude-job.js';
import { openImport, type ResultImport } from './import-results.js';
import type { Launch } from './job-record.js';
import type { Launched } from './launch-job.js';
import { type Leaving, listenForLeaving } from './listen-for-leaving.js';
import { isAlive } from './local-ray.js';
import { hasEnded, type RayJobs } from './ray-jobs.js';

/** How long a job server may be silent before it is given up. */
const PATIENCE_MS = 60_000;
const POLL_MS = 1000;

/** Stays with the last launch; `begin` says how the run's log goes on, before anything is read. */
export async function followJob(
  run: ClusterRun,
  { jobs, record }: Launched,
  begin: (results: ResultImport) => void = () => {},
): Promise<ExitCode> {
  const { terminal, plan, settings, quiet } = run;
  const launch = record.launches.at(-1) as Launch;
  const progress = await openProgress(terminal, plan.settings, quiet || run.detach);
  let shown = true;
  const hide = (): void => {
    if (shown) progress.close();
    shown = false;
  };
  const tracking = trackLive(run.runDirectory, run.trackers);
  const onEvent = (event: RunEvent): void => {
    if (shown) progress.event(event);
    tracking.event(event);
  };
  const [results, problems] = await openImport(record.launches.length, { ...run, settings, onEvent });
  if (!results) {
    hide();
    return fail(terminal, ...problems);
  }
  const leave = listenForLeaving(terminal, hide);
  try {
    begin(results);
    const end = run.detach
      ? ({ how: 'left', leaving: 'detach', problems: [] } as const)
      : await stayWith(jobs, launch, results, leave.chosen);
    hide();
    const exitCode = await concludeJob(run, { jobs, record, launch, results }, end);
    await tell(terminal, await tracking.close());
    return exitCode;
  } finally {
    leave.dispose();
    results.close();
  }
}

async function stayWith(
  jobs: RayJobs,
  launch: Launch,
  results: ResultImport,
  chosen: Promise<Leaving>,
): Promise<FollowEnd> {
  const problems: Diagnostic[] = [];
  let heard = Date.now();
  for (;;) {
    problems.push(...(await results.pull({ last: false })));
    const [info, silence] = await jobs.info(launch.job);
    if (info !== undefined) heard = Date.now();
    if (info === 'unknown' || (launch.pid !== undefined && !isAlive(launch.pid))) {
      problems.push(...(await results.pull({ last: true })));
      return { how: 'lost', problems };
    }
    if (info === undefined && Date.now() - heard > PATIENCE_MS)
      return { how: 'silent', problems: [...problems, ...silence] };
    if (info && hasEnded(info)) {
      problems.push(...(await results.pull({ last: true })));
      return { how: 'ended', info, problems };
    }
    const leaving = await Promise.race([chosen, pause(POLL_MS, undefined)]);
    if (leaving !== undefined) return { how: 'left', leaving, problems };
  }
}
