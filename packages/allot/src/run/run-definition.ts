// Runs a definition from its file to the end: plan, pilot, run folder, and an engine of this machine or of a cluster.
import type { Plan } from '@allot/spec';
import { reportCommand } from '../catalog.js';
import { misusedOptions } from '../cli/cluster-options.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { planDefinition } from '../cli/plan-definition.js';
import type { RunFlags } from '../cli/run-flags.js';
import type { Terminal } from '../cli/terminal.js';

/** How a run ended. */
export interface RanDefinition {
  readonly exitCode: ExitCode;
  /** Absent where no run came about. */
  readonly runDirectory?: string;
}

export async function runDefinition(
  file: string,
  flags: RunFlags,
  terminal: Terminal,
): Promise<RanDefinition> {
  const told = new Set<string>();
  const first = await planDefinition(file, flags, terminal, 'always', told);
  if (first === undefined) return { exitCode: ExitCode.failure };
  const wrong =
    first.engine.name === 'trl'
      ? reportCommand('run/from-bundle', { definition: file })
      : misusedOptions(flags, first.engine.name);
  if (wrong) return { exitCode: await fail(terminal, wrong) };
  const piloted = await runPilotOf(first, file, flags, terminal, told);
  if (typeof piloted === 'number') return { exitCode: piloted };
  const { claimRunDirectory, discardUnstarted } = await import('./run-directory.js');
  const claimed = flags.runDir === undefined;
  const runDirectory = flags.runDir ?? (await claimRunDirectory('runs', piloted.plan.settings.name));
  const exitCode = await start(piloted, runDirectory, flags, terminal);
  if (claimed && exitCode !== ExitCode.success) await discardUnstarted(runDirectory);
  return { exitCode, runDirectory };
}

/** On this machine, or on a cluster. */
async function start(
  { plan, pilotFolder }: Piloted,
  runDirectory: string,
  flags: RunFlags,
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
    import('./follow-run.js'),
    import('./print-opening.js'),
    import('../version.js'),
  ]);
  const quiet = flags.quiet === true;
  if (!quiet) terminal.error(printOpening(plan, runDirectory));
  return followRun({ terminal, quiet, plan, runDirectory }, (callbacks) =>
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
    import('./ensure-pilot.js'),
    import('./print-pilot.js'),
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
