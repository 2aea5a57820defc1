// `allot run --engine verl`: a run folder with the bundle in it, submitted and followed.
import type { Cluster } from '@allot/compiler';
import { hasErrors, type Phase, type Plan, type ResolvedReinforcement } from '@allot/spec';
import { gatherInputs, longestPrompt } from '../bundle/gather-inputs.js';
import { fail, tell } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { refusalOf } from '../cli/files.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';
import type { Terminal } from '../cli/terminal.js';
import type { TrackerOpener } from '../track/tracking-places.js';
import { version } from '../version.js';
import { clusterPaths } from './cluster-paths.js';
import { type ClusterRun, withRunLocked } from './cluster-run.js';
import { followJob } from './follow-job.js';
import type { JobRecord } from './job-record.js';
import { type Launched, launchJob } from './launch-job.js';
import { printClusterOpening } from './print-cluster-opening.js';

export interface ClusterFlags extends Cluster {
  readonly rayAddress?: string;
  readonly detach?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly trackers: readonly TrackerOpener[];
}

/** Starts a run in a folder that is new or empty. */
export async function startOnCluster(
  plan: Plan,
  runDirectory: string,
  flags: ClusterFlags,
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
  if (!run.quiet) terminal.error(printClusterOpening(plan, settings, flags, runDirectory));
  const { checkRunDirectory, makeFolder } = await import('@allot/store');
  const [, refused] = await checkRunDirectory(runDirectory);
  if (hasErrors(refused)) return fail(terminal, ...refused);
  const unmade = await refusalOf(() => makeFolder(runDirectory));
  if (unmade) return fail(terminal, unmade);
  return withRunLocked(run, async () => {
    const [record, unfit] = await prepareFolder(run, flags);
    await tellOfPlan(terminal, unfit, plan);
    if (!record) return ExitCode.failure;
    const [launched, problems] = await launchJob(run, record, 0);
    await tell(terminal, problems);
    return launched ? begin(run, launched) : ExitCode.failure;
  });
}

/** The folder becomes a run once its job is submitted. */
async function begin(run: ClusterRun, launched: Launched): Promise<ExitCode> {
  const { commitRunRecord, newRunRecord } = await import('@allot/store');
  const { plan, runDirectory } = run;
  const { nodes, gpusPerNode } = launched.record;
  await commitRunRecord(runDirectory, newRunRecord(plan, version));
  return followJob(run, launched, (results) =>
    results.emit({
      type: 'run-started',
      step: 0,
      planKey: plan.key,
      engine: 'verl',
      device: 'cuda',
      workers: nodes * gpusPerNode,
      version,
    }),
  );
}

/** Plan, definition, inputs and bundle. */
async function prepareFolder(run: ClusterRun, flags: ClusterFlags): Promise<Phase<JobRecord>> {
  const { plan, settings, runDirectory } = run;
  const [{ createRunDirectory, makeFolder }, { copyInputs }, { emitVerl, planCluster }] = await Promise.all([
    import('@allot/store'),
    import('@allot/runtime'),
    import('@allot/compiler'),
  ]);
  const paths = clusterPaths(runDirectory);
  const [inputs, unread] = await gatherInputs(plan, settings);
  if (!inputs) return [undefined, unread];
  const [created, refused] = await createRunDirectory(runDirectory, plan);
  if (created === undefined) return [undefined, refused];
  const [copied, changed] = await copyInputs(plan, runDirectory);
  if (!copied) return [undefined, changed];
  const { nodes, gpusPerNode, tensorParallel } = flags;
  const cluster = { nodes, gpusPerNode, tensorParallel };
  const [bundle, unemitted] = await emitVerl(plan, inputs, cluster, paths.bundle);
  if (!bundle) return [undefined, [...unread, ...unemitted]];
  await makeFolder(`${paths.verl}/logs`);
  const { bytes } = await planCluster(settings, cluster, longestPrompt(inputs));
  return [
    {
      format: 1,
      ...cluster,
      demand: { gpuBytes: bytes.training + bytes.microbatch, diskBytes: checkpointBytes(settings) },
      ...(flags.rayAddress !== undefined && { address: flags.rayAddress }),
      launches: [],
    },
    [...unread, ...unemitted],
  ];
}

/** Weights and two moments in float32, of all checkpoints that stand there at once. */
function checkpointBytes({ policy, checkpoints, steps }: ResolvedReinforcement): number {
  const written = Math.ceil(steps / checkpoints.everySteps);
  const kept = checkpoints.keep === 0 ? written : Math.min(written, checkpoints.keep + 1);
  return 12 * policy.parameters * kept;
}
