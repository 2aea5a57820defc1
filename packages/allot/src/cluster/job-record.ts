// job.json of a run: on which cluster it trains, and every launch of its job.
import { existsSync } from 'node:fs';
import type { Phase } from '@allot/spec';
import { clusterPaths } from './cluster-paths.js';

export interface JobRecord {
  readonly format: 1;
  readonly nodes: number;
  readonly gpusPerNode: number;
  readonly demand: {
    /** Least memory of a GPU. */
    readonly gpuBytes: number;
    /** Disk of the checkpoints that are kept. */
    readonly diskBytes: number;
  };
  /** The job server that the user named, for instance http://head:8265; absent: Ray is started on this machine. */
  readonly address?: string;
  /** In their order; the first is launch 1. */
  readonly launches: readonly Launch[];
}

export interface Launch {
  /** The job's name for Ray. */
  readonly job: string;
  /** Address of the job server. */
  readonly address: string;
  /** Process of a Ray that was started for this launch. */
  readonly pid?: number;
  /** The machine that submitted it, where that process is. */
  readonly host: string;
  /** ISO 8601. */
  readonly submitted: string;
  /** Step of the checkpoint that it began at; 0 is the base policy. */
  readonly from: number;
  /** How it ended; absent while nobody has seen it end. */
  readonly ended?: LaunchEnd;
}

export interface LaunchEnd {
  readonly status: 'finished' | 'failed' | 'stopped' | 'lost';
  /** How long it took, where the cluster could still tell. */
  readonly seconds?: number;
}

export async function readJob(runDirectory: string): Promise<Phase<JobRecord>> {
  const { readFormatted } = await import('@allot/store');
  return readFormatted<JobRecord>(clusterPaths(runDirectory).job, 1, {
    launches: 'object',
    demand: 'object',
  });
}

export async function writeJob(runDirectory: string, job: JobRecord): Promise<void> {
  const { prettyJson, writeWhole } = await import('@allot/store');
  await writeWhole(clusterPaths(runDirectory).job, prettyJson(job), { durable: true });
}

/** Whether a job of the run was left alone before its end. */
export async function isDetached(runDirectory: string): Promise<boolean> {
  if (!existsSync(clusterPaths(runDirectory).job)) return false;
  const [job] = await readJob(runDirectory);
  const last = job?.launches.at(-1);
  return last !== undefined && last.ended === undefined;
}

/** The record with the end of its last launch. */
export const withEnd = (job: JobRecord, ended: LaunchEnd): JobRecord => ({
  ...job,
  launches: job.launches.map((launch, index) =>
    index === job.launches.length - 1 ? { ...launch, ended } : launch,
  ),
});
