// Submits the training: the cluster is reached or started, looked at, and only then given the job.
import { hostname } from 'node:os';
import { hasErrors, type Phase } from '@allot/spec';
import { clusterProblems } from './cluster-problems.js';
import { type ClusterRun, jobSetup, note } from './cluster-run.js';
import { examineCluster } from './examine-cluster.js';
import { trainCommand } from './job-command.js';
import { type JobRecord, type Launch, writeJob } from './job-record.js';
import { startLocalRay, stopLocalRay } from './local-ray.js';
import { openRayJobs, type RayJobs } from './ray-jobs.js';

export interface Launched {
  readonly jobs: RayJobs;
  readonly record: JobRecord;
}

/** Submits launch `record.launches.length + 1`, which begins after step `from`, and writes job.json. */
export async function launchJob(run: ClusterRun, record: JobRecord, from: number): Promise<Phase<Launched>> {
  const [cluster, unreached] = await reachCluster(run, record);
  if (!cluster) return [undefined, unreached];
  const { jobs, pid } = cluster;
  const [launched, problems] = await submit(run, record, jobs, from, pid);
  if (!launched && pid !== undefined) stopLocalRay(pid);
  return [launched && { jobs, record: launched }, problems];
}

async function submit(
  run: ClusterRun,
  record: JobRecord,
  jobs: RayJobs,
  from: number,
  pid: number | undefined,
): Promise<Phase<JobRecord>> {
  const { plan, runDirectory } = run;
  const setup = jobSetup(run, record.address === undefined);
  note(run, `looking at the cluster at ${jobs.address}`);
  const [examined, refused] = await examineCluster(jobs, setup, setup.model ?? plan.sources.model ?? '');
  if (!examined) return [undefined, refused];
  const problems = clusterProblems({ ...record, ...record.demand, folder: setup.paths.verl }, examined);
  if (hasErrors(problems)) return [undefined, problems];
  const number = record.launches.length + 1;
  const [job, unsubmitted] = await jobs.submit(trainCommand(setup, number));
  if (job === undefined) return [undefined, unsubmitted];
  const launch: Launch = {
    job,
    address: jobs.address,
    ...(pid !== undefined && { pid }),
    host: hostname(),
    submitted: new Date().toISOString(),
    from,
  };
  const launched = { ...record, launches: [...record.launches, launch] };
  await writeJob(runDirectory, launched);
  note(run, `submitted as ${job}; log: ${setup.paths.log(number)}`);
  return [launched, problems];
}

interface ReachedCluster {
  readonly jobs: RayJobs;
  readonly pid?: number;
}

/** The cluster that the user named, or Ray on this machine. */
async function reachCluster(run: ClusterRun, { address }: JobRecord): Promise<Phase<ReachedCluster>> {
  if (address === undefined) {
    note(run, 'starting Ray on this machine');
    const { paths } = jobSetup(run, true);
    const [ray, problems] = await startLocalRay(paths);
    return [ray && { jobs: openRayJobs(ray.address), pid: ray.pid }, problems];
  }
  const jobs = openRayJobs(address);
  const [version, problems] = await jobs.version();
  return [version === undefined ? undefined : { jobs }, problems];
}
