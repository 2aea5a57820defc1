// The `allot` command line: every command, its shared options, and how wrong usage is told.
import { Command, CommanderError } from 'commander';
import { addAdvantages } from '../commands/advantages.js';
import { addApprove } from '../commands/approve.js';
import { addCheck } from '../commands/check.js';
import { addCompare } from '../commands/compare.js';
import { addCompile } from '../commands/compile.js';
import { addCredits } from '../commands/credits.js';
import { addData } from '../commands/data.js';
import { addDoctor } from '../commands/doctor.js';
import { addEval } from '../commands/eval.js';
import { addExplain } from '../commands/explain.js';
import { addExport } from '../commands/export.js';
import { addGrade } from '../commands/grade.js';
import { addInit } from '../commands/init.js';
import { addMonitor } from '../commands/monitor.js';
import { addPilot } from '../commands/pilot.js';
import { addPlan } from '../commands/plan.js';
import { addReport } from '../commands/report.js';
import { addReproduce } from '../commands/reproduce.js';
import { addResume } from '../commands/resume.js';
import { addRewards } from '../commands/rewards.js';
import { addRun } from '../commands/run.js';
import { addRuns } from '../commands/runs.js';
import { addSetup } from '../commands/setup.js';
import { addStage } from '../commands/stage.js';
import { addTrack } from '../commands/track.js';
import { addWatch } from '../commands/watch.js';
import { version } from '../version.js';
import type { AddCommand, Context } from './command.js';
import { ExitCode } from './exit-codes.js';
import { refuseEmpty } from './refuse-empty.js';
import type { Terminal } from './terminal.js';

const commands: readonly AddCommand[] = [
  addInit,
  addCheck,
  addPlan,
  addPilot,
  addCompile,
  addRun,
  addResume,
  addApprove,
  addStage,
  addEval,
  addExport,
  addData,
  addCompare,
  addMonitor,
  addReport,
  addReproduce,
  addWatch,
  addTrack,
  addRuns,
  addRewards,
  addAdvantages,
  addCredits,
  addGrade,
  addExplain,
  addDoctor,
  addSetup,
];

const epilogue = `
Examples:
  $ allot init my-experiment
  $ allot check pipeline.ts
  $ allot run pipeline.ts
  $ allot report runs/my-experiment-1 --out report.html

Exit status: 0 all well, 1 errors were found or the run failed, 2 wrong usage, 3 the run was stopped by a guard or at a gate,
4 it waits at a gate, 5 a monitored log has drifted, 70 a bug in Allot, 130 interrupted.`;

/** Runs one command line (without `node` and the script) and answers its exit status. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = ExitCode.success;
  const context: Context = {
    terminal,
    run: async (action) => {
      exitCode = await action();
    },
  };
  const program = createProgram(context);
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? ExitCode.success : ExitCode.usage;
  }
  return exitCode;
}

function createProgram(context: Context): Command {
  const program = new Command('allot')
    .description('Teach a model how long to think: typed experiments in budget-aware reinforcement learning.')
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .option('--color', 'color even in a pipe')
    .option('--no-color', 'no color; so does the environment variable NO_COLOR')
    .showHelpAfterError('(add --help for help)')
    .addHelpText('after', epilogue)
    .exitOverride()
    .hook('preAction', (_, command) => refuseEmpty(command))
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      writeErr: (text) => context.terminal.error(text.trimEnd()),
      getOutHasColors: () => context.terminal.stdout.color,
      getErrHasColors: () => context.terminal.stderr.color,
    });
  for (const add of commands) add(program, context);
  return program;
}
