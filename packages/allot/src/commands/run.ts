// `allot run`: from a definition to a trained policy, a table and a report.
import type { Plan } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { type ClusterOptions, misusedOptions } from '../cli/cluster-options.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { wholeNumber } from '../cli/options.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';
import type { Terminal } from '../cli/terminal.js';
import { type LiveTrackingFlags, liveTrackers, withTrackingFlags } from '../track/tracking-flags.js';
import type { TrackerOpener } from '../track/tracking-places.js';

interface RunFlags extends SettingFlags, ClusterOptions, LiveTrackingFlags {
  readonly runDir?: string;
  readonly quiet?: boolean;
  readonly allowCommands?: boolean;
}

export const addRun: AddCommand = (program, { terminal, run }) => {
  withTrackingFlags(
    withSettingFlags(
      program
        .command('run')
        .summary('run a definition')
        .description(
          'Checks a definition, downloads its datasets, emits its stages and runs them: progress on stderr, then the table of results on stdout ' +
            'and a report in the run folder. Ctrl-C commits what is done; allot resume goes on from there. With --engine verl it is compiled, ' +
            'submitted to a Ray cluster and followed (docs/verl.md); Ctrl-C then stops the job or leaves it running.',
        )
        .argument('<file>', 'definition: .ts, .js, .yaml or .json')
        .option('--run-dir <dir>', 'run folder, new or empty (default: runs/NAME-N)'),
    ),
  )
    .option('--nodes <n>', 'nodes of the cluster, for verl (default: 1)', wholeNumber(1))
    .option('--gpus-per-node <n>', 'GPUs of each node, for verl (default: 1)', wholeNumber(1))
    .option(
      '--tensor-parallel <n>',
      'GPUs that share the weights in rollouts, for verl (default: 1)',
      wholeNumber(1),
    )
    .option(
      '--ray-address <url>',
      'job server of the cluster, for verl (default: Ray is started on this machine)',
    )
    .option('--detach', 'submit the job to the cluster and leave it')
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress; warnings, errors and the table only')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot run pipeline.ts\n' +
        '  $ allot run pipeline.yaml --seed 2 --run-dir runs/second-seed\n' +
        '  $ allot run pipeline.ts --steps 20 --set optimizer.learningRate=1e-4\n' +
        '  $ allot run pipeline.ts --tensorboard board --mlflow http://127.0.0.1:5000\n' +
        '  $ allot run pipeline.ts --engine verl --gpus-per-node 8 --ray-address http://head:8265',
    )
    .action((file: string, flags: RunFlags) =>
      run(async () => {
        const told = new Set<string>();
        const first = await planDefinition(file, flags, terminal, 'always', told);
        if (first === undefined) return ExitCode.failure;
        if (first.engine.name === 'trl')
          return fail(terminal, reportCommand('run/from-bundle', { definition: file }));
        const wrong = misusedOptions(flags, first.engine.name);
        if (wrong) return fail(terminal, wrong);
        const [trackers, unfit] = liveTrackers(flags);
        if (!trackers) return fail(terminal, ...unfit);
        const piloted = await runPilotOf(first, file, flags, terminal, told);
        if (typeof piloted === 'number') return piloted;
        const { claimRunDirectory, discardUnstarted } = await import('../run/run-directory.js');
        const claimed = flags.runDir === undefined;
        const runDirectory = flags.runDir ?? (await claimRunDirectory('runs', piloted.plan.settings.name));
        const exitCode = await start(piloted, runDirectory, { ...flags, trackers }, terminal);
        if (claimed && exitCode !== ExitCode.success) await discardUnstarted(runDirectory);
        return exitCode;
      }),
    );
};

/** On this machine, or on a cluster. */
async function start(
  { plan, pilotFolder }: Piloted,
  runDirectory: string,
  flags: RunFlags & { readonly trackers: readonly TrackerOpener[] },
  terminal: Terminal,
): Promise<ExitCode> {
  if (plan.engine.name === 'verl') {
    const { startOnCluster } = await import('../cluster/start-on-cluster.js');
    const { nodes = 1, gpusPerNode = 1, tensorParallel = 1 } = flags;
    return startOnCluster(plan, runDirectory, { ...flags, nodes, gpusPerNode, tensorParallel }, terminal);
  }
  const [{ startRun }, { emitPlan }, { followRun }, { printOpening }, { version }] = await Promise.all([
    import('@allot/runtime'),
    import('@allot/compiler'),
    import('../run/follow-run.js'),
    import('../run/print-opening.js'),
    import('../version.js'),
  ]);
  const quiet = flags.quiet === true;
  if (!quiet) terminal.error(printOpening(plan, runDirectory));
  return followRun({ terminal, quiet, plan, runDirectory, trackers: flags.trackers }, (callbacks) =>
    startRun({
      plan,
      runDirectory,
      ...(pilotFolder !== undefined && { pilotFolder }),
      host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
      ...callbacks,
    }),
  );
}

interface Piloted {
  readonly plan: Plan;
  /** Where the plan's pilot is kept; absent: it has none. */
  readonly pilotFolder?: string;
}

/** The plan with the tiers of its pilot, which is run where it has not been; or the exit status of what went wrong. */
async function runPilotOf(
  plan: Plan,
  file: string,
  flags: RunFlags,
  terminal: Terminal,
  told: Set<string>,
): Promise<Piloted | ExitCode> {
  if (!plan.pilot) return { plan };
  const [{ ensurePilot }, { printPilot }] = await Promise.all([
    import('../run/ensure-pilot.js'),
    import('../run/print-pilot.js'),
  ]);
  const allowCommands = flags.allowCommands === true;
  const found = await ensurePilot({ plan, terminal, quiet: flags.quiet === true, allowCommands });
  if (typeof found === 'number') return found;
  const settled = plan.pilot.awaited ? await planDefinition(file, flags, terminal, 'never', told) : plan;
  if (settled === undefined || settled.settings.kind === 'supervised') return ExitCode.failure;
  const budgets = settled.settings.tiers.map(({ budget }) => budget);
  if (!flags.quiet) terminal.error(`${printPilot(found.pilot, budgets, terminal.stderr.color)}\n`);
  return { plan: settled, pilotFolder: found.folder };
}
