// What the nodes of a cluster have, asked by a job that trains nothing.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Phase } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { errorLines } from './error-lines.js';
import { examineCommand, type JobSetup } from './job-command.js';
import { hasEnded, type RayJobs } from './ray-jobs.js';

/** What `allot_verl.examine` prints. */
export interface ExaminedCluster {
  /** Version of Ray. */
  readonly ray: string;
  /** GPUs that no other job holds. */
  readonly freeGpus: number;
  readonly nodes: readonly ExaminedNode[];
}

export interface ExaminedNode {
  /** Its address. */
  readonly name: string;
  readonly gpus: number;
  /** What is wrong, in words: the folder of the run, versions, grader, model. */
  readonly lacks: Readonly<Partial<Record<'folder' | 'versions' | 'grader' | 'model', string>>>;
  /** Memory of each GPU, where the node can tell; absent where it does not see the run's folder. */
  readonly gpuBytes?: readonly number[];
  readonly freeDiskBytes?: number;
}

const PATIENCE_MS = 180_000;

/** Asks every node of the cluster. Diagnostics: those of the job server, and `cluster/not-examined`. */
export async function examineCluster(
  jobs: RayJobs,
  setup: JobSetup,
  model: string,
): Promise<Phase<ExaminedCluster>> {
  const { writeWhole } = await import('@allot/store');
  const token = randomUUID();
  await writeWhole(setup.paths.token, token, { durable: true });
  const [job, refused] = await jobs.submit(examineCommand(setup, model, token));
  if (job === undefined) return [undefined, refused];
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const [info, problems] = await jobs.info(job);
    if (info === undefined) return [undefined, problems];
    if (info === 'unknown' || hasEnded(info)) break;
    if (Date.now() > until) {
      await jobs.stop(job);
      break;
    }
    await pause(300);
  }
  const [log, unread] = await jobs.log(job);
  if (log === undefined) return [undefined, unread];
  const cluster = readExamination(log);
  if (cluster) return [cluster, []];
  const reason = errorLines(log, 1)[0] ?? 'it printed nothing';
  return [undefined, [reportCommand('cluster/not-examined', { address: jobs.address, reason })]];
}

/** The answer among what the job printed. */
function readExamination(log: string): ExaminedCluster | undefined {
  const line = log.split('\n').findLast((text) => text.startsWith('allot-examined '));
  return line === undefined
    ? undefined
    : (JSON.parse(line.slice('allot-examined '.length)) as ExaminedCluster);
}
