// A run that trains on a cluster, as its commands see it.
import { resolve } from 'node:path';
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import { fail } from '../cli/diagnostics.js';
import type { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import type { TrackerOpener } from '../track/tracking-places.js';
import { clusterPaths } from './cluster-paths.js';
import { type JobSetup, word } from './job-command.js';

export interface ClusterRun {
  readonly terminal: Terminal;
  readonly quiet: boolean;
  /** Whether results are printed as JSON. */
  readonly json: boolean;
  /** Submit, and do not follow. */
  readonly detach: boolean;
  readonly plan: Plan;
  readonly settings: ResolvedReinforcement;
  readonly runDirectory: string;
  /** Tools that look on. */
  readonly trackers: readonly TrackerOpener[];
}

/** A line about what is being done. */
export const note = ({ terminal, quiet }: ClusterRun, text: string): void => {
  if (!quiet) terminal.error(text);
};

/** Works on the run while no other process does; what the file system refuses is told. */
export async function withRunLocked(run: ClusterRun, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const { acquireLock, fileDiagnostic } = await import('@allot/store');
  try {
    const [lock, locked] = acquireLock(run.runDirectory);
    if (!lock) return await fail(run.terminal, ...locked);
    try {
      return await work();
    } finally {
      lock.release();
    }
  } catch (error) {
    const refused = fileDiagnostic(error);
    if (!refused) throw error;
    return fail(run.terminal, refused);
  }
}

/**
 * What jobs are told. ALLOT_MODEL and ALLOT_COMMAND are handed on; without them the policy is that of the plan, and the
 * grader is this program on this machine, `allot` on a cluster.
 */
export function jobSetup({ runDirectory }: ClusterRun, onThisMachine: boolean): JobSetup {
  const { ALLOT_MODEL: model, ALLOT_COMMAND: allot } = process.env;
  return {
    paths: clusterPaths(runDirectory),
    ...(model && { model: resolve(model) }),
    allot: allot || (onThisMachine ? thisProgram() : 'allot'),
  };
}

const thisProgram = (): string =>
  [process.execPath, resolve(process.argv[1] ?? '')]
    .map((path) => (/^[\w./-]+$/.test(path) ? path : word(path)))
    .join(' ');
