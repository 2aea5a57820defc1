// `allot resume`: goes on with a run from its newest intact checkpoint.
import type { AddCommand } from '../cli/command.js';
import { fail } from '../cli/diagnostics.js';
import { type EngineFlags, engineChoice, withEngineFlags } from '../cli/engine-flags.js';

interface ResumeFlags extends EngineFlags {
  readonly quiet?: boolean;
  readonly allowCommands?: boolean;
}

export const addResume: AddCommand = (program, { terminal, run }) => {
  withEngineFlags(
    program
      .command('resume')
      .summary('go on with a run')
      .description(
        'Goes on with an interrupted run from its newest intact checkpoint. On the CPU the results are byte for byte ' +
          'those of a run that was never interrupted. A finished run only prints its table again.',
      )
      .argument('<run>', 'run folder'),
  )
    .option('--allow-commands', 'start the programs that the definition names')
    .option('-q, --quiet', 'no progress; warnings, errors and the table only')
    .addHelpText('after', '\nExamples:\n  $ allot resume runs/quickstart-1')
    .action((runDirectory: string, { quiet, allowCommands, ...flags }: ResumeFlags) =>
      run(async () => {
        const [{ resumeRun }, { emitPlan }, { followRun }, { openRunDirectory }, { version }] =
          await Promise.all([
            import('@allot/runtime'),
            import('@allot/compiler'),
            import('../run/follow-run.js'),
            import('@allot/store'),
            import('../version.js'),
          ]);
        const [opened, diagnostics] = await openRunDirectory(runDirectory);
        if (opened === undefined) return fail(terminal, ...diagnostics);
        return followRun({ terminal, quiet: quiet === true, plan: opened.plan, runDirectory }, (callbacks) =>
          resumeRun({
            runDirectory,
            host: { version, emit: emitPlan, allowCommands: allowCommands === true },
            engine: engineChoice(flags),
            ...callbacks,
          }),
        );
      }),
    );
};
