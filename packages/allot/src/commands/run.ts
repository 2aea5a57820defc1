// `allot run`: from a definition to a trained policy, a table and a report.
import { reportCommand } from '../catalog.js';
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { ExitCode } from '../cli/exit-codes.js';
import { planDefinition, type SettingFlags, withSettingFlags } from '../cli/plan-definition.js';

interface RunFlags extends SettingFlags {
  readonly runDir?: string;
  readonly quiet?: boolean;
  readonly allowCommands?: boolean;
}

export const addRun: AddCommand = (program, { terminal, run }) => {
  withSettingFlags(
    program
      .command('run')
      .summary('run a definition')
      .description(
        'Checks a definition, downloads its datasets, emits its stages and runs them: progress on stderr, then the table of results on stdout ' +
          'and a report in the run folder. Ctrl-C commits what is done; allot resume goes on from there.',
      )
      .argument('<file>', 'definition: .ts, .js, .yaml or .json')
      .option('--run-dir <dir>', 'run folder, new or empty (default: runs/NAME-N)'),
  )
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress; warnings, errors and the table only')
    .addHelpText(
      'after',
      '\nExamples:\n' +
        '  $ allot run pipeline.ts\n' +
        '  $ allot run pipeline.yaml --seed 2 --run-dir runs/second-seed\n' +
        '  $ allot run pipeline.ts --steps 20 --set optimizer.learningRate=1e-4',
    )
    .action((file: string, flags: RunFlags) =>
      run(async () => {
        const plan = await planDefinition(file, flags, terminal, 'always');
        if (plan === undefined) return ExitCode.failure;
        if (plan.engine.name === 'trl')
          return fail(terminal, reportCommand('run/from-bundle', { definition: file }));
        if (plan.engine.name === 'verl')
          return fail(terminal, reportCommand('run/on-cluster', { definition: file }));
        const [
          { startRun },
          { emitPlan },
          { followRun },
          { claimRunDirectory, discardUnstarted },
          { printOpening },
          { version },
        ] = await Promise.all([
          import('@allot/runtime'),
          import('@allot/compiler'),
          import('../run/follow-run.js'),
          import('../run/run-directory.js'),
          import('../run/print-opening.js'),
          import('../version.js'),
        ]);
        const claimed = flags.runDir === undefined;
        const runDirectory = flags.runDir ?? (await claimRunDirectory('runs', plan.settings.name));
        if (!flags.quiet) terminal.error(printOpening(plan, runDirectory));
        const exitCode = await followRun(
          { terminal, quiet: flags.quiet === true, plan, runDirectory },
          (callbacks) =>
            startRun({
              plan,
              runDirectory,
              host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
              ...callbacks,
            }),
        );
        if (claimed && exitCode !== ExitCode.success) await discardUnstarted(runDirectory);
        return exitCode;
      }),
    );
};
